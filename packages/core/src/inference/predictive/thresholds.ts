import { properties, type Property } from "../../observables/property.ts"

/** Numbers by property and group. */
export type ByClass<Value> = Readonly<Record<Property, ReadonlyMap<string, Value>>>

/** Adds to what is known of each class. */
export function gather<Value>(total: Record<Property, Map<string, Value[]>>, part: ByClass<Value>): void {
  for (const property of properties) {
    for (const [group, own] of part[property]) {
      const values = total[property].get(group)
      if (values) values.push(own)
      else total[property].set(group, [own])
    }
  }
}

/**
 * Share in all that the data of a class decide, Σ uᵀu, that those decide which pointwise optimal parameters are not to meet: they would be
 * moved far for data that hardly depend on them.
 */
const LEFT_OUT = 0.01

/** Part of the largest posterior variance of a property that is rounding, as that of forces which symmetry forbids. */
const ROUNDING = 1e-12

/**
 * Posterior variance uᵀu from which on a datum of a class counts for the pointwise optimal parameters: those below it have a share of 1 % in
 * the Σ uᵀu of their class, which is the number of unknowns that it decides alone.
 *
 * @param variances of all data, in parts
 */
export function thresholdsOf(variances: ByClass<readonly Float64Array[]>): ByClass<number> {
  const of = (property: Property): ReadonlyMap<string, number> => {
    const sorted = new Map([...variances[property]].map(([group, parts]) => [group, rising(parts)] as const))
    const floor = ROUNDING * Math.max(0, ...[...sorted.values()].map((values) => values.at(-1) ?? 0))
    return new Map([...sorted].map(([group, values]) => [group, smallestThatCounts(values, floor)] as const))
  }
  return { energy: of("energy"), forces: of("forces"), stress: of("stress") }
}

function smallestThatCounts(values: Float64Array, floor: number): number {
  let left = LEFT_OUT * values.reduce((sum, value) => sum + value, 0)
  return values.find((value) => (left -= value) < 0 && value > floor) ?? Infinity
}

function rising(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0))
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0)
  return all.sort()
}
