import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../dense/backend.ts"
import { dense } from "../dense/dense.ts"
import { FEW_COLUMNS, kernelCopy } from "../dense/kernel-arrays.ts"
import { reflectInto } from "./accumulate.ts"
import { triangleOf } from "./combine-rows.ts"
import { heightOf, type Triangle } from "./triangle.ts"

/** The triangle of `[J D | r]` with D = diag(factors): the chain rule for parameters in other units. */
export function scaleColumns(triangle: Triangle, factors: Float64Array): Triangle {
  const { n } = triangle
  const data = triangle.data.slice()
  const height = Math.min(n, heightOf(triangle))
  for (let i = 0; i < height; i++) for (let j = i; j < n; j++) data[i * (n + 1) + j] *= factors[j]
  return { n, data, rows: triangle.rows }
}

/**
 * The triangle of `[J S | r]`, where S picks the given columns of J in the given order; the others are held fixed. The residual
 * keeps its norm: what only the left-out columns could explain goes into the corner.
 */
export function selectColumns(triangle: Triangle, columns: readonly number[]): Triangle {
  const width = triangle.n + 1
  const k = columns.length
  const target = k + 1
  const height = heightOf(triangle)
  const rows = new Float64Array(height * target)
  for (let i = 0; i < height; i++) {
    for (let c = 0; c < k; c++) rows[i * target + c] = triangle.data[i * width + columns[c]]
    rows[i * target + k] = triangle.data[i * width + triangle.n]
  }
  // Columns that stay where they are stay a triangle; and a column has no entry below its old diagonal.
  let same = 0
  while (same < k && same < height && columns[same] === same) same++
  const reach = new Int32Array(target).fill(height - same)
  for (let c = 0, last = 0; c < k; c++) {
    last = Math.max(last, columns[c] + 1, c + 1)
    reach[c] = last - same
  }
  const start = { n: k, data: rows.slice(0, same * target), rows: triangle.rows }
  const data = reflectInto(start, rows.subarray(same * target), height - same, (column) => reach[column])
  return { ...start, data }
}

/**
 * The triangle of `[J M | r + J c]`: parameters θ = M φ + c, so ties, fixed values and changes of variable that are linear.
 *
 * @param M row-major `[n × k]`
 * @param c `[n]`; zero when left out
 */
export function transformColumns(triangle: Triangle, M: Float64Array, k: number, c?: Float64Array): Triangle {
  const { n, data } = triangle
  const width = n + 1
  const target = k + 1
  const height = heightOf(triangle)
  const rows = timesMatrix(triangle, M, k)
  for (let i = 0; i < height; i++) {
    if (c) for (let j = i; j < n; j++) rows[i * target + k] += data[i * width + j] * c[j]
    rows[i * target + k] += data[i * width + n]
  }
  return { ...triangleOf(rows, height, k), rows: triangle.rows }
}

/** R M with a last column of zeros, row-major `[height × (k + 1)]`. */
function timesMatrix(triangle: Triangle, M: Float64Array, k: number): Float64Array {
  const { n, data } = triangle
  const target = k + 1
  const height = heightOf(triangle)
  if (n > FEW_COLUMNS) {
    const { heap } = kernels()
    return heap.scope(() => {
      const product = heap.f64(height * target)
      dense().multiply(height, k, n, 1, blockAt(kernelCopy(data), n + 1), blockAt(kernelCopy(M), k), blockAt(product, target))
      return product.slice()
    })
  }
  const product = new Float64Array(height * target)
  for (let i = 0; i < height; i++) {
    for (let j = i; j < n; j++) {
      const value = data[i * (n + 1) + j]
      for (let l = 0; l < k; l++) product[i * target + l] += value * M[j * k + l]
    }
  }
  return product
}

/** The triangle of `[J | r + J δ]`: the same linear data seen from x + δ. Costs n² flops. */
export function shiftTriangle(triangle: Triangle, delta: Float64Array): Triangle {
  const { n } = triangle
  const width = n + 1
  const data = triangle.data.slice()
  const height = Math.min(n, heightOf(triangle))
  for (let i = 0; i < height; i++) {
    let sum = 0
    for (let j = i; j < n; j++) sum += data[i * width + j] * delta[j]
    data[i * width + n] += sum
  }
  return { n, data, rows: triangle.rows }
}

/**
 * What is left of `[J | r]` once its first `count` columns have been projected out: the trailing triangle, of
 * `[P J₂ | P r]` with P the projection orthogonal to those columns. They must be linearly independent.
 */
export function eliminateLeading(triangle: Triangle, count: number): Triangle {
  const width = triangle.n + 1
  const n = triangle.n - count
  const height = Math.max(0, heightOf(triangle) - count)
  const data = new Float64Array(height * (n + 1))
  for (let i = 0; i < height; i++)
    data.set(triangle.data.subarray((i + count) * width + i + count, (i + count + 1) * width), i * (n + 1) + i)
  return { n, data, rows: triangle.rows }
}
