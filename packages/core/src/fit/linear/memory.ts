import type { ConfigurationList } from "../../atoms/configuration-list.ts"
import { observationLength } from "../../observables/observation.ts"
import type { Fit } from "../fit.ts"

/** Memory that a linear fit needs at once, by what for [bytes]. */
export interface MemoryEstimate {
  readonly data: number
  readonly threads: number
  readonly solving: number
  readonly total: number
}

/** What is asked of a linear fit: threads change nothing but speed, folds the errors on data held out. */
export interface MemoryChoice {
  readonly threads: number
  readonly folds: number
}

/** A process and each of its threads before they do anything. */
const PROCESS = 200e6
const THREAD = 100e6

/** What is kept of a configuration while its numbers are in a file: where it is, its fold and its shard. */
const CONFIGURATION = 200

/** Squares of n + 1 numbers that a solver works with, beside two for each σ and those of cross-validation; measured with 978 and 1637 unknowns. */
const WORKING_SQUARES = 18

/** Triangles of a thread at a time: three classes, each as it grows and as it is sent. */
const THREAD_TRIANGLES = 4

/**
 * Estimates the memory of a streamed linear fit: the data, which are read once, one shard for each thread at a time, and then the
 * triangles of each σ and fold. It grows with the square of the number of unknowns, and hardly with the amount of data.
 */
export function estimateMemory({ objective }: Fit, { threads, folds }: MemoryChoice): MemoryEstimate {
  const { setup, classes, pools } = objective
  const { configurations, width } = setup
  const row = 8 * (width + 1)
  const square = row * (width + 1)
  const most = largestStructure(configurations)
  const triangles = pools.reduce((sum, { classes: keys }) => {
    const rows = classes.reduce((count, one) => (keys.includes(`${one.property}/${one.group}`) ? count + one.count : count), 0)
    return sum + folds * Math.min(square, (rows / folds) * row)
  }, 0)
  const data = PROCESS + configurations.length * CONFIGURATION
  const perThread = THREAD + THREAD_TRIANGLES * square + 2 * (observationLength(most) + 512) * row
  const properties = new Set(pools.map(({ property }) => property)).size
  // Rows that are not all weighted alike are held out as they are, and weighted.
  const heldOut = properties * (1 + folds * (pools.length > properties ? 2 : 1))
  const solving = 2 * triangles + (WORKING_SQUARES + 2 * pools.length + heldOut) * square
  return { data, threads: threads * perThread, solving, total: data + threads * perThread + solving }
}

const largest = new WeakMap<ConfigurationList, number>()

/** Atoms of the largest structure. */
function largestStructure(configurations: ConfigurationList): number {
  let most = largest.get(configurations)
  if (most !== undefined) return most
  most = 0
  for (const { structure } of configurations) most = Math.max(most, structure.numbers.length)
  largest.set(configurations, most)
  return most
}

/** The most threads, then the most folds, with which a fit keeps within a budget [bytes]; the least of both where nothing does. */
export function keepWithin(fit: Fit, wanted: MemoryChoice, budget: number): MemoryChoice {
  const fits = (choice: MemoryChoice): boolean => estimateMemory(fit, choice).total <= budget
  let { threads, folds } = wanted
  while (threads > 1 && !fits({ threads, folds })) threads--
  while (folds > 1 && !fits({ threads, folds })) folds--
  return { threads, folds }
}
