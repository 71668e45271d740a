import type { Draws } from "../draws.ts"

/** What has worked lately: means of the scale factors F and the crossover rates of trials that won, one entry a generation, in turns. */
export interface SuccessMemory {
  readonly scales: readonly number[]
  /** Null: crossover has shown itself of no use, and stays off. */
  readonly rates: readonly (number | null)[]
  readonly next: number
}

/** F and the crossover rate of a trial that won, and by how much. */
export interface Success {
  readonly scale: number
  readonly rate: number
  readonly gain: number
}

export function emptyMemory(size: number): SuccessMemory {
  const half = Array.from({ length: size }, () => 0.5)
  return { scales: half, rates: half, next: 0 }
}

/** F from a Cauchy, the rate from a normal distribution of width 0.1 about a random entry. */
export function drawSettings(memory: SuccessMemory, draws: Draws): { readonly scale: number; readonly rate: number } {
  const entry = draws.index(memory.scales.length)
  const centre = memory.rates[entry]
  const rate = centre === null ? 0 : Math.min(1, Math.max(0, centre + 0.1 * draws.normal()))
  let scale = 0
  while (scale <= 0) scale = memory.scales[entry] + 0.1 * Math.tan(Math.PI * (draws.uniform() - 0.5))
  return { scale: Math.min(1, scale), rate }
}

/** The memory after a generation: weighted Lehmer means Σ w s²/Σ w s of what won, with weights in proportion to the gain. */
export function remember(memory: SuccessMemory, successes: readonly Success[]): SuccessMemory {
  if (successes.length === 0) return memory
  const total = successes.reduce((sum, { gain }) => sum + gain, 0)
  const mean = (value: (one: Success) => number): number => {
    const moment = (power: number): number => successes.reduce((sum, one) => sum + (one.gain / total) * value(one) ** power, 0)
    return moment(2) / moment(1)
  }
  const { next } = memory
  const off = memory.rates[next] === null || successes.every(({ rate }) => rate === 0)
  return {
    scales: memory.scales.with(
      next,
      mean(({ scale }) => scale),
    ),
    rates: memory.rates.with(next, off ? null : mean(({ rate }) => rate)),
    next: (next + 1) % memory.scales.length,
  }
}
