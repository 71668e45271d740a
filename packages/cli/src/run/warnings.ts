import { energyShift, shortRangeWarnings, unmetFunctions, unmetWarning, type FitResult } from "@luthier/core"
import type { Measured } from "./measure.ts"
import type { PreparedRun } from "./prepare.ts"

/** What is so wrong with a fitted potential that nobody should use it unread: a sentence each. */
export function fitWarnings(
  { potential, shortest }: Pick<PreparedRun, "potential" | "shortest">,
  result: FitResult,
  measured: Readonly<Record<string, Measured>>,
): readonly string[] {
  const shifts = Object.entries(measured).flatMap(([name, { sample, predictions }]) =>
    energyShift(
      name,
      sample,
      predictions.map(([energy]) => energy),
    ),
  )
  const theta = result.theta.slice(0, potential.parameters.length)
  return [...shifts, ...unmetWarning(unmetFunctions(potential, shortest)), ...shortRangeWarnings(potential, theta, shortest)]
}
