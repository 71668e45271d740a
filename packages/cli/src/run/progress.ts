import { appendFile, readFile } from "node:fs/promises"
import { gigapascal, type FitState } from "@luthier/core"
import { writeWhole } from "../files/write-whole.ts"

/** One line of `progress.jsonl`. */
export interface ProgressRecord {
  readonly iteration: number
  readonly stage: string
  readonly round: number
  readonly cost: number
  readonly gradient: number | null
  readonly rmse: FitState["rmse"]
  /** −ln of the likelihood of the data where they were weighed last, where noise differs from datum to datum. */
  readonly minusLogLikelihood?: number
}

/** What the progress file keeps of a state. */
function progressRecord({ iteration, stage, round, cost, gradient, rmse, noise }: FitState): ProgressRecord {
  const uneven = noise !== null && noise.kind !== "even"
  return { iteration, stage, round, cost, gradient, rmse, ...(uneven && { minusLogLikelihood: noise.minusLogLikelihood }) }
}

/** Starts the file with the records before the state `from`, which a resumed run keeps. */
export async function beginProgress(file: string, from: FitState | undefined): Promise<void> {
  const earlier = (record: ProgressRecord): boolean =>
    from !== undefined && (record.iteration < from.iteration || (record.iteration === from.iteration && record.round < from.round))
  const kept = (await readProgress(file)).filter(earlier)
  await writeWhole(
    file,
    kept.map((record) => `${JSON.stringify(record)}\n`),
  )
}

/** Adds a state to the file. */
export async function addProgress(file: string, state: FitState): Promise<void> {
  await appendFile(file, `${JSON.stringify(progressRecord(state))}\n`)
}

/** The records of a file; none when it is not there. A last line cut short by a crash is left out. */
export async function readProgress(file: string): Promise<readonly ProgressRecord[]> {
  const text = await readFile(file, "utf8").catch(() => "")
  const lines = text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
  return lines.map((line) => JSON.parse(line))
}

/** A state in one line for people. */
export function progressLine({ iteration, stage, round, cost, rmse, noise }: FitState): string {
  const parts = [`${String(iteration).padStart(5)}  ${stage}${round > 0 ? ` (σ round ${round})` : ""}`, `cost ${cost.toPrecision(8)}`]
  if (noise !== null && noise.kind !== "even") parts.push(`−ln L ${noise.minusLogLikelihood.toPrecision(10)}`)
  if (rmse.energy !== undefined) parts.push(`energy ${(1000 * rmse.energy).toPrecision(4)} meV/atom`)
  if (rmse.forces !== undefined) parts.push(`force ${(1000 * rmse.forces).toPrecision(4)} meV/Å`)
  if (rmse.stress !== undefined) parts.push(`stress ${(rmse.stress / gigapascal).toPrecision(4)} GPa`)
  return parts.join("   ")
}
