import { norm } from "../../linalg/norm.ts"
import { columnNorms, isFiniteTriangle } from "../../linalg/triangle/measures.ts"
import { Failure } from "../../failure/failure.ts"
import type { LeastSquaresProblem } from "../problem.ts"
import { drive, type DriveOptions, type Solver } from "../solver.ts"
import { type SolverResult, type SolverStatus, show } from "../status.ts"
import type { LevenbergMarquardtOptions } from "./options.ts"
import type { LevenbergMarquardtState } from "./state.ts"
import { type Trial, trustRegionStep } from "./trust-region-step.ts"
import { judge, type Look, noteworthy } from "./stopping.ts"

export interface LevenbergMarquardtStats {
  readonly iterations: number
  readonly costs: number
  readonly linearisations: number
  readonly lambda: number
  readonly state: LevenbergMarquardtState
}

/** Steps tried in one iteration before it is given up. */
const TRIALS = 60
/** A cost that has fallen to this much of its start is what rounding leaves of zero, fourteen digits in each residual. */
const SPENT = 1e-28

/**
 * Levenberg–Marquardt within bounds, as a trust region. A step is the δ that minimises the linear model ‖r + J δ‖² *within the bounds*
 * and within ‖D δ‖ ≤ Δ, exactly, by an active set on the triangle; D is the running largest norm of each column, so the path does
 * not depend on units (Moré, DOI 10.1007/BFb0067700). Where second derivatives are at hand the step is bent along the geodesic
 * (Transtrum & Sethna, arXiv:1201.5885). It is taken if the cost falls by 10⁻⁴ of what the model promises at least; NaN and infinity are
 * refused like a rise. Δ shrinks after a step whose gain disappoints and doubles after one that keeps its promise.
 */
export function levenbergMarquardt(options: LevenbergMarquardtOptions = {}): Solver<LevenbergMarquardtState> {
  const settings = { ...DEFAULTS, ...options }
  return Object.freeze({
    init,
    step: (problem: LeastSquaresProblem, state: LevenbergMarquardtState) => step(problem, state, settings),
  })
}

const DEFAULTS: Required<LevenbergMarquardtOptions> = {
  iterations: 1000,
  firstStep: 1,
  gradientTolerance: 1e-10,
  costTolerance: 1e-12,
  stepTolerance: 1e-12,
  patience: 3,
  acceleration: true,
}

/** Levenberg–Marquardt from start to end; `value` is x. */
export async function minimiseLeastSquares(
  problem: LeastSquaresProblem,
  start: Float64Array | LevenbergMarquardtState,
  options: LevenbergMarquardtOptions & DriveOptions<LevenbergMarquardtState> = {},
): Promise<SolverResult<Float64Array, LevenbergMarquardtStats>> {
  const { state, status } = await drive(levenbergMarquardt(options), problem, start, options)
  const { iteration, costs, linearisations, lambda } = state
  return { value: Float64Array.from(state.x), status, stats: { iterations: iteration, costs, linearisations, lambda, state } }
}

async function init(problem: LeastSquaresProblem, start: Float64Array): Promise<LevenbergMarquardtState> {
  if (start.length !== problem.size) throw new RangeError(`start has ${start.length} values, the problem ${problem.size}`)
  const x = start.map((value, k) => clamp(value, problem.lower[k], problem.upper[k]))
  const cost = await problem.cost(x)
  if (!Number.isFinite(cost)) {
    throw new Failure(`the cost at the starting values is ${cost}`, {
      advice: `start elsewhere, or look for a datum or a parameter that is not a number (${problem.names.slice(0, 5).join(", ")}, …)`,
    })
  }
  return {
    iteration: 0,
    x: plain(x),
    cost,
    firstCost: cost,
    lambda: 0,
    radius: null,
    scale: plain(new Float64Array(problem.size)),
    slow: 0,
    gain: null,
    shrinking: 0,
    moved: null,
    costs: 1,
    linearisations: 0,
    status: null,
  }
}

async function step(
  problem: LeastSquaresProblem,
  state: LevenbergMarquardtState,
  settings: Required<LevenbergMarquardtOptions>,
): Promise<LevenbergMarquardtState> {
  const x = Float64Array.from(state.x)
  const triangle = await problem.linearise(x)
  const seen = { ...state, linearisations: state.linearisations + 1 }
  if (!isFiniteTriangle(triangle)) {
    return end(seen, "stalled", `stalled: a derivative is not finite after ${state.iteration} iterations, although the cost is`, [])
  }
  const norms = columnNorms(triangle)
  const scale = norms.map((size, k) => Math.max(size, state.scale[k]))
  const look: Look = { problem, x, triangle, norms, state: seen, settings }
  const notes = noteworthy(look)
  const reason = judge(look)
  if (reason) return end({ ...seen, scale: plain(scale) }, reason.outcome, reason.sentence, notes)

  const units = scale.map((size) => (size > 0 ? size : 1))
  const extent = norm(x.map((value, k) => value * units[k]))
  let radius = state.radius ?? settings.firstStep * Math.max(extent, 0.01 * Math.sqrt(2 * state.cost))
  let { lambda, costs } = seen
  const tried: Trial[] = []
  for (let attempt = 0; attempt < TRIALS; attempt++) {
    const trial = await trustRegionStep(problem, x, triangle, units, radius, lambda, settings.acceleration)
    tried.push(trial)
    lambda = trial.lambda
    if (!(trial.promised > 0)) break
    let gain = NaN
    if (trial.usable) {
      costs++
      const cost = await problem.cost(trial.x)
      gain = state.cost - cost
      if (gain > 0 && gain >= 1e-4 * trial.promised) {
        const slow = Math.max(gain, trial.promised) <= settings.costTolerance * state.cost
        return {
          ...seen,
          iteration: state.iteration + 1,
          x: plain(trial.x),
          cost,
          costs,
          slow: slow ? state.slow + 1 : 0,
          gain,
          shrinking: state.gain !== null && gain <= state.gain / 2 ? state.shrinking + 1 : 0,
          moved: extent > 0 ? trial.length / extent : null,
          lambda,
          radius: nextRadius(radius, trial, gain),
          scale: plain(scale),
        }
      }
      if (trial.promised <= 8 * Number.EPSILON * state.cost || trial.length <= 2 * Number.EPSILON * extent) break
    }
    radius = nextRadius(radius, trial, gain)
  }
  return { ...seen, lambda, radius, costs, scale: plain(scale), status: giveUp(look, tried, extent, notes) }
}

/** After a bad step, the length at which a parabola through what was seen has its minimum, between a tenth and a half. */
function nextRadius(radius: number, { promised, length, lambda }: Trial, gain: number): number {
  if (!Number.isFinite(gain)) return 0.25 * Math.min(radius, length)
  const ratio = gain / promised
  if (ratio < 0.25) {
    const slope = 2 * promised
    const fraction = ratio >= 0 ? 0.5 : slope / (2 * (slope - gain))
    return Math.max(0.1, Math.min(0.5, fraction)) * Math.min(radius, 2 * length)
  }
  return ratio > 0.75 || lambda === 0 ? Math.max(radius, 2 * length) : radius
}

/** With true derivatives short steps gain what they promise, so only promises that are lost in rounding may all be broken. */
function giveUp({ state }: Look, tried: readonly Trial[], extent: number, notes: readonly string[]): SolverStatus {
  const promised = Math.max(0, tried[0].promised)
  if (promised <= 1e-8 * state.cost) {
    const sentence = `converged: no step lowers the cost ${show(state.cost)} any more; the model promises ${show(promised / state.cost)} of it, which is lost in rounding`
    return { outcome: "converged", sentence, notes }
  }
  if (state.cost <= SPENT * state.firstCost) {
    const sentence = `converged: no step lowers the cost any more, and at ${show(state.cost)} it is ${show(state.cost / state.firstCost)} of the cost at the start, which is rounding`
    return { outcome: "converged", sentence, notes }
  }
  const shortest = (tried.at(-1)?.length ?? 0) / (extent || 1)
  const sentence = `stalled after ${state.iteration} iterations: ${tried.length} steps, down to ${show(shortest)} of the parameters, did not lower the cost ${show(state.cost)}, although the derivatives promised ${show(promised)}; the derivatives do not belong to this cost, or it is not smooth here`
  return { outcome: "stalled", sentence, notes }
}

function end(
  state: LevenbergMarquardtState,
  outcome: SolverStatus["outcome"],
  sentence: string,
  notes: readonly string[],
): LevenbergMarquardtState {
  return { ...state, status: { outcome, sentence, notes } }
}

/** As plain numbers; −0 would not survive JSON. */
function plain(values: Float64Array): number[] {
  return Array.from(values, (value) => value + 0)
}

function clamp(value: number, lower: number, upper: number): number {
  return Math.min(upper, Math.max(lower, value))
}
