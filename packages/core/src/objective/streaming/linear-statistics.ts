import type { Executor } from "../../kernels/executor.ts"
import { mergeInto } from "../../linalg/triangle/combine-rows.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { PotentialSpec } from "../../potentials/potential.ts"
import type { PropertyChoice } from "../data-class.ts"
import type { DataDescription } from "../data-description.ts"
import type { Objective } from "../objective.ts"
import { columnScales, freeVector, fullVector } from "../parameter-space.ts"
import { type AssemblyProgress, assembleShards, forgetShards } from "./assemble.ts"
import { assignFolds, type FoldChoice } from "./folds.ts"
import type { ShardSetup } from "./shard-setup.ts"
import { cutIntoShards } from "./shards.ts"
import type { StatisticsStore } from "./statistics-store.ts"
import { readTriangle, type TrianglePiece } from "./triangle-pieces.ts"

/**
 * Sufficient statistics of data for a model that is linear in its unknowns: a stored triangle for each class and fold, of the unit-σ
 * rows `√weight × [∂prediction/∂column | residual]`, and what they are of. No weight but that of single configurations is in them, so
 * they serve for any σ, prior and solver. Plain data.
 */
export interface LinearStatistics {
  readonly potential: PotentialSpec
  /** Keys of the columns: profiled parameters, then the free ones. */
  readonly columns: readonly string[]
  /** θ of potential and baseline where the residuals are taken. */
  readonly theta: readonly number[]
  readonly use: PropertyChoice
  readonly byAtoms: boolean
  readonly folds: number
  readonly description: DataDescription
  readonly pieces: readonly TrianglePiece[]
}

/** Where statistics are kept, and who is told how far they are. */
export interface CollectionOptions {
  readonly store: StatisticsStore
  readonly folds: FoldChoice
  /** Put before the names of all pieces. */
  readonly prefix?: string
  /** θ where residuals are taken; the start values by default. */
  readonly theta?: readonly number[]
  readonly onProgress?: (progress: AssemblyProgress) => void
}

/** Makes the statistics of an objective whose free parameters are all linear; reads each configuration once. */
export async function collectStatistics(
  objective: Objective,
  executor: Executor,
  { store, folds, prefix = "", theta, onProgress }: CollectionOptions,
): Promise<LinearStatistics> {
  const setup = shardSetup(objective, theta)
  const { configurations } = objective.setup
  const shards = cutIntoShards(configurations, assignFolds(configurations, folds), setup.width)
  const pieces = await assembleShards(setup, configurations, shards, executor, store, prefix, onProgress)
  await forgetShards(store, prefix, shards.length)
  return {
    potential: setup.potential,
    columns: columnNames(objective),
    theta: Array.from(setup.theta),
    use: setup.use,
    byAtoms: setup.byAtoms,
    folds: folds.count,
    description: objective.description,
    pieces,
  }
}

/** Keys of the columns of the design: profiled parameters, then the free ones. */
export function columnNames({ space }: Objective): readonly string[] {
  return [...Array.from(space.profiled, (k) => space.layout[k].key), ...space.names]
}

/** Statistics of two data sets together. The description is that of the second, which is to cover both. */
export function joinStatistics(first: LinearStatistics, second: LinearStatistics): LinearStatistics {
  const same = (one: readonly unknown[], other: readonly unknown[]): boolean =>
    one.length === other.length && one.every((value, k) => value === other[k])
  if (!same(first.columns, second.columns)) throw new RangeError("statistics of different columns cannot be joined")
  if (!same(first.theta, second.theta)) throw new RangeError("statistics taken at different θ cannot be joined")
  return {
    ...first,
    folds: Math.max(first.folds, second.folds),
    description: second.description,
    pieces: [...first.pieces, ...second.pieces],
  }
}

/** What threads must know to form the rows of an objective, with residuals at θ; at the start values by default. */
export function shardSetup({ setup, space }: Objective, at?: readonly number[]): ShardSetup {
  const { potential, baseline, use, byAtoms, columns, width } = setup
  const start = Float64Array.from(space.layout, ({ value }) => value)
  const theta = at ? Float64Array.from(at) : fullVector(space, freeVector(space, start))
  return { potential, baseline, use, byAtoms, columns, width, theta, scales: columnScales(space, theta) }
}

/** The triangle of all data of some classes in one fold, by their keys; `undefined` where there are none. */
export async function triangleOfClasses(
  { pieces }: LinearStatistics,
  store: StatisticsStore,
  keys: readonly string[],
  fold: number,
): Promise<Triangle | undefined> {
  let total: Triangle | undefined
  for (const piece of pieces) {
    if (piece.fold !== fold || !keys.includes(piece.key)) continue
    const triangle = await readTriangle(store, piece)
    total = total ? mergeInto(total, [triangle]) : triangle
  }
  return total
}
