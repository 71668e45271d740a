import type { LinearPenalty } from "./system.ts"

/** ‖G x + g‖² of a penalty with its sparse rows laid flat, seen from an origin: the unknown is the step from there. */
export interface PenaltyForm {
  /** Row i owns `columns` and `coefficients` from `starts[i]` to `starts[i + 1]`. */
  readonly starts: Int32Array
  readonly columns: Int32Array
  readonly coefficients: Float64Array
  readonly offsets: Float64Array
}

/** The rows of a penalty; `origin` moves the offsets. */
export function penaltyForm({ rows }: LinearPenalty, origin?: Float64Array): PenaltyForm {
  const starts = new Int32Array(rows.length + 1)
  rows.forEach(({ columns }, i) => (starts[i + 1] = starts[i] + columns.length))
  const columns = Int32Array.from(rows.flatMap((row) => row.columns))
  const coefficients = Float64Array.from(rows.flatMap((row) => row.coefficients))
  const plain = { starts, columns, coefficients, offsets: Float64Array.from(rows, ({ offset }) => offset) }
  return origin ? { ...plain, offsets: plain.offsets.map((_, i) => rowValue(plain, i, origin)) } : plain
}

/** Entries for each unknown above which GᵀG, once made, is kept with its penalty. */
const MANY = 8
const kept = new WeakMap<PenaltyForm, Float64Array>()

/** Adds weight × GᵀG to `out`, `[n × n]`. */
export function addPenaltyMatrix(form: PenaltyForm, weight: number, out: Float64Array, n: number): void {
  if (form.columns.length <= MANY * n) {
    addProducts(form, weight, out, n)
    return
  }
  let matrix = kept.get(form)
  if (!matrix) {
    matrix = new Float64Array(n * n)
    addProducts(form, 1, matrix, n)
    kept.set(form, matrix)
  }
  for (let at = 0; at < matrix.length; at++) out[at] += weight * matrix[at]
}

function addProducts({ starts, columns, coefficients }: PenaltyForm, weight: number, out: Float64Array, n: number): void {
  for (let i = 0; i + 1 < starts.length; i++) {
    for (let a = starts[i]; a < starts[i + 1]; a++) {
      const scaled = weight * coefficients[a]
      for (let b = starts[i]; b < starts[i + 1]; b++) out[columns[a] * n + columns[b]] += scaled * coefficients[b]
    }
  }
}

/** Adds weight × Gᵀ(G x + g), half the gradient, to `out`. */
export function addPenaltyGradient(form: PenaltyForm, x: Float64Array, weight: number, out: Float64Array): void {
  const { starts, columns, coefficients } = form
  for (let i = 0; i + 1 < starts.length; i++) {
    const value = weight * rowValue(form, i, x)
    for (let at = starts[i]; at < starts[i + 1]; at++) out[columns[at]] += value * coefficients[at]
  }
}

/** ‖G x + g‖² */
export function penaltySquare(form: PenaltyForm, x: Float64Array): number {
  let sum = 0
  for (let i = 0; i + 1 < form.starts.length; i++) sum += rowValue(form, i, x) ** 2
  return sum
}

/** tr(C GᵀG) = Σ_rows gᵀC g for a symmetric C, `[n × n]`. */
export function penaltyTrace({ starts, columns, coefficients }: PenaltyForm, C: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i + 1 < starts.length; i++) {
    for (let a = starts[i]; a < starts[i + 1]; a++) {
      let row = 0
      for (let b = starts[i]; b < starts[i + 1]; b++) row += C[columns[a] * n + columns[b]] * coefficients[b]
      sum += coefficients[a] * row
    }
  }
  return sum
}

function rowValue({ starts, columns, coefficients, offsets }: PenaltyForm, row: number, x: Float64Array): number {
  let sum = offsets[row]
  for (let at = starts[row]; at < starts[row + 1]; at++) sum += coefficients[at] * x[columns[at]]
  return sum
}
