import { SpecFailure } from "../../failure/failure.ts"
import type { RadialFunction } from "../functions/radial.ts"
import type { BoundFunction } from "../many-body/function-set.ts"
import { tuplesOf } from "../many-body/section.ts"
import type { Parameter } from "../parameters.ts"
import { suggest } from "../spec/nearest-name.ts"
import { underPath } from "../spec/under-path.ts"
import { within } from "../spec/within.ts"
import type { FunctionSpecs } from "./spec.ts"

/** Functions and parameters of a potential while they are collected. */
export interface Collection {
  readonly symbols: readonly string[]
  readonly functions: BoundFunction[]
  readonly layout: Parameter[]
}

/** Functions of one role. */
export interface FunctionTable {
  /** Number of the function of each element, pair or triplet, `[n^arity]`, the first element slowest. */
  readonly numbers: Int32Array
  /** End of the same function [Å]. */
  readonly ends: Float64Array
}

/** What becomes of the functions of a role. */
interface Role<Spec> {
  readonly arity: 1 | 2 | 3
  /** The place in the spec; parameters are called by it and the entry. */
  readonly path: readonly string[]
  /** The energy is affine in the linear parameters of these functions and of all others of which this is said. */
  readonly linear: boolean
  create(spec: Spec, tuple: readonly string[]): RadialFunction
}

/**
 * Places the functions of one role. Of the entries that fit a pair or triplet the most particular counts: `A-B-C` in either order of what
 * comes after the centre, `A-*-*`, `*-*-*`.
 *
 * @throws SpecFailure for an entry that nothing takes, or none that fits.
 */
export function functionTable<Spec>(into: Collection, specs: FunctionSpecs<Spec>, role: Role<Spec>): FunctionTable {
  const { symbols, functions, layout } = into
  const tuples = tuplesOf(symbols, role.arity)
  const chosen = within(role.path, () => chosenKeys(tuples, specs))
  const made = new Map<string, number>()
  for (const key of Object.keys(specs)) {
    const tuple = tuples[chosen.indexOf(key)]
    const radial = within([...role.path, key], () => role.create(specs[key], tuple))
    const parameters = radial.parameters.map((one) => Object.freeze({ ...one, linear: role.linear && one.linear }))
    const start = layout.length
    layout.push(...underPath(parameters, `${role.path.join(".")}.${key}`))
    made.set(key, functions.length)
    functions.push(Object.freeze({ radial, columns: Object.freeze(parameters.map((_, k) => start + k)) }))
  }
  const numbers = Int32Array.from(chosen, (key) => made.get(key) ?? -1)
  return { numbers, ends: Float64Array.from(numbers, (number) => functions[number].radial.end) }
}

/** The key of the entry of each element, pair or triplet. */
export function chosenKeys(tuples: readonly (readonly string[])[], specs: FunctionSpecs<unknown>): readonly string[] {
  const chosen = tuples.map((tuple) => {
    const patterns = patternsOf(tuple)
    const key = patterns.find((pattern) => Object.hasOwn(specs, pattern))
    if (key === undefined)
      throw new SpecFailure(`no function is for ${tuple.join("-")}`, { advice: `give one as ${patterns.join(", or ")}` })
    return key
  })
  for (const key of Object.keys(specs)) {
    if (chosen.includes(key)) continue
    const known = [...new Set(tuples.flatMap(patternsOf))]
    if (known.includes(key)) throw new SpecFailure(`nothing is left for "${key}": more particular entries are given`, { path: [key] })
    throw new SpecFailure(`"${key}" names no function that the elements have`, { path: [key], advice: suggest(key, known) })
  }
  return chosen
}

function patternsOf([a, b, c]: readonly string[]): readonly string[] {
  if (b === undefined) return [a, "*"]
  if (c === undefined) return [...new Set([`${a}-${b}`, `${b}-${a}`, "*-*"])]
  return [...new Set([`${a}-${b}-${c}`, `${a}-${c}-${b}`, `${a}-*-*`, "*-*-*"])]
}
