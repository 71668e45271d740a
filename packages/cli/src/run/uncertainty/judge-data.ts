import {
  batchesOf,
  calibrationRecords,
  createJudge,
  dataPrecision,
  predictUncertainty,
  type CalibrationRecord,
  type ConfigurationList,
  type Executor,
  type UncertaintySetup,
} from "@luthier/core"

/** Structures whose error bars are in memory at a time, for each thread. */
const TOGETHER = 16

/** How error bars compare with the errors of data whose labels are known. */
export async function judgeData(
  setup: UncertaintySetup,
  configurations: ConfigurationList,
  executor: Executor,
): Promise<readonly CalibrationRecord[]> {
  const judge = createJudge(setup.coverage)
  const precision = setup.noise.rounding ? dataPrecision(configurations) : undefined
  for (const batch of batchesOf(configurations, TOGETHER * Math.max(1, executor.threads))) {
    const bars = await predictUncertainty(setup, batch, executor, precision)
    batch.forEach((configuration, k) => judge.add(configuration, bars[k]))
  }
  return calibrationRecords(judge.finish())
}
