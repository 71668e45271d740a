import type { ParameterLayout } from "../../potentials/parameters.ts"
import { minimiseLeastSquares } from "../../solve/least-squares/levenberg-marquardt.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { show } from "../../solve/status.ts"
import { heldProblem } from "../profiles/held-problem.ts"
import type { GeodesicEnd, GeodesicState } from "./geodesic.ts"

/** Where one parameter goes as the boundary comes near. */
export interface LimitMotion {
  readonly key: string
  readonly from: number
  /** Its value where the geodesic was left. */
  readonly at: number
  readonly towards: "0" | "∞" | "−∞" | "a bound" | "a finite value"
  /** d ln|θ|/dτ, of the fastest as ±1. */
  readonly slope: number
}

/** The limit that a geodesic runs into: a model with a parameter less. */
export interface ManifoldLimit {
  readonly end: GeodesicEnd
  /** How far predictions went, in units of σ. */
  readonly length: number
  /** The parameters that go there, fastest first; empty where no limit was met. */
  readonly motions: readonly LimitMotion[]
  /** By how much the cost rises when the fastest is held there and all others are fitted again; null where no limit was met. */
  readonly rise: number | null
  readonly sentence: string
}

/** Motions slower than this part of the fastest are those of the others making room. */
const FAST = 0.2

/**
 * What limit a geodesic that has ended ran into, and what it costs to stay there.
 *
 * @param free the parameters behind x, in its order
 * @param limit how much a cost may rise before the data object, ½ χ²₁(0.95)
 */
export async function manifoldLimit(
  problem: LeastSquaresProblem,
  state: GeodesicState,
  free: ParameterLayout,
  startCost: number,
  limit: number,
): Promise<ManifoldLimit> {
  const { end, length } = state
  if (end === null) throw new RangeError("this geodesic has not ended")
  if (end === "limit" || end === "edge") {
    const why = end === "edge" ? "predictions cease to exist there" : "no boundary came near"
    return { end, length, motions: [], rise: null, sentence: `after ${show(length)} σ of change in the predictions ${why}` }
  }
  const moving = end === "bound" ? [state.bound!] : fastest(state, free)
  const index = moving[0]
  const value = end === "bound" ? boundOf(problem, state, index) : state.x[index]
  const motions = moving.map((k) => motionOf(state, free, k, index, k === index ? value : state.x[k]))
  const held = heldProblem(problem, index, value)
  const inside = Float64Array.from(state.x, (one, k) => Math.min(held.upper[k], Math.max(held.lower[k], one)))
  const { stats } = await minimiseLeastSquares(held, inside, { costTolerance: 1e-7, iterations: 200 })
  const rise = stats.state.cost - startCost
  return { end, length, motions, rise, sentence: sentenceOf(motions, length, rise, limit) }
}

/** Way left to go, in units of the value, below which a parameter settles rather than runs away. */
const SETTLED = 0.05

function boundOf({ lower, upper }: LeastSquaresProblem, { velocity }: GeodesicState, k: number): number {
  return velocity[k] < 0 ? lower[k] : upper[k]
}

/** Components of x that move most, each in units of its scale or its value. */
function fastest({ velocity, x, start, scales }: GeodesicState, free: ParameterLayout): readonly number[] {
  const paces = velocity.map((v, k) =>
    free[k].transform === "log" ? Math.abs(v) : Math.abs(v) / Math.max(scales[k], Math.abs(x[k]), Math.abs(start[k])),
  )
  const most = Math.max(...paces)
  return paces.flatMap((pace, k) => (pace >= FAST * most ? [k] : [])).sort((i, j) => paces[j] - paces[i] || i - j)
}

function motionOf(
  { velocity, acceleration, x, start, end }: GeodesicState,
  free: ParameterLayout,
  k: number,
  leader: number,
  reached: number,
): LimitMotion {
  const slope = (i: number): number => (free[i].transform === "log" ? velocity[i] : velocity[i] / x[i])
  const { key, transform } = free[k]
  const log = transform === "log"
  const [from, at] = log ? [Math.exp(start[k]), Math.exp(reached)] : [start[k], reached]
  // What is left to go to a finite value shrinks with the square root of the length that is left: v²/a is that, in units of the value.
  const left = velocity[k] ** 2 / Math.abs(acceleration[k]) / (log ? 1 : Math.abs(x[k]))
  const runs = slope(k) < 0 ? ("0" as const) : at > 0 ? ("∞" as const) : ("−∞" as const)
  const towards = end === "bound" ? "a bound" : left > SETTLED ? runs : "a finite value"
  return { key, from, at, towards, slope: slope(k) / Math.abs(slope(leader)) }
}

function sentenceOf(motions: readonly LimitMotion[], length: number, rise: number, limit: number): string {
  const [first] = motions
  const going = motions.map(({ key, towards, at }) =>
    towards === "a bound" || towards === "a finite value"
      ? `${key} → ${show(at)}${towards === "a bound" ? ", its bound" : ""}`
      : `${key} → ${towards}`,
  )
  const together = motions.length > 1 ? " together" : ""
  const kept = keptCombinations(motions)
  const where = `after ${show(length)} σ of change in the predictions ${going.join(", ")}${together}${kept.length > 0 ? `, while ${kept.join(" and ")} stays` : ""}`
  const cost = `with ${first.key} held at ${show(first.at)} and the others fitted again the cost rises by ${show(Math.max(0, rise))}`
  const verdict =
    rise < limit
      ? `less than the ${show(limit)} at which data object: ${advice(motions, kept)}`
      : `more than the ${show(limit)} at which data object: they need this parameter`
  return `${where}; ${cost}, ${verdict}`
}

function advice(motions: readonly LimitMotion[], kept: readonly string[]): string {
  const [{ key, towards }] = motions
  if (kept.length > 0) return `a model with ${kept.join(" and ")} in the place of ${motions.map((one) => one.key).join(" and ")} would do`
  if (towards === "0") return `the model without what ${key} stands for would do`
  if (towards === "∞" || towards === "−∞") return `the limit of large ${key} would do: write it into the formula, or hold ${key} there`
  return `hold ${key} there, and the model has one parameter less`
}

/** Products of powers that stay finite as parameters go to 0 or ∞ together, where exponents are multiples of one half. */
function keptCombinations([first, ...others]: readonly LimitMotion[]): readonly string[] {
  const runs = ({ towards }: LimitMotion): boolean => towards === "0" || towards === "∞" || towards === "−∞"
  if (!first || !runs(first)) return []
  return others.flatMap((other) => {
    const ratio = -other.slope / first.slope
    const exponent = Math.round(2 * ratio) / 2
    if (!runs(other) || exponent === 0 || Math.abs(ratio - exponent) > 0.1) return []
    const size = Math.abs(exponent) === 1 ? "" : `^${Math.abs(exponent)}`
    return [`${other.key} ${exponent > 0 ? "×" : "/"} ${first.key}${size}`]
  })
}
