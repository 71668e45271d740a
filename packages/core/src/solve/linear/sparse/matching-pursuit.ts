import type { SparseForm } from "./sparse-form.ts"
import type { SparseModel } from "./sparse-path.ts"

/** What is left of a column's square below which it counts as a combination of those chosen. */
const DEPENDENT = 1e-10

/**
 * Orthogonal matching pursuit: columns one after the other, each time the one that lowers ‖r + J y‖² most once those chosen before are
 * refitted with it. All n candidates are kept orthogonal to the chosen by a growing Cholesky factor: n k flops for the k-th column.
 *
 * Source: Pati, Rezaiifar & Krishnaprasad, DOI 10.1109/ACSSC.1993.342465; Rebollo-Neira & Lowe, DOI 10.1109/LSP.2002.1001652.
 * @param first columns that are in every model
 * @param limit largest number of columns
 * @returns models from the first columns alone, one column more each
 */
export function matchingPursuit({ n, matrix, vector, square }: SparseForm, first: readonly number[], limit: number): SparseModel[] {
  const left = Float64Array.from({ length: n }, (_, k) => matrix[k * n + k])
  const slope = vector.slice()
  const chosen: number[] = []
  /** Rows of the factor for all columns, `[k][n]`. */
  const rows: Float64Array[] = []
  const amplitudes: number[] = []
  const models: SparseModel[] = []
  let rest = square
  const take = (p: number): void => {
    const pivot = Math.sqrt(left[p])
    const row = matrix.slice(p * n, (p + 1) * n)
    for (const before of rows) {
      const factor = before[p]
      for (let k = 0; k < n; k++) row[k] -= factor * before[k]
    }
    const amplitude = slope[p] / pivot
    for (let k = 0; k < n; k++) {
      row[k] /= pivot
      left[k] -= row[k] * row[k]
      slope[k] -= row[k] * amplitude
    }
    left[p] = 0
    rest = Math.max(0, rest - amplitude * amplitude)
    rows.push(row)
    chosen.push(p)
    amplitudes.push(amplitude)
  }
  const keep = (): void => {
    models.push({ columns: chosen.slice(), values: valuesOf(rows, chosen, amplitudes), square: rest })
  }
  for (const column of first) if (left[column] > DEPENDENT) take(column)
  keep()
  while (chosen.length < Math.min(limit, n)) {
    let best = -1
    let largest = 0
    for (let k = 0; k < n; k++) {
      const gain = left[k] > DEPENDENT ? (slope[k] * slope[k]) / left[k] : 0
      if (gain > largest) {
        largest = gain
        best = k
      }
    }
    if (best < 0) break
    take(best)
    keep()
  }
  return models
}

/** y of the chosen columns: the factor's triangle times y is minus the amplitudes. */
function valuesOf(rows: readonly Float64Array[], chosen: readonly number[], amplitudes: readonly number[]): Float64Array {
  const y = Float64Array.from(amplitudes, (value) => -value)
  for (let i = chosen.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < chosen.length; j++) y[i] -= rows[i][chosen[j]] * y[j]
    y[i] /= rows[i][chosen[i]]
  }
  return y
}
