import { cholesky } from "../../linalg/factorisations/cholesky.ts"
import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"
import { invertFromCholesky } from "./factorise-scaled.ts"
import { traceOfProduct } from "./normal-equations.ts"
import type { PenaltyForm } from "./penalty-form.ts"

/** What the evidence needs to know of the prior precision Λ = Σ α_q G_qᵀG_q. */
export interface PriorDeterminant {
  /** Rank of Λ for positive α: directions that the prior holds. */
  readonly rank: number
  /**
   * ln of the product of the non-zero eigenvalues of Λ, and its slope α_q tr(Λ⁺ G_qᵀG_q) with each ln α_q: how many of the directions
   * belong to penalty q.
   */
  at(alphas: Float64Array): { readonly logDeterminant: number; readonly shares: Float64Array }
}

/** Columns that the rows of some penalties tie together. */
interface Block {
  readonly columns: readonly number[]
  /** By penalty that touches the block: its index and GᵀG there, `[m × m]`. */
  readonly parts: readonly { readonly penalty: number; readonly matrix: Float64Array }[]
}

/**
 * Prepares ln det⁺ Λ for any α. Columns fall into blocks that no penalty row connects; a block of a single penalty is a power of its α,
 * others are reduced to their range once and cost a small Cholesky factorisation each time.
 */
export function priorDeterminant(forms: readonly PenaltyForm[], n: number): PriorDeterminant {
  const solved = blocksOf(forms, n).map((block) => (block.parts.length === 1 ? singlePenalty(block) : severalPenalties(block)))
  return {
    rank: solved.reduce((sum, { rank }) => sum + rank, 0),
    at: (alphas) => {
      const shares = new Float64Array(forms.length)
      let logDeterminant = 0
      for (const block of solved) logDeterminant += block.add(alphas, shares)
      return { logDeterminant, shares }
    },
  }
}

interface SolvedBlock {
  readonly rank: number
  /** Gives the block's ln det⁺ and adds its shares. */
  add(alphas: Float64Array, shares: Float64Array): number
}

function singlePenalty({ columns, parts: [{ penalty, matrix }] }: Block): SolvedBlock {
  const values = rangeOf(matrix, columns.length).values
  const rank = values.length
  const constant = values.reduce((sum, value) => sum + Math.log(value), 0)
  return {
    rank,
    add: (alphas, shares) => {
      shares[penalty] += rank
      return rank * Math.log(alphas[penalty]) + constant
    },
  }
}

function severalPenalties({ columns, parts }: Block): SolvedBlock {
  const m = columns.length
  const sum = new Float64Array(m * m)
  for (const { matrix } of parts) {
    const size = traceOf(matrix, m)
    for (let at = 0; at < m * m; at++) sum[at] += matrix[at] / size
  }
  const { vectors, rank } = rangeOf(sum, m)
  const reduced = parts.map(({ penalty, matrix }) => ({ penalty, matrix: m === 1 ? matrix : between(vectors, matrix, m, rank) }))
  return {
    rank,
    add: (alphas, shares) => {
      const precision = new Float64Array(rank * rank)
      for (const { penalty, matrix } of reduced) for (let at = 0; at < precision.length; at++) precision[at] += alphas[penalty] * matrix[at]
      const factor = cholesky(precision, rank)
      if (!factor.ok) throw new RangeError("the strengths of the priors are too far apart for their determinant")
      const inverse = invertFromCholesky(factor.L, rank)
      let logDeterminant = 0
      for (let k = 0; k < rank; k++) logDeterminant += 2 * Math.log(factor.L[k * rank + k])
      for (const { penalty, matrix } of reduced) shares[penalty] += alphas[penalty] * traceOfProduct(inverse, matrix)
      return logDeterminant
    },
  }
}

/** Eigenvalues of a positive semidefinite matrix that are not zero to rounding, and their vectors by columns, `[m × rank]`. */
function rangeOf(
  matrix: Float64Array,
  m: number,
): { readonly values: Float64Array; readonly vectors: Float64Array; readonly rank: number } {
  if (m === 1) return { values: matrix.slice(), vectors: Float64Array.of(1), rank: 1 }
  const { values, vectors } = symmetricEigen(matrix, m)
  const first = values.findIndex((value) => value > 4 * m * Number.EPSILON * values[m - 1])
  const rank = m - first
  const kept = Float64Array.from({ length: m * rank }, (_, at) => vectors[Math.floor(at / rank) * m + first + (at % rank)])
  return { values: values.slice(first), vectors: kept, rank }
}

/** Uᵀ K U, `[rank × rank]`. */
function between(U: Float64Array, K: Float64Array, m: number, rank: number): Float64Array {
  const KU = new Float64Array(m * rank)
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const factor = K[i * m + k]
      if (factor !== 0) for (let j = 0; j < rank; j++) KU[i * rank + j] += factor * U[k * rank + j]
    }
  }
  const out = new Float64Array(rank * rank)
  for (let k = 0; k < m; k++) {
    for (let i = 0; i < rank; i++) {
      const factor = U[k * rank + i]
      if (factor !== 0) for (let j = 0; j < rank; j++) out[i * rank + j] += factor * KU[k * rank + j]
    }
  }
  return out
}

function blocksOf(forms: readonly PenaltyForm[], n: number): Block[] {
  const parent = Int32Array.from({ length: n }, (_, k) => k)
  const root = (k: number): number => {
    let top = k
    while (parent[top] !== top) top = parent[top]
    while (parent[k] !== top) [k, parent[k]] = [parent[k], top]
    return top
  }
  for (const { starts, columns } of forms) {
    for (let i = 0; i + 1 < starts.length; i++) {
      for (let at = starts[i] + 1; at < starts[i + 1]; at++) parent[root(columns[at])] = root(columns[starts[i]])
    }
  }
  const members = new Map<number, number[]>()
  for (let k = 0; k < n; k++) {
    const list = members.get(root(k))
    if (list) list.push(k)
    else members.set(root(k), [k])
  }
  const place = new Int32Array(n)
  for (const list of members.values()) list.forEach((k, i) => (place[k] = i))
  const parts = new Map<number, Map<number, Float64Array>>()
  forms.forEach(({ starts, columns, coefficients }, penalty) => {
    for (let i = 0; i + 1 < starts.length; i++) {
      if (starts[i] === starts[i + 1]) continue
      const block = root(columns[starts[i]])
      const m = members.get(block)!.length
      const own = parts.get(block) ?? new Map<number, Float64Array>()
      parts.set(block, own)
      const matrix = own.get(penalty) ?? new Float64Array(m * m)
      own.set(penalty, matrix)
      for (let a = starts[i]; a < starts[i + 1]; a++) {
        for (let b = starts[i]; b < starts[i + 1]; b++)
          matrix[place[columns[a]] * m + place[columns[b]]] += coefficients[a] * coefficients[b]
      }
    }
  })
  return [...parts].flatMap(([block, own]) => {
    const m = members.get(block)!.length
    const kept = [...own].filter(([, matrix]) => traceOf(matrix, m) > 0).map(([penalty, matrix]) => ({ penalty, matrix }))
    return kept.length > 0 ? [{ columns: members.get(block)!, parts: kept }] : []
  })
}

function traceOf(matrix: Float64Array, m: number): number {
  let sum = 0
  for (let k = 0; k < m; k++) sum += matrix[k * m + k]
  return sum
}
