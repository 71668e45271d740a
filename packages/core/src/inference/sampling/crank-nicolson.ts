import { costsOf, NO_COST } from "../../solve/global/costs-of.ts"
import { createDraws, type Draws } from "../../solve/global/draws.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import type { Sampler, SamplerState } from "./sampler.ts"
import { movingDirections, type OpenDirections, spreadOf, timesSpread } from "./spread.ts"

export interface CrankNicolsonOptions {
  readonly seed: number
  /** T; default 1. */
  readonly temperature?: number
  /** Default 4. */
  readonly chains?: number
  /** Steps in which the length of the moves is found; draws before its end are not of the density. Default 200. */
  readonly warmUp?: number
  /** Part of the moves that shall be taken; default 0.3. */
  readonly acceptance?: number
  /** What is done with directions that neither data nor bounds end; default: refuse. */
  readonly open?: OpenDirections
}

/** Everything the next step depends on. */
export interface CrankNicolsonState extends SamplerState {
  /** x̂ and L of `spreadOf`, row-major. */
  readonly centre: readonly number[]
  readonly spread: readonly number[]
  /** Where the chains are in y, x = x̂ + L y. */
  readonly offsets: readonly (readonly number[])[]
  /** ln β of the moves. */
  readonly length: number
}

/** Every so many steps one is shorter, by this factor, so that a chain gets out of where the density is wider than its quadratic approximation. */
const EVERY = 3
const SHORTER = 0.2

/**
 * The preconditioned Crank–Nicolson sampler: in the coordinates y of x = x̂ + L y in which the quadratic approximation of the density is
 * N(0, 1), a chain tries
 *
 *     y′ = √(1 − β²) y + β ξ,  ξ ~ N(0, 1)        taken with probability min(1, exp(Φ(y) − Φ(y′)))        Φ = C/T − ½‖y‖²
 *
 * Moves leave N(0, 1) as it is, so only what the density is beside it can refuse them: where it is nearly quadratic, as with many data, β
 * is 1, draws are independent, and each costs one evaluation, no derivatives, however many parameters there are. Points outside the bounds are
 * refused without being evaluated.
 *
 * Source: Cotter, Roberts, Stuart & White, DOI 10.1214/13-STS421.
 */
export function crankNicolsonSampler(options: CrankNicolsonOptions): Sampler<CrankNicolsonState> {
  const { seed, temperature = 1, chains = 4, warmUp = 200, acceptance: aim = 0.3, open } = options

  async function init(problem: LeastSquaresProblem, x: Float64Array): Promise<CrankNicolsonState> {
    const spread = spreadOf(problem, await problem.linearise(x), temperature, open)
    const draws = createDraws(seed, 0)
    const moving = movingDirections(spread)
    let offsets = Array.from({ length: chains }, () => x.map((_, l) => (moving[l] ? draws.normal() : 0)))
    let points = offsets.map((y) => placeOf(x, spread, y))
    let costs = await costsWithin(problem, points)
    // The minimum itself has a cost.
    while (costs.includes(NO_COST)) {
      offsets = offsets.map((y, chain) => (costs[chain] === NO_COST ? y.map((value) => (Math.abs(value) < TINY ? 0 : value / 2)) : y))
      points = offsets.map((y) => placeOf(x, spread, y))
      costs = await costsWithin(problem, points)
    }
    return {
      ...{ iteration: 0, points: points.map(plain), costs: plain(costs), proposed: 0, accepted: 0 },
      ...{ centre: plain(x), spread: plain(spread), offsets: offsets.map(plain), length: 0 },
    }
  }

  async function step(problem: LeastSquaresProblem, state: CrankNicolsonState): Promise<CrankNicolsonState> {
    const { iteration, centre, length } = state
    const spread = Float64Array.from(state.spread)
    const draws = createDraws(seed, iteration + 1)
    const short = iteration % EVERY === EVERY - 1
    const beta = Math.exp(length) * (short ? SHORTER : 1)
    const moving = movingDirections(spread)
    const trials = state.offsets.map((y) => ({ y: moved(y, beta, moving, draws), u: draws.uniform() }))
    const places = trials.map(({ y }) => placeOf(centre, spread, y))
    const found = await costsWithin(problem, places)
    const [points, costs, offsets] = [[...state.points], [...state.costs], [...state.offsets]]
    let [accepted, chances] = [0, 0]
    trials.forEach(({ y, u }, chain) => {
      if (found[chain] === NO_COST) return
      const log = excess(costs[chain], offsets[chain], temperature) - excess(found[chain], y, temperature)
      chances += Math.min(1, Math.exp(log))
      if (Math.log(1 - u) >= log) return
      points[chain] = plain(places[chain])
      costs[chain] = found[chain] + 0
      offsets[chain] = plain(y)
      accepted++
    })
    const adapts = iteration < warmUp && !short
    return {
      ...state,
      ...{ iteration: iteration + 1, points, costs, offsets },
      proposed: state.proposed + trials.length,
      accepted: state.accepted + accepted,
      // Robbins & Monro, DOI 10.1214/aoms/1177729586.
      length: adapts ? Math.min(0, length + (2 * (chances / trials.length - aim)) / (iteration + 1) ** 0.6) : length,
    }
  }

  return Object.freeze({ init, step })
}

/** Offsets below this are none. */
const TINY = 1e-12

function placeOf(centre: ArrayLike<number>, spread: Float64Array, y: Float64Array): Float64Array {
  return timesSpread(spread, y).map((value, k) => centre[k] + value)
}

function moved(y: readonly number[], beta: number, moving: readonly boolean[], draws: Draws): Float64Array {
  const kept = Math.sqrt(1 - beta * beta)
  return Float64Array.from(y, (value, l) => (moving[l] ? kept * value + beta * draws.normal() : 0))
}

/** Φ: what the density is beside the normal distribution of y. */
function excess(cost: number, y: ArrayLike<number>, temperature: number): number {
  let squares = 0
  for (let k = 0; k < y.length; k++) squares += y[k] * y[k]
  return cost / temperature - 0.5 * squares
}

/** Costs of points, none outside the bounds. */
async function costsWithin(problem: LeastSquaresProblem, points: readonly Float64Array[]): Promise<number[]> {
  const { lower, upper } = problem
  const inside = points.map((point) => point.every((value, k) => value >= lower[k] && value <= upper[k]))
  const found = await costsOf(
    problem,
    points.filter((_, i) => inside[i]),
  )
  let next = 0
  return inside.map((within) => (within ? found[next++] : NO_COST))
}

/** As plain numbers; −0 would not survive JSON. */
function plain(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => value + 0)
}
