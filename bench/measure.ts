/** Middle of an odd number of measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

/**
 * Milliseconds of processor time a call of `work`, the mean of calls that take about `budget` ms together, at least three. Processor
 * time, for other programmes may be running.
 */
export function timed(work: () => void, budget = 400): number {
  const spent = () => process.threadCpuUsage().user / 1000 + process.threadCpuUsage().system / 1000
  const start = spent()
  let calls = 0
  do {
    work()
    calls++
  } while (calls < 3 || spent() - start < budget)
  return (spent() - start) / calls
}

/** Largest difference of two arrays beside the largest magnitude. */
export function relativeDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, size] = [0, 0]
  for (let k = 0; k < expected.length; k++) {
    difference = Math.max(difference, Math.abs(found[k] - expected[k]))
    size = Math.max(size, Math.abs(expected[k]))
  }
  return difference / size
}

/** One line of the comparison: ours beside LAMMPS's, and the ratio that is aimed at. */
export interface Comparison {
  readonly name: string
  /** [ms] */
  readonly ours: number
  /** [ms] */
  readonly theirs: number
  readonly ratio: number
  readonly target: number | null
}

/** A check that both computed the same. */
export interface Agreement {
  readonly name: string
  readonly difference: number
  readonly allowed: number
}

/** Medians of interleaved measurements; the ratio is the median of those of each round. */
export function compare(name: string, rounds: readonly { ours: number; theirs: number }[], target: number | null): Comparison {
  return {
    name,
    ours: median(rounds.map(({ ours }) => ours)),
    theirs: median(rounds.map(({ theirs }) => theirs)),
    ratio: median(rounds.map(({ ours, theirs }) => ours / theirs)),
    target,
  }
}
