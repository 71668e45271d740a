import { totalmem } from "node:os"
import { calibrationSentences, Failure, type CalibrationRecord, type Executor, type Posterior } from "@luthier/core"
import { jsonText, writeWhole } from "../../files/write-whole.ts"
import type { Artefacts } from "../artefacts.ts"
import type { Log } from "../log.ts"
import type { PreparedRun } from "../prepare.ts"
import { judgeData } from "./judge-data.ts"
import { keepUncertainty } from "./keep-uncertainty.ts"
import { readTraining } from "./training-data.ts"

/** Error bars beside errors, by data set: the `sets` of `calibration.json`. */
export type CalibrationSets = Readonly<Record<string, readonly CalibrationRecord[]>>

/** Of the machine's memory, for what error bars take. */
const PART = 0.5

/** Of the intervals in the report. */
const COVERAGE = 0.9

/**
 * Makes the error bars of a finished fit and sees how well they hold on its test set; writes `uncertainty.*` and `calibration.json`. Empty
 * without a test set, where `report.uncertainty` says no, and where the data are not at hand.
 */
export async function calibrateRun(
  { sets: { train, test }, config, earlier, source: { files }, threads }: PreparedRun,
  { posterior, tolerance }: { readonly posterior: Posterior; readonly tolerance: number },
  artefacts: Artefacts,
  executor: Executor,
  log: Log,
): Promise<CalibrationSets> {
  if (!test || !config.report.uncertainty || posterior.columns.length === 0) return {}
  const unknowns = posterior.columns.length
  if (matrices(threads) * 8 * unknowns ** 2 > PART * totalmem()) {
    log.line(
      `no error bars on the test set: for ${unknowns} parameters they take half of the memory; luthier evaluate --uncertainty makes them all the same`,
    )
    return {}
  }
  const training = earlier ? await readTraining(files, config.data).catch(notAsTheyWere) : train.configurations
  if (training instanceof Failure) {
    log.line(`no error bars on the test set: ${training.place?.file ?? "the training data"}: ${training.message}`)
    return {}
  }
  const source = {
    ...{ folder: artefacts.folder, posterior, seed: config.seed, executor },
    training: async () => training,
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

/** Matrices as large as the square of the unknowns: the covariance factor, information of a fold, and what comes of each thread. */
function matrices(threads: number): number {
  return 8 + 5 * threads
}

/** Data of earlier runs may be gone: a fit does without the error bars then. */
function notAsTheyWere(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}
