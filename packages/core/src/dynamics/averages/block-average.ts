/** Mean of numbers as they come, with an error that knows they are correlated. */
export interface BlockAverage {
  /** Takes the next number. */
  add(value: number): void
  readonly count: number
  readonly mean: number
  /** Variance of single numbers. */
  readonly variance: number
  /** Standard error of the mean; `null` while there are too few numbers to tell. */
  readonly error: number | null
  /** All that it remembers, from which `blockAverage` goes on. */
  readonly memory: readonly (readonly number[])[]
}

/** Fewer blocks than this say nothing of their spread. */
const FEWEST = 16

/** Count, mean, sum of squares about it, and a value that waits for its partner (with 1 before it, else 0). */
type Level = [count: number, mean: number, squares: number, waits: number, waiting: number]

/**
 * Means of pairs, of pairs of pairs, and so on, in O(log n) memory. Spreads of ever longer blocks give ever larger errors until blocks
 * are longer than the correlation; the largest that at least 16 blocks give is taken.
 *
 * H. Flyvbjerg and H. G. Petersen, doi:10.1063/1.457480.
 */
export function blockAverage(memory: readonly (readonly number[])[] = []): BlockAverage {
  const levels: Level[] = memory.map(([count, mean, squares, waits, waiting]) => [count, mean, squares, waits, waiting])
  return {
    add(value: number): void {
      let carried = value
      for (let k = 0; ; k++) {
        const level = (levels[k] ??= [0, 0, 0, 0, 0])
        level[0]++
        const away = carried - level[1]
        level[1] += away / level[0]
        level[2] += away * (carried - level[1])
        if (level[3] === 0) {
          level[3] = 1
          level[4] = carried
          return
        }
        level[3] = 0
        carried = (level[4] + carried) / 2
      }
    },
    get count() {
      return levels[0]?.[0] ?? 0
    },
    get mean() {
      return levels[0]?.[1] ?? Number.NaN
    },
    get variance() {
      const [count, , squares] = levels[0] ?? [0, 0, 0]
      return count > 1 ? squares / (count - 1) : Number.NaN
    },
    get error() {
      const errors = levels.filter(([count]) => count >= FEWEST).map(([count, , squares]) => Math.sqrt(squares / (count - 1) / count))
      return errors.length > 0 ? Math.max(...errors) : null
    },
    get memory() {
      return levels.map((level) => [...level])
    },
  }
}
