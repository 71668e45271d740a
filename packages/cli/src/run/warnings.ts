import {
  energyShift,
  openSentences,
  shortRangeWarnings,
  unmetFunctions,
  unmetWarning,
  type FitResult,
  type Identifiability,
  type TargetResult,
} from "@luthier/core"
import type { Measured } from "./measure.ts"
import type { PreparedRun } from "./prepare.ts"

/** What is so wrong with a fitted potential that nobody should use it unread: a sentence each. */
export function fitWarnings(
  { potential, shortest }: Pick<PreparedRun, "potential" | "shortest">,
  result: FitResult,
  measured: Readonly<Record<string, Measured>>,
  identifiability: Identifiability,
): readonly string[] {
  const shifts = Object.entries(measured).flatMap(([name, { sample, predictions }]) =>
    energyShift(
      name,
      sample,
      predictions.map(([energy]) => energy),
    ),
  )
  const theta = result.theta.slice(0, potential.parameters.length)
  return [...shifts, ...openSentences(identifiability), ...unmetWarning(unmetFunctions(potential, shortest)), ...shortRangeWarnings(potential, theta, shortest)]
}

/** Targets of which the potential says nothing that could be believed. */
export function targetWarnings(targets: readonly TargetResult[]): readonly string[] {
  const said = Map.groupBy(targets, ({ trouble }) => trouble)
  return [...said].flatMap(([trouble, ones]) =>
    trouble === null
      ? []
      : [`${trouble}: ${ones.map(({ name }) => name).join(", ")} ${ones.length === 1 ? "is" : "are"} not what the name says`],
  )
}
