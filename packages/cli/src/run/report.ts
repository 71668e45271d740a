import { gaugeSentences, type Posterior, symbolOf } from "@luthier/core"
import type { EngineCheck } from "../engines/check-lammps.ts"
import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import { writeWhole } from "../files/write-whole.ts"
import { version } from "../version.ts"
import type { Artefacts } from "./artefacts.ts"
import type { ConcludedRun } from "./conclude.ts"
import { readProgress } from "./progress.ts"
import { reportFacts } from "./report/facts.ts"
import { readProofs } from "./report/proof-files.ts"
import type { CalibrationSets } from "./uncertainty/calibrate-run.ts"

/**
 * Writes `report.html`, with what certificates, trials and properties lie in the folder of the run. The figures are loaded here
 * and not before: only a run that writes a report waits for them.
 */
export async function writeReport(
  artefacts: Artefacts,
  run: ConcludedRun & { readonly refused: readonly string[] },
  posterior: Posterior,
  check: EngineCheck | undefined,
  calibration: CalibrationSets = {},
): Promise<void> {
  const { fitReport, reportPage } = await import("@luthier/core/report")
  const { prepared, state, result, measured, metrics } = run
  const { potential, sets, config } = prepared
  const hashes = Object.entries(sets).flatMap(([name, { hashes }]) =>
    Object.entries(hashes).map(([file, hash], k) => [`${name} ${k + 1}, ${basename(file)}, SHA-256`, hash]),
  )
  const proofs = await readProofs(artefacts.folder)
  const report = fitReport({
    title: `${potential.elements.map(symbolOf).join("–")}: an interatomic potential of kind ${potential.spec.kind}`,
    summary: [
      ...(state.search ? [`Search: ${state.search.sentence}.`] : []),
      ...(state.outcome ? [`${run.linear ? "Linear solver" : `${state.iteration} iterations`}: ${state.outcome.sentence}.`] : []),
    ],
    facts: reportFacts(run, run.refused, proofs),
    gauges: gaugeSentences(run.identifiability).map((sentence) => `${sentence}.`),
    warnings: [
      ...refusals(run.refused),
      ...(state.outcome && state.outcome.outcome !== "converged" ? [`The solver did not converge: ${state.outcome.sentence}.`] : []),
      ...run.warnings,
      ...proofs.unread,
    ],
    ...(proofs.certificate && { certificate: proofs.certificate }),
    stability: proofs.stability,
    properties: proofs.properties,
    ...{ potential, result, posterior },
    covariance: run.covariance,
    fisher: run.fisher,
    ...(run.linear && { linear: run.linear }),
    ...(metrics.targets && { targets: metrics.targets, tradeOff: run.tradeOff }),
    configurations: prepared.source.configurations,
    solver: config.solver,
    sets: Object.entries(measured).map(([name, { sample, predictions, errors }]) => ({
      name,
      configurations: sample,
      predicted: predictions,
      errors,
    })),
    calibration: Object.entries(calibration).map(([set, records]) => ({ set, records })),
    convergence: await readProgress(artefacts.progress),
    exports: check
      ? check.differences.map(({ quantity, largest, unit }) => ({ engine: check.engine, quantity, difference: largest, unit }))
      : [],
    config: await readFile(artefacts.config, "utf8"),
    provenance: { luthier: version, seed: String(config.seed), ...Object.fromEntries(hashes) },
  })
  await writeWhole(artefacts.report, reportPage(report))
}

/** Failures that are told at the top; all are in the parts they belong to. */
const FEW = 3

/** What gates refused, in one sentence. */
function refusals(refused: readonly string[]): readonly string[] {
  if (refused.length === 0) return []
  const told = refused.slice(0, FEW).map((sentence) => sentence.replace(/; structures to label in .*$/u, ""))
  const more = refused.length > FEW ? `; and ${refused.length - FEW} more, see below` : ""
  return [`Nothing was exported, as gates were failed: ${told.join("; ")}${more}.`]
}
