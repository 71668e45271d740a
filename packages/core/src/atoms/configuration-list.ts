import type { Configuration } from "./structure.ts"

/**
 * Configurations in a fixed order, wherever they are kept: an array is one; a file of which parts are read as they are asked for is
 * another, so that data need not fit in memory. Whoever goes through one keeps only what it needs of each configuration.
 */
export interface ConfigurationList extends Iterable<Configuration> {
  readonly length: number
  /** Those from index `from` up to, without, `to`; all when left out. */
  slice(from?: number, to?: number): readonly Configuration[]
}

/** Runs of at most `count` configurations, in order. */
export function* batchesOf(configurations: ConfigurationList, count: number): Generator<readonly Configuration[]> {
  for (let first = 0; first < configurations.length; first += count) yield configurations.slice(first, first + count)
}
