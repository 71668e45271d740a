import { type ErrorTable, type Potential, symbolOf } from "@luthier/core"
import type { ConcludedRun } from "../conclude.ts"
import type { Proofs } from "./proof-files.ts"

/** What was fitted, to what, and how it came out, by name: the first table of a report. */
export function reportFacts(
  { prepared, metrics, measured }: ConcludedRun,
  refused: readonly string[],
  proofs: Proofs,
): Record<string, string> {
  const { potential, sets, source } = prepared
  const held = metrics.linear?.crossValidation
  const errors = (name: string, table: ErrorTable): Record<string, string> => ({ [`RMSE, ${name}`]: brief(table) })
  return {
    potential: describe(potential, metrics.parameters),
    "fitted to": `${counted(source.configurations)}${filesOf(sets.train)}`,
    ...(sets.test && { "tested on": `${counted(sets.test.configurations.length)} that were not fitted${filesOf(sets.test)}` }),
    ...(measured.train && errors("fitted data", measured.train.errors)),
    ...(held && errors("data held out", held)),
    ...(measured.test && errors("test data", measured.test.errors)),
    ...verdicts(proofs),
    ...(refused.length > 0 && { gates: "failed: nothing was exported" }),
  }
}

function counted(configurations: number): string {
  return `${configurations} ${configurations === 1 ? "configuration" : "configurations"}`
}

function describe({ spec, elements, cutoff, parameters }: Potential, fitted: number): string {
  const free = fitted === parameters.length ? `${fitted} parameters` : `${parameters.length} parameters, ${fitted} unknowns of the fit`
  return [`${spec.kind} for ${elements.map(symbolOf).join("–")}`, `cutoff ${Number(cutoff.toPrecision(4))} Å`, free].join(", ")
}

function filesOf({ hashes }: { readonly hashes: Readonly<Record<string, string>> }): string {
  const names = Object.keys(hashes).map((file) => file.split(/[/\\]/u).at(-1))
  return names.length === 0 || names.length > 4 ? "" : ` (${names.join(", ")})`
}

function brief({ all }: ErrorTable): string {
  const told = (["energy", "force", "stress"] as const).filter((property) => all[property].count > 0)
  return told.map((property) => `${property} ${shown(all[property].rmse)} ${all[property].unit}`).join(", ")
}

/** Errors below this are rounding, in the units of errors. */
const ROUNDING = 1e-9

function shown(value: number): string {
  return value < ROUNDING ? "0" : String(Number(value.toPrecision(3)))
}

function verdicts({ certificate, stability }: Proofs): Record<string, string> {
  const tried = certificate?.checks.filter(({ verdict }) => verdict !== "not applicable") ?? []
  const broken = tried.filter(({ verdict }) => verdict === "fail").map(({ name }) => name)
  const trials = stability.map(({ trials: own, settings }) => {
    const passed = own.filter((trial) => trial.passed).length
    return `${passed} of ${own.length} trials of ${shown(settings.picoseconds)} ps passed`
  })
  return {
    ...(certificate && {
      laws: broken.length === 0 ? `all ${tried.length} hold` : `${broken.length} of ${tried.length} broken: ${broken.join(", ")}`,
    }),
    ...(trials.length > 0 && { "matter in motion": trials.join("; ") }),
  }
}
