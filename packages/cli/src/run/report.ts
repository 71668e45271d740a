import { gaugeSentences, type Posterior, symbolOf } from "@luthier/core"
import type { EngineCheck } from "../engines/check-lammps.ts"
import { writeWhole } from "../files/write-whole.ts"
import { version } from "../version.ts"
import type { Artefacts } from "./artefacts.ts"
import type { ConcludedRun } from "./conclude.ts"
import { readProgress } from "./progress.ts"
import type { CalibrationSets } from "./uncertainty/calibrate-run.ts"

/** Writes `report.html`. The figures are loaded here and not before: only a run that writes a report waits for them. */
export async function writeReport(
  artefacts: Artefacts,
  run: ConcludedRun,
  posterior: Posterior,
  check: EngineCheck | undefined,
  calibration: CalibrationSets = {},
): Promise<void> {
  const { fitReport, reportPage } = await import("@luthier/core/report")
  const { prepared, state, result, measured, metrics } = run
  const { potential, sets, config } = prepared
  const hashes = Object.entries(sets).flatMap(([name, { hashes }]) => Object.values(hashes).map((hash, k) => [`${name} ${k + 1}`, hash]))
  const report = fitReport({
    title: `${potential.elements.map(symbolOf).join("–")}: ${potential.spec.kind}`,
    summary: [
      `${metrics.parameters} parameters were fitted to ${prepared.source.configurations} configurations.`,
      ...(state.search ? [`Search: ${state.search.sentence}.`] : []),
      ...(state.outcome ? [`${run.linear ? "Linear solver" : `${state.iteration} iterations`}: ${state.outcome.sentence}.`] : []),
      ...gaugeSentences(run.identifiability).map((sentence) => `${sentence}.`),
    ],
    warnings: [
      ...(state.outcome && state.outcome.outcome !== "converged" ? [`The solver did not converge: ${state.outcome.sentence}.`] : []),
      ...run.warnings,
    ],
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
    provenance: { luthier: version, seed: String(config.seed), ...Object.fromEntries(hashes) },
  })
  await writeWhole(artefacts.report, reportPage(report))
}
