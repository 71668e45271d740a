import type { ConfigurationList } from "../../atoms/configuration-list.ts"
import type { Executor } from "../../kernels/executor.ts"
import type { Shard } from "../../objective/streaming/shards.ts"
import { sizeOfRows } from "./kept-rows.ts"
import type { KeptRows, TrainingSetup, TrainingTask } from "./training-setup.ts"

/** Ways through the training data: the first forms derivatives, and later ones form those again that were not kept. */
export interface TrainingPasses {
  first<Result extends { readonly rows?: readonly KeptRows[] }>(job: string, setup: TrainingSetup): AsyncGenerator<Result>
  again<Result>(job: string, setup: TrainingSetup): AsyncGenerator<Result>
}

/** What passes go through, and how. */
export interface PassOptions {
  readonly configurations: ConfigurationList
  readonly shards: readonly Shard[]
  /** Bytes in which derivatives may be kept. */
  readonly memory: number
  readonly executor: Executor
  /** Called at the start of each pass, which counts from 1. */
  readonly onPass: (pass: number) => void
}

/** Passes over training data, as many shards at a time as there are threads; results come in the order of the shards. */
export function trainingPasses({ configurations, shards, memory, executor, onPass }: PassOptions): TrainingPasses {
  const kept = new Map<Shard, readonly KeptRows[]>()
  let room = memory
  let passes = 0

  const taskOf = (shard: Shard, rank: number, first: boolean): TrainingTask => {
    const own = shard.members.flatMap((member) => configurations.slice(member, member + 1))
    const size = sizeOfRows(own, rank)
    const keep = first && size <= room
    if (keep) room -= size
    const rows = kept.get(shard)
    return { configurations: own, members: shard.members, fold: shard.fold, keep, ...(rows && { rows }) }
  }
  const run = async function* <Result>(
    job: string,
    setup: TrainingSetup,
    take?: (result: Result, shard: Shard) => void,
  ): AsyncGenerator<Result> {
    onPass(++passes)
    const threads = Math.max(1, executor.threads)
    for (let at = 0; at < shards.length; at += threads) {
      const some = shards.slice(at, at + threads)
      const tasks = some.map((shard) => taskOf(shard, setup.basis.rank, take !== undefined))
      const results = await executor.map<TrainingTask, Result>(job, setup, tasks)
      if (take) results.forEach((result, k) => take(result, some[k]))
      yield* results
    }
  }
  return {
    first: <Result extends { readonly rows?: readonly KeptRows[] }>(job: string, setup: TrainingSetup) =>
      run<Result>(job, setup, ({ rows }, shard) => rows && kept.set(shard, rows)),
    again: (job, setup) => run(job, setup),
  }
}
