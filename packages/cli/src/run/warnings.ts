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
  return [
    ...shifts,
    ...openSentences(identifiability),
    ...unmetWarning(unmetFunctions(potential, shortest)),
    ...shortRangeWarnings(potential, theta, shortest),
  ]
}

/** Targets of which the potential says nothing that could be believed, and those that it misses. */
export function targetWarnings(targets: readonly TargetResult[]): readonly string[] {
  const said = Map.groupBy(targets, ({ trouble }) => trouble)
  const troubled = [...said].flatMap(([trouble, ones]) => (trouble === null ? [] : [`${trouble}: do not believe ${namesOf(ones)}`]))
  const missed = targets.filter(({ trouble, deviation }) => trouble === null && Math.abs(deviation) > MISSED)
  const far = missed.map((one) => `${one.name} (${one.deviation.toFixed(1)} σ)`).join(", ")
  return missed.length === 0
    ? troubled
    : [...troubled, `targets are missed: ${far}; the form, or the data together with it, does not allow them at the σ that they have`]
}

/** Deviations beyond this count as missed [σ]: targets are held at 1. */
const MISSED = 1.1

function namesOf(targets: readonly TargetResult[]): string {
  return targets.map(({ name }) => name).join(", ")
}
