import type { AceRadial } from "../model.ts"

/** Radial functions as polynomials of the seventh degree on a uniform grid. */
export interface RadialTable {
  /** [Å] */
  readonly start: number
  /** [1/Å] */
  readonly perStep: number
  readonly intervals: number
  readonly degree: number
  /** Row by row, power by power from the highest, function by function. */
  readonly coefficients: Float64Array
}

const DEGREE = 7
/** Where an interval meets values and slopes of the functions. */
const NODES = [0, 1 / 3, 2 / 3, 1]
/** Error of a table beside the largest value and the largest slope of a function. */
const TOLERANCE = 2e-14
/** Numbers a table may have. */
const LARGEST = 1 << 20

/**
 * Tables functions `rows` of `radial`, `count` columns wide, between a tenth of the cutoff and the cutoff: in each interval the polynomial with
 * the values and slopes of the function at four points. The grid is refined until values and slopes agree, halfway between these points, to
 * 2e-14 of their largest; absent where 8 MiB do not suffice, as for functions with kinks.
 */
export function tabulate(radial: AceRadial, rows: Int32Array, count: number): RadialTable | undefined {
  const start = 0.1 * radial.cutoff
  const largest = LARGEST / ((DEGREE + 1) * count)
  for (let intervals = 32; intervals <= largest; intervals *= 2) {
    const table = fill(radial, rows, count, start, intervals)
    if (agrees(radial, rows, count, table)) return table
  }
  return undefined
}

function fill(radial: AceRadial, rows: Int32Array, count: number, start: number, intervals: number): RadialTable {
  const step = (radial.cutoff - start) / intervals
  const coefficients = new Float64Array(intervals * (DEGREE + 1) * count)
  const values = new Float64Array(4 * radial.count)
  const slopes = new Float64Array(4 * radial.count)
  const given = new Float64Array(8)
  for (let m = 0; m < intervals; m++) {
    NODES.forEach((p, k) => radial.evaluate(start + (m + p) * step, values, slopes, k * radial.count))
    rows.forEach((n, column) => {
      for (let k = 0; k < 4; k++) {
        given[k] = values[k * radial.count + n]
        given[4 + k] = slopes[k * radial.count + n] * step
      }
      for (let d = 0; d <= DEGREE; d++) {
        let sum = 0
        for (let k = 0; k < 8; k++) sum += hermite[d * 8 + k] * given[k]
        coefficients[(m * (DEGREE + 1) + DEGREE - d) * count + column] = sum
      }
    })
  }
  return { start, perStep: 1 / step, intervals, degree: DEGREE, coefficients }
}

function agrees(radial: AceRadial, rows: Int32Array, count: number, { start, perStep, intervals, coefficients }: RadialTable): boolean {
  const values = new Float64Array(radial.count)
  const slopes = new Float64Array(radial.count)
  // Value, slope, and their errors, function by function: the largest.
  const worst = new Float64Array(4 * count)
  for (let m = 0; m < intervals; m++) {
    for (const p of [1 / 6, 0.5, 5 / 6]) {
      radial.evaluate(start + (m + p) / perStep, values, slopes, 0)
      rows.forEach((n, column) => {
        let [f, df] = [0, 0]
        for (let d = 0; d <= DEGREE; d++) {
          df = df * p + f
          f = f * p + coefficients[(m * (DEGREE + 1) + d) * count + column]
        }
        const found = [values[n], slopes[n], f - values[n], df * perStep - slopes[n]]
        found.forEach((value, k) => (worst[4 * column + k] = Math.max(worst[4 * column + k], Math.abs(value))))
      })
    }
  }
  return rows.every(
    (_, column) => worst[4 * column + 2] <= TOLERANCE * worst[4 * column] && worst[4 * column + 3] <= 8 * TOLERANCE * worst[4 * column + 1],
  )
}

/** Coefficients, by rising power, of the polynomial that has given values and slopes at the nodes: the inverse of their matrix. */
const hermite = invert(
  Float64Array.from({ length: 64 }, (_, at) => {
    const [row, d] = [at >> 3, at % 8]
    const p = NODES[row % 4]
    return row < 4 ? p ** d : d === 0 ? 0 : d * p ** (d - 1)
  }),
)

/** Gauss and Jordan, with the largest pivot of each column. */
function invert(matrix: Float64Array): Float64Array {
  const n = 8
  const rows = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: 2 * n }, (_, j) => (j < n ? matrix[i * n + j] : j - n === i ? 1 : 0)),
  )
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i
    const chosen = rows[pivot]
    rows[pivot] = rows[k]
    rows[k] = chosen
    const scale = 1 / chosen[k]
    for (let j = 0; j < 2 * n; j++) chosen[j] *= scale
    rows.forEach((row, i) => {
      if (i === k) return
      const factor = row[k]
      for (let j = 0; j < 2 * n; j++) row[j] -= factor * chosen[j]
    })
  }
  return Float64Array.from({ length: n * n }, (_, at) => rows[Math.floor(at / n)][n + (at % n)])
}
