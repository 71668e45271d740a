import { norm } from "../norm.ts"
import { cornerOf, heightOf, type Triangle } from "./triangle.ts"

/** ‖r‖², the squared norm of the residual column. */
export function residualSquared(triangle: Triangle): number {
  const width = triangle.n + 1
  const height = heightOf(triangle)
  let sum = 0
  for (let i = 0; i < height; i++) sum += triangle.data[i * width + triangle.n] ** 2
  return sum
}

/** ‖r + J δ‖² = ‖q + R δ‖² + ρ², the squared norm of the linear model's residual after a step δ. */
export function residualSquaredAfter(triangle: Triangle, delta: Float64Array): number {
  const { n, data } = triangle
  const width = n + 1
  const height = Math.min(n, heightOf(triangle))
  let total = cornerOf(triangle) ** 2
  for (let i = 0; i < height; i++) {
    let sum = data[i * width + n]
    for (let j = i; j < n; j++) sum += data[i * width + j] * delta[j]
    total += sum * sum
  }
  return total
}

/** The gradient Jᵀr = Rᵀq of ½‖r‖², `[n]`. */
export function gradientOf(triangle: Triangle): Float64Array {
  const { n, data } = triangle
  const width = n + 1
  const height = Math.min(n, heightOf(triangle))
  const gradient = new Float64Array(n)
  for (let i = 0; i < height; i++) {
    const q = data[i * width + n]
    for (let j = i; j < n; j++) gradient[j] += data[i * width + j] * q
  }
  return gradient
}

/** ‖J_k‖, the norms of the columns, `[n]`. */
export function columnNorms(triangle: Triangle): Float64Array {
  const { n, data } = triangle
  const height = heightOf(triangle)
  const column = new Float64Array(n)
  return Float64Array.from({ length: n }, (_, j) => {
    const count = Math.min(j + 1, height)
    for (let i = 0; i < count; i++) column[i] = data[i * (n + 1) + j]
    return norm(column, 0, count)
  })
}

/** R δ, `[n]`. */
export function timesTriangle(triangle: Triangle, delta: Float64Array): Float64Array {
  const { n, data } = triangle
  const height = heightOf(triangle)
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = 0
    if (i < height) for (let j = i; j < n; j++) sum += data[i * (n + 1) + j] * delta[j]
    return sum
  })
}

/** Whether every number in it is finite. */
export function isFiniteTriangle(triangle: Triangle): boolean {
  return triangle.data.every(Number.isFinite)
}
