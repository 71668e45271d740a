import { costsOf, NO_COST } from "../../solve/global/costs-of.ts"
import { createDraws, type Draws } from "../../solve/global/draws.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import type { Sampler, SamplerState } from "./sampler.ts"
import { spreadOf } from "./spread.ts"
import { startingPoints } from "./starting-points.ts"

export interface EnsembleOptions {
  readonly seed: number
  /** T; default 1. */
  readonly temperature?: number
  /** Even, and twice the parameters at least; default 2n + 2, 16 at least. */
  readonly walkers?: number
  /** a of the stretch; default 2. */
  readonly stretch?: number
}

/**
 * The affine-invariant ensemble sampler: each walker X_j of one half of the ensemble tries a point on the line through a walker X_p of
 * the other half,
 *
 *     Y = X_p + z (X_j − X_p),  g(z) ∝ 1/√z on [1/a, a],  taken with probability min(1, z^(n−1) exp(−(C(Y) − C(X_j))/T))
 *
 * so no scale of the parameters matters, which suits sloppy models; it needs costs alone, one batch a half. Points outside the bounds
 * are refused without being evaluated.
 *
 * Sources: Goodman & Weare, DOI 10.2140/camcos.2010.5.65; by halves: Foreman-Mackey et al., DOI 10.1086/670067.
 */
export function ensembleSampler({ seed, temperature = 1, walkers, stretch = 2 }: EnsembleOptions): Sampler<SamplerState> {
  async function init(problem: LeastSquaresProblem, x: Float64Array): Promise<SamplerState> {
    const { lower, upper } = problem
    const free = lower.reduce((count, bound, k) => (bound < upper[k] ? count + 1 : count), 0)
    const count = walkers ?? Math.max(16, 2 * free + 2)
    if (count % 2 !== 0 || count < 2 * free) {
      throw new RangeError(`an ensemble of ${free} parameters has an even number of walkers, ${2 * free} at least, not ${count}`)
    }
    const L = spreadOf(problem, await problem.linearise(x), temperature)
    const { points, costs } = await startingPoints(problem, x, L, count, createDraws(seed, 0))
    return { iteration: 0, points: points.map(plain), costs: plain(costs), proposed: 0, accepted: 0 }
  }

  async function step(problem: LeastSquaresProblem, state: SamplerState): Promise<SamplerState> {
    const { lower, upper } = problem
    const exponent = lower.reduce((count, bound, k) => (bound < upper[k] ? count + 1 : count), -1)
    const draws = createDraws(seed, state.iteration + 1)
    const points = [...state.points]
    const costs = [...state.costs]
    const half = points.length / 2
    let { accepted } = state
    for (const first of [0, half]) {
      const partners = points.slice(half - first, 2 * half - first)
      const trials = points.slice(first, first + half).map((point) => stretched(point, partners, draws, stretch))
      const inside = trials.filter(({ point }) => point.every((value, k) => value >= lower[k] && value <= upper[k]))
      const found = await costsOf(
        problem,
        inside.map(({ point }) => point),
      )
      const costOf = new Map(inside.map((trial, i) => [trial, found[i]]))
      trials.forEach((trial, i) => {
        const cost = costOf.get(trial) ?? NO_COST
        const log = exponent * Math.log(trial.z) - (cost - costs[first + i]) / temperature
        if (cost === NO_COST || Math.log(1 - trial.u) >= log) return
        points[first + i] = plain(trial.point)
        costs[first + i] = cost + 0
        accepted++
      })
    }
    return { iteration: state.iteration + 1, points, costs, proposed: state.proposed + points.length, accepted }
  }

  return Object.freeze({ init, step })
}

function stretched(
  point: readonly number[],
  partners: readonly (readonly number[])[],
  draws: Draws,
  a: number,
): { readonly point: Float64Array; readonly z: number; readonly u: number } {
  const partner = partners[draws.index(partners.length)]
  const z = ((a - 1) * draws.uniform() + 1) ** 2 / a
  return { point: Float64Array.from(point, (value, k) => partner[k] + z * (value - partner[k])), z, u: draws.uniform() }
}

/** As plain numbers; −0 would not survive JSON. */
function plain(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => value + 0)
}
