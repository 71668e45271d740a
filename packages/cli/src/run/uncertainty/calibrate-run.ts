import { calibrationSentences, type CalibrationRecord, type Executor, type Posterior } from "@luthier/core"
import { jsonText, writeWhole } from "../../files/write-whole.ts"
import type { Artefacts } from "../artefacts.ts"
import type { Log } from "../log.ts"
import type { PreparedRun } from "../prepare.ts"
import { judgeData } from "./judge-data.ts"
import { keepUncertainty } from "./keep-uncertainty.ts"

/** Error bars beside errors, by data set: the `sets` of `calibration.json`. */
export type CalibrationSets = Readonly<Record<string, readonly CalibrationRecord[]>>

/** Parameters up to which a fit makes error bars on its own: a thread holds some matrices of their square. */
const MANY = 2000

/** Of the intervals in the report. */
const COVERAGE = 0.9

/**
 * Makes the error bars of a finished fit and sees how well they hold on its test set; writes `uncertainty.*` and `calibration.json`. Empty
 * without a test set, where `report.uncertainty` says no, and where the data are not at hand.
 */
export async function calibrateRun(
  { sets: { train, test }, config, earlier }: PreparedRun,
  { posterior, tolerance }: { readonly posterior: Posterior; readonly tolerance: number },
  artefacts: Artefacts,
  executor: Executor,
  log: Log,
): Promise<CalibrationSets> {
  if (!test || !config.report.uncertainty || posterior.columns.length === 0) return {}
  if (earlier || posterior.columns.length > MANY) {
    log.line(
      earlier
        ? "no error bars on the test set: they need all training data, and those of the earlier run are not read"
        : `no error bars on the test set: for more than ${MANY} parameters they are made when asked for, by luthier evaluate --uncertainty`,
    )
    return {}
  }
  const source = {
    ...{ folder: artefacts.folder, posterior, seed: config.seed, executor },
    training: async () => train.configurations,
    contiguous: config.solver.foldsBy === "contiguous",
    tolerance: () => tolerance,
    say: log.progress,
  }
  const bars = await keepUncertainty(source, { coverage: COVERAGE })
  const records = await judgeData(bars, test.configurations, executor)
  for (const sentence of calibrationSentences("test", records)) log.line(sentence)
  await writeWhole(artefacts.calibration, jsonText({ schema: 1, sets: { test: records } }))
  return { test: records }
}
