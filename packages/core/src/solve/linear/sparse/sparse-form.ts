import { addLower, type NormalEquations, normalEquations } from "../normal-equations.ts"
import { addPenaltyGradient, addPenaltyMatrix, penaltyForm, penaltySquare } from "../penalty-form.ts"
import type { LinearSystem } from "../system.ts"

/** A quadratic form s + 2 bᵀy + yᵀA y in unknowns whose columns have unit norm: x_k = y_k scale_k. */
export interface SparseForm {
  readonly n: number
  /** Symmetric, row-major `[n × n]`, with a diagonal of ones (zero for a column of zeros). */
  readonly matrix: Float64Array
  readonly vector: Float64Array
  readonly square: number
  /** Rows of data. */
  readonly rows: number
}

/** The weighted data of a system as sparse solvers see them: σ and α as they start. */
export interface SparseForms {
  readonly scale: Float64Array
  readonly total: SparseForm
  /** By fold: what is trained on and what is held out (without penalties). Empty for a system of one fold. */
  readonly folds: readonly { readonly trained: SparseForm; readonly held: SparseForm }[]
}

/** Prepares the forms; `validated` also those of every fold. */
export function sparseForms(system: LinearSystem, validated: boolean): SparseForms {
  const n = system.columns.length
  const count = system.components.reduce((most, { folds }) => Math.max(most, folds.length), 1)
  const parts = (chosen: (fold: number, alone: boolean) => boolean): NormalEquations =>
    normalEquations(
      n,
      system.components.flatMap(({ folds, factor, pool }) =>
        factor > 0
          ? folds
              .filter((_, fold) => chosen(fold, folds.length === 1))
              .map((triangle) => ({ triangle, weight: (factor / system.sigmas[pool].start) ** 2 }))
          : [],
      ),
    )
  const data = parts(() => true)
  const whole = withPenalties(data, system)
  const scale = Float64Array.from({ length: n }, (_, k) => {
    const size = whole.matrix[k * n + k]
    return size > 0 ? 1 / Math.sqrt(size) : 1
  })
  const folds =
    validated && count > 1
      ? Array.from({ length: count }, (_, fold) => {
          const held = parts((own, alone) => !alone && own === fold)
          return { trained: scaled(withPenalties(less(data, held), system), scale), held: scaled(held, scale) }
        })
      : []
  return { scale, total: scaled(whole, scale), folds }
}

/** s + 2 bᵀy + yᵀA y for a y that is zero outside some columns. */
export function squareOn(form: SparseForm, columns: readonly number[], values: ArrayLike<number>): number {
  const { n, matrix, vector } = form
  let sum = form.square
  for (let a = 0; a < columns.length; a++) {
    let row = 2 * vector[columns[a]]
    for (let b = 0; b < columns.length; b++) row += matrix[columns[a] * n + columns[b]] * values[b]
    sum += values[a] * row
  }
  return Math.max(0, sum)
}

function withPenalties(equations: NormalEquations, { penalties }: LinearSystem): NormalEquations {
  const { n } = equations
  const matrix = equations.matrix.slice()
  const vector = equations.vector.slice()
  let { square } = equations
  const zero = new Float64Array(n)
  for (const penalty of penalties) {
    const form = penaltyForm(penalty)
    const { start } = penalty.alpha
    addPenaltyMatrix(form, start, matrix, n)
    addPenaltyGradient(form, zero, start, vector)
    square += start * penaltySquare(form, zero)
  }
  return { ...equations, matrix, vector, square }
}

function less(all: NormalEquations, part: NormalEquations): NormalEquations {
  const { n } = all
  const matrix = all.matrix.slice()
  addLower(part.matrix, -1, matrix, n)
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j]
  return {
    n,
    matrix,
    vector: all.vector.map((value, k) => value - part.vector[k]),
    square: all.square - part.square,
    rows: all.rows - part.rows,
  }
}

function scaled({ n, matrix, vector, square, rows }: NormalEquations, scale: Float64Array): SparseForm {
  const own = matrix.slice()
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) own[i * n + j] *= scale[i] * scale[j]
  return { n, matrix: own, vector: vector.map((value, k) => value * scale[k]), square, rows }
}
