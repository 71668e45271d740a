import type { LeastSquaresProblem } from "../../problem.ts"
import type { Draws } from "../draws.ts"
import type { Candidate } from "../search.ts"
import { drawSettings, type SuccessMemory } from "./success-memory.ts"

/** A trial vector, and the settings that made it. */
export interface Trial {
  readonly x: Float64Array
  readonly scale: number
  readonly rate: number
}

/** Where trials come from; the population is sorted, best first. */
export interface Breeding {
  readonly problem: LeastSquaresProblem
  readonly population: readonly Candidate[]
  readonly archive: readonly (readonly number[])[]
  readonly memory: SuccessMemory
  /** Fraction of the population that counts as the best. */
  readonly elite: number
  readonly free: readonly number[]
}

/**
 * One trial for each member i: v = x_i + F (x_best − x_i) + F (x_a − x_b), x_best one of the best, x_a a member, x_b a member or one that
 * was displaced (archive); then crossover of v with x_i. What falls beyond a bound is put halfway between it and x_i.
 */
export function breed({ problem, population, archive, memory, elite, free }: Breeding, draws: Draws): Trial[] {
  const best = Math.max(2, Math.round(elite * population.length))
  return population.map(({ x }, i) => {
    const { scale, rate } = drawSettings(memory, draws)
    const leader = population[draws.index(best)].x
    const a = other(draws, population.length, [i])
    const b = other(draws, population.length + archive.length, [i, a])
    const [first, second] = [population[a].x, b < population.length ? population[b].x : archive[b - population.length]]
    const trial = Float64Array.from(x)
    const always = free[draws.index(free.length)]
    for (const k of free) {
      if (draws.uniform() >= rate && k !== always) continue
      const value = x[k] + scale * (leader[k] - x[k]) + scale * (first[k] - second[k])
      const [lower, upper] = [problem.lower[k], problem.upper[k]]
      trial[k] = value < lower ? (lower + x[k]) / 2 : value > upper ? (upper + x[k]) / 2 : value
    }
    return { x: trial, scale, rate }
  })
}

function other(draws: Draws, count: number, taken: readonly number[]): number {
  let index = draws.index(count)
  while (taken.includes(index)) index = draws.index(count)
  return index
}
