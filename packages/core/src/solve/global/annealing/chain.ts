import type { LeastSquaresProblem } from "../../problem.ts"
import type { Draws } from "../draws.ts"
import type { SearchBox } from "../search-box.ts"
import type { Candidate } from "../search.ts"

/** One walk. */
export interface Chain {
  readonly x: readonly number[]
  readonly cost: number
  readonly best: Candidate
  /** Largest move of each parameter, as a fraction of the box. */
  readonly steps: readonly number[]
  /** Moves taken of each parameter since the steps were changed. */
  readonly taken: readonly number[]
  /** Costs at the ends of the last stages. */
  readonly ends: readonly number[]
}

/** Corana's c: how strongly steps follow the fraction of moves taken, between these two of which they are left alone. */
const FOLLOW = 2
const [FEW, MANY] = [0.4, 0.6]

/** The point of a chain with one parameter moved; beyond the bounds it is drawn anew between them. */
export function move(problem: LeastSquaresProblem, box: SearchBox, chain: Chain, i: number, k: number, draws: Draws): Float64Array {
  const x = Float64Array.from(chain.x)
  const width = box.upper[k] - box.lower[k]
  const value = x[k] + (2 * draws.uniform() - 1) * chain.steps[i] * width
  const elsewhere = box.lower[k] + draws.uniform() * width
  x[k] = value >= problem.lower[k] && value <= problem.upper[k] ? value : elsewhere
  return x
}

/** The chain after a trial of parameter `i`, taken where `chance` of [0, 1) is below exp(−Δ/T). */
export function metropolis(chain: Chain, i: number, trial: Candidate, temperature: number, chance: number): Chain {
  // Between two points without a cost the chain is free to walk.
  if (!(trial.cost <= chain.cost || chance < Math.exp((chain.cost - trial.cost) / temperature))) return chain
  const best = trial.cost < chain.best.cost ? trial : chain.best
  return { ...chain, ...trial, best, taken: chain.taken.with(i, chain.taken[i] + 1) }
}

/** Steps after some sweeps: longer where more than 60 %, shorter where less than 40 % of the moves were taken; at most the box. */
export function adapt(chain: Chain, sweeps: number): Chain {
  const steps = chain.steps.map((step, i) => {
    const fraction = chain.taken[i] / sweeps
    if (fraction > MANY) return Math.min(1, step * (1 + (FOLLOW * (fraction - MANY)) / (1 - MANY)))
    if (fraction < FEW) return step / (1 + (FOLLOW * (FEW - fraction)) / FEW)
    return step
  })
  return { ...chain, steps, taken: chain.taken.map(() => 0) }
}
