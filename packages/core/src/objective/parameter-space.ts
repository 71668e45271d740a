import { SpecFailure } from "../failure/failure.ts"
import type { Parameter, ParameterLayout } from "../potentials/parameters.ts"

/**
 * The map between what a solver moves and what the physics takes: x holds the free parameters (transformed), θ all of a layout.
 *
 *     θ_k = value_k (fixed)     θ_k = x_i or exp(x_i) (free)     θ_k = factor × θ_j (tied)     θ_k = given (profiled)
 *
 * Profiled parameters are no part of x: the objective eliminates them exactly. Plain data, so that threads can have it.
 */
export interface ParameterSpace {
  readonly layout: ParameterLayout
  /** Keys of the free parameters, in the order of x. */
  readonly names: readonly string[]
  /** Bounds of x. */
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Components of x in which the residuals are jointly affine. */
  readonly linear: readonly boolean[]
  /** Indices into the layout of the free parameters, by component of x. */
  readonly free: Int32Array
  /** Indices into the layout of the profiled parameters. */
  readonly profiled: Int32Array
  /** By θ: the column of the design `[profiled | free]` it feeds, or −1. */
  readonly columns: Int32Array
  /** By θ: the ultimate master it follows (itself when not tied), and the product of the factors on the way. */
  readonly masters: Int32Array
  readonly factors: Float64Array
}

/** Sorts the parameters of a layout into free, fixed, tied and profiled (by key). @throws SpecFailure for a tie that leads nowhere. */
export function createParameterSpace(layout: ParameterLayout, profiledKeys: readonly string[] = []): ParameterSpace {
  const { masters, factors } = resolveTies(layout)
  const isProfiled = new Set(profiledKeys)
  const indices = layout.map((_, k) => k)
  const profiled = Int32Array.from(indices.filter((k) => isProfiled.has(layout[k].key)))
  const free = Int32Array.from(indices.filter((k) => masters[k] === k && !layout[k].fixed && !isProfiled.has(layout[k].key)))
  const columnOf = new Map<number, number>()
  profiled.forEach((k, column) => columnOf.set(k, column))
  free.forEach((k, i) => columnOf.set(k, profiled.length + i))
  const followers = (master: number): number[] => indices.filter((k) => masters[k] === master)
  return {
    layout,
    names: Array.from(free, (k) => layout[k].key),
    lower: Float64Array.from(free, (k) => toFreeVariable(layout[k], layout[k].lower)),
    upper: Float64Array.from(free, (k) => toFreeVariable(layout[k], layout[k].upper)),
    linear: Array.from(free, (k) => layout[k].transform === "identity" && followers(k).every((j) => layout[j].linear)),
    free,
    profiled,
    columns: Int32Array.from(indices, (k) => columnOf.get(masters[k]) ?? -1),
    masters,
    factors,
  }
}

/** x of given θ; values outside the bounds of a `log` parameter give −∞. */
export function freeVector(space: ParameterSpace, theta: Float64Array): Float64Array {
  return Float64Array.from(space.free, (k) => toFreeVariable(space.layout[k], theta[k]))
}

/** θ of x; `profiled` (in the order of `space.profiled`) stand at their layout values when not given. */
export function fullVector(space: ParameterSpace, x: Float64Array, profiled?: ArrayLike<number>): Float64Array {
  const { layout, masters, factors } = space
  const theta = Float64Array.from(layout, (parameter) => parameter.value)
  space.free.forEach((k, i) => (theta[k] = layout[k].transform === "log" ? Math.exp(x[i]) : x[i]))
  if (profiled) space.profiled.forEach((k, i) => (theta[k] = profiled[i]))
  for (let k = 0; k < theta.length; k++) if (masters[k] !== k) theta[k] = factors[k] * theta[masters[k]]
  return theta
}

/** By θ_k: `∂θ_k/∂column`, the chain rule of ties and transforms at θ; 0 where no column stands. */
export function columnScales(space: ParameterSpace, theta: Float64Array): Float64Array {
  const { layout, masters, factors, columns } = space
  return Float64Array.from(layout, (_, k) => {
    if (columns[k] < 0) return 0
    const master = masters[k]
    return factors[k] * (layout[master].transform === "log" ? theta[master] : 1)
  })
}

/** The same layout with other values. */
export function withValues(layout: ParameterLayout, theta: ArrayLike<number>): ParameterLayout {
  return layout.map((parameter, k) => ({ ...parameter, value: theta[k] }))
}

function toFreeVariable(parameter: Parameter, value: number): number {
  if (parameter.transform === "identity") return value
  return value > 0 ? Math.log(value) : -Infinity
}

function resolveTies(layout: ParameterLayout): { masters: Int32Array; factors: Float64Array } {
  const index = new Map(layout.map((parameter, k) => [parameter.key, k]))
  if (index.size < layout.length) {
    const twice = layout.find((parameter, k) => index.get(parameter.key) !== k)!
    throw new SpecFailure(`two parameters are called ${twice.key}`)
  }
  const masters = new Int32Array(layout.length)
  const factors = new Float64Array(layout.length)
  layout.forEach((parameter, k) => {
    let master = k
    let factor = 1
    for (let tie = layout[k].tie, steps = 0; tie; tie = layout[master].tie, steps++) {
      const { key, factor: step } = tie
      const next = index.get(key)
      if (next === undefined) throw new SpecFailure(`${layout[master].key} is tied to ${key}, which is no parameter`)
      if (steps > layout.length)
        throw new SpecFailure(`${parameter.key} is tied in a circle`, { advice: "free one parameter of the circle" })
      factor *= step
      master = next
    }
    masters[k] = master
    factors[k] = factor
  })
  return { masters, factors }
}
