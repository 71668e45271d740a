import { z } from "zod"
import type { ConfigurationList } from "../../atoms/configuration-list.ts"
import type { Executor } from "../../kernels/executor.ts"
import { packTriangle } from "../../linalg/triangle/pack.ts"
import { mergeInto } from "../../linalg/triangle/combine-rows.ts"
import { shardJob } from "./shard-job.ts"
import type { ShardResult, ShardSetup, ShardTask } from "./shard-setup.ts"
import type { Shard } from "./shards.ts"
import { bytesOfJson, jsonOfBytes, type StatisticsStore } from "./statistics-store.ts"
import { readTriangle, type TrianglePiece, trianglePieceSchema, writeTriangle } from "./triangle-pieces.ts"

/** How far the assembly is. */
export interface AssemblyProgress {
  readonly done: number
  readonly shards: number
}

const piecesSchema = z.array(trianglePieceSchema)

/**
 * Turns the data into triangles, shard by shard, on as many threads as there are, and keeps each shard's in the store under `prefix`:
 * shards found there are not made again. Only the shards at work are in memory. Gives one stored triangle a class and fold, summed in
 * the order of the shards whatever the threads.
 */
export async function assembleShards(
  setup: ShardSetup,
  configurations: ConfigurationList,
  shards: readonly Shard[],
  executor: Executor,
  store: StatisticsStore,
  prefix: string,
  onProgress: (progress: AssemblyProgress) => void = () => {},
): Promise<readonly TrianglePiece[]> {
  const parts: (readonly TrianglePiece[])[] = []
  let next = 0
  let done = 0
  let failed = false
  const work = async (): Promise<void> => {
    while (next < shards.length && !failed) {
      const index = next++
      try {
        parts[index] = (await keptShard(store, prefix, index)) ?? (await makeShard(index))
      } catch (error) {
        failed = true
        throw error
      }
      onProgress({ done: ++done, shards: shards.length })
    }
  }
  const makeShard = async (index: number): Promise<readonly TrianglePiece[]> => {
    const { fold, members } = shards[index]
    const task: ShardTask = { configurations: members.flatMap((member) => configurations.slice(member, member + 1)) }
    const [result] = await executor.map<ShardTask, ShardResult>(shardJob, setup, [task])
    return keepShard(store, prefix, index, fold, result)
  }
  const outcomes = await Promise.allSettled(Array.from({ length: Math.max(1, executor.threads) }, work))
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason
  return mergePieces(store, prefix, parts.flat())
}

/** The pieces of a shard that an earlier run has kept. */
async function keptShard(store: StatisticsStore, prefix: string, index: number): Promise<readonly TrianglePiece[] | undefined> {
  const bytes = await store.read(listName(prefix, index))
  return bytes && piecesSchema.parse(jsonOfBytes(bytes))
}

/** Stores the triangles of a shard, then their list: a shard without a list does not count. */
async function keepShard(
  store: StatisticsStore,
  prefix: string,
  index: number,
  fold: number,
  result: ShardResult,
): Promise<readonly TrianglePiece[]> {
  const pieces: TrianglePiece[] = []
  for (const [key, packed] of result) {
    pieces.push(await writeTriangle(store, `${prefix}shard-${index}-${pieces.length}.f64`, { key, fold }, packed))
  }
  await store.write(listName(prefix, index), bytesOfJson(pieces))
  return pieces
}

function listName(prefix: string, index: number): string {
  return `${prefix}shard-${index}.json`
}

/** One stored triangle a class and fold, of all given pieces in their order. The parts stay until `forgetShards`. */
async function mergePieces(store: StatisticsStore, prefix: string, pieces: readonly TrianglePiece[]): Promise<readonly TrianglePiece[]> {
  const merged: TrianglePiece[] = []
  for (const own of Map.groupBy(pieces, ({ key, fold }) => `${fold} ${key}`).values()) {
    const [{ key, fold }] = own
    let total = await readTriangle(store, own[0])
    for (const piece of own.slice(1)) total = mergeInto(total, [await readTriangle(store, piece)])
    const spread = own.every((piece) => piece.spread === undefined) ? undefined : own.reduce((sum, piece) => sum + (piece.spread ?? 0), 0)
    const packed = { n: total.n, rows: total.rows, ...(spread !== undefined && { spread }), values: packTriangle(total) }
    merged.push(await writeTriangle(store, `${prefix}${merged.length}.f64`, { key, fold }, packed))
  }
  return merged
}

/** Removes what was kept of single shards, when it is no longer needed. */
export async function forgetShards(store: StatisticsStore, prefix: string, shards: number): Promise<void> {
  for (let index = 0; index < shards; index++) {
    const pieces = await keptShard(store, prefix, index)
    await store.remove(listName(prefix, index))
    for (const { piece } of pieces ?? []) await store.remove(piece)
  }
}
