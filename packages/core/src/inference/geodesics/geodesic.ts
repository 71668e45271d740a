import { Failure } from "../../failure/failure.ts"
import { svd } from "../../linalg/factorisations/svd.ts"
import { columnNorms } from "../../linalg/triangle/measures.ts"
import { scaleColumns } from "../../linalg/triangle/change-columns.ts"
import { factorOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { geodesicAcceleration } from "./acceleration.ts"
import { rungeKuttaStep } from "./runge-kutta-step.ts"

/**
 * How a geodesic ended: where parameters run away while predictions hardly move (the boundary of the manifold); at a bound of a parameter;
 * where predictions cease to exist; or far away, or after many steps.
 */
export type GeodesicEnd = "boundary" | "bound" | "edge" | "limit"

/** Everything the next step depends on. Plain data. */
export interface GeodesicState {
  readonly iteration: number
  /** Length in the space of predictions, in units of σ. */
  readonly length: number
  readonly x: readonly number[]
  /** dx/dτ, of unit length in the space of predictions. */
  readonly velocity: readonly number[]
  /** d²x/dτ² */
  readonly acceleration: readonly number[]
  readonly cost: number
  /** Where it began. */
  readonly start: readonly number[]
  /** By which motions of each parameter count as large. */
  readonly scales: readonly number[]
  /** Largest |velocity| over scale at the start. */
  readonly pace: number
  /** Length beyond which no boundary is looked for. */
  readonly reach: number
  /** Length to try next. */
  readonly step: number
  readonly end: GeodesicEnd | null
  /** Index of the parameter that met its bound. */
  readonly bound: number | null
}

export interface GeodesicOptions {
  /** To one side of the direction or to the other; default 1. */
  readonly side?: -1 | 1
  /** Which direction of the Fisher information, from the sloppiest, 0; default 0. */
  readonly direction?: number
  /** Default 400. */
  readonly steps?: number
  /** Relative error of a step; default 1e-3. */
  readonly tolerance?: number
}

/** A geodesic that can be stepped; a stored state goes on exactly as if it had never stopped. */
export interface GeodesicFollower {
  init(problem: LeastSquaresProblem, x: Float64Array): Promise<GeodesicState>
  step(problem: LeastSquaresProblem, state: GeodesicState): Promise<GeodesicState>
}

/**
 * Length beyond which no boundary is looked for: a hundred times what the data resolve, and as far again as what the model gets wrong now,
 * where it would get twice the cost. No smaller model could stand there.
 */
function reachOf(cost: number): number {
  return 100 + Math.sqrt(2 * cost)
}

/** Growth of the pace at which a boundary is near: the eigenvalue along the way has fallen ten thousandfold. */
const RUNAWAY = 100

/**
 * Follows the geodesic of the model manifold {r(x)} that begins along a sloppy direction, in units of the values of the parameters (of their
 * logarithms where these are moved), until it meets the boundary: there a combination of parameters has gone to a limit, 0 or ∞ as a rule, and what
 * is left is a model with one parameter less.
 *
 * Source: Transtrum & Qiu, DOI 10.1103/PhysRevLett.113.098701 (the manifold boundary approximation).
 * @throws Failure for a direction that there is not
 * @param logarithmic by component of x: whether it is a logarithm already
 */
export function geodesicFollower(logarithmic: readonly boolean[], options: GeodesicOptions = {}): GeodesicFollower {
  const { side = 1, direction = 0, steps = 400, tolerance = 1e-3 } = options

  async function init(problem: LeastSquaresProblem, x: Float64Array): Promise<GeodesicState> {
    const triangle = await problem.linearise(x)
    const norms = columnNorms(triangle)
    const scales = x.map((value, k) => (logarithmic[k] ? 1 : Math.abs(value) || (norms[k] > 0 ? 1 / norms[k] : 1)))
    const velocity = sloppyVelocity(triangle, scales, direction)
    const pace = paceOf(velocity, scales)
    const v = velocity.map((value) => side * value)
    const first = await geodesicAcceleration(problem, x, v, scales)
    if (!first) throw new RangeError("predictions do not exist where the geodesic begins")
    return {
      ...{ iteration: 0, length: 0, x: plain(x), velocity: plain(v), acceleration: plain(first.acceleration), start: plain(x) },
      ...{ cost: first.cost, scales: plain(scales), pace, reach: reachOf(first.cost), step: 0.05 / pace, end: null, bound: null },
    }
  }

  async function step(problem: LeastSquaresProblem, state: GeodesicState): Promise<GeodesicState> {
    if (state.end) return state
    if (state.iteration >= steps || state.length > state.reach) return { ...state, end: "limit" }
    const [start, x, v, a] = [state.start, state.x, state.velocity, state.acceleration].map((values) => Float64Array.from(values))
    const scales = Float64Array.from(state.scales, (scale, k) =>
      logarithmic[k] ? scale : Math.max(scale, Math.abs(x[k]), Math.abs(start[k])),
    )
    const accelerate = (at: Float64Array, along: Float64Array) => geodesicAcceleration(problem, at, along, scales)
    const moved = await rungeKuttaStep({ x, v, a }, state.step, { accelerate, scales, tolerance })
    if (!moved) return shortened(state)
    const iteration = state.iteration + 1
    if (moved.error > 1) return { ...state, iteration, step: state.step * Math.max(0.2, 0.9 * moved.error ** (-1 / 3)) }
    const bound = moved.x.findIndex((value, k) => value < problem.lower[k] || value > problem.upper[k])
    if (bound >= 0) return { ...state, iteration, end: "bound", bound }
    const next = {
      ...{
        ...state,
        iteration,
        length: state.length + state.step,
        x: plain(moved.x),
        velocity: plain(moved.v),
        acceleration: plain(moved.a),
        cost: moved.cost + 0,
      },
      step: state.step * Math.min(3, 0.9 * Math.max(moved.error, 1e-6) ** (-1 / 3)),
    }
    return paceOf(moved.v, scales) > RUNAWAY * state.pace ? { ...next, end: "boundary" } : next
  }

  return Object.freeze({ init, step })
}

/** The direction of the Fisher information in units of the scales, from the sloppiest that is seen at all, of unit length in the predictions. */
function sloppyVelocity(triangle: Triangle, scales: Float64Array, direction: number): Float64Array {
  const { n } = triangle
  const { values, V } = svd(factorOf(scaleColumns(triangle, scales)), n, n)
  const rank = values.reduce((count, value) => (value > n * Number.EPSILON * values[0] ? count + 1 : count), 0)
  const l = rank - 1 - direction
  if (l < 0) {
    throw new Failure(`the data see ${rank} directions: there is none of number ${direction + 1}`, { advice: `ask for 1 to ${rank}` })
  }
  return scales.map((scale, k) => (scale * V[k * n + l]) / values[l])
}

/** Steps below this part of the way so far end at an edge. */
const NEAR = 1e-6

function shortened(state: GeodesicState): GeodesicState {
  const step = 0.25 * state.step
  const iteration = state.iteration + 1
  return step < NEAR * Math.max(state.length, 0.05 / state.pace) ? { ...state, iteration, end: "edge" } : { ...state, iteration, step }
}

/** Largest |v_k| in units of its scale. */
export function paceOf(v: ArrayLike<number>, scales: ArrayLike<number>): number {
  return Array.from(v).reduce((most, value, k) => Math.max(most, Math.abs(value) / scales[k]), 0)
}

/** As plain numbers; −0 would not survive JSON. */
function plain(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => value + 0)
}
