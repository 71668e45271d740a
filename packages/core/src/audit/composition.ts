import { elementsOf } from "../atoms/elements.ts"
import type { Structure } from "../atoms/structure.ts"

/** A value per atom of a structure. */
interface Composed {
  readonly structure: Structure
  readonly value: number
}

/** What compositions tell of values per atom `v_s ≈ Σ_e x_se μ_e` with one constant for each element. */
export interface CompositionFit {
  /** Atomic numbers, increasing. */
  readonly elements: readonly number[]
  /** Of the matrix of fractions x. */
  readonly rank: number
  /** Elements whose μ is determined alone, not only in sums with others. */
  readonly determined: readonly number[]
  /** Root-mean-square of what is left of the values. */
  readonly scatter: number
}

/** Largest part of a unit vector that rounding leaves of one that is a combination of others. */
const ROUNDING = 1e-8

/** Fits one constant for each element by orthogonalisation of the columns of fractions. */
export function solveComposition(members: readonly Composed[]): CompositionFit {
  const elements = elementsOf(members.flatMap(({ structure }) => [...new Set(structure.numbers)]))
  const columns = elements.map((element) =>
    members.map(({ structure: { numbers } }) => numbers.reduce((count, number) => count + Number(number === element), 0) / numbers.length),
  )
  const basis = orthonormal(columns)
  const rest = remainder(
    members.map(({ value }) => value),
    basis,
  )
  // A constant is determined alone when its column does not lie in the span of the others.
  const determined = elements.filter(
    (_, e) => length(remainder(columns[e], orthonormal(columns.filter((_, other) => other !== e)))) > ROUNDING * length(columns[e]),
  )
  return { elements, rank: basis.length, determined, scatter: length(rest) / Math.sqrt(members.length) }
}

function orthonormal(columns: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const basis: (readonly number[])[] = []
  for (const column of columns) {
    const rest = remainder(column, basis)
    const size = length(rest)
    if (size > ROUNDING * length(column)) basis.push(rest.map((value) => value / size))
  }
  return basis
}

/** What is left of a vector without its part in a basis; twice, for what rounding left the first time. */
function remainder(vector: readonly number[], basis: readonly (readonly number[])[]): readonly number[] {
  let rest = vector
  for (const direction of [...basis, ...basis]) {
    const part = rest.reduce((sum, value, k) => sum + value * direction[k], 0)
    rest = rest.map((value, k) => value - part * direction[k])
  }
  return rest
}

function length(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
}
