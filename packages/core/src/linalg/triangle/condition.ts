import { solveUpper, solveUpperTransposed } from "./solve-triangular.ts"

/**
 * Estimate of the 1-norm condition number ‖R‖₁ ‖R⁻¹‖₁ of an upper triangle in n² flops a step: a lower bound, nearly always
 * within a factor of three. `Infinity` when the diagonal has a zero.
 *
 * Source: Higham, DOI 10.1145/50063.214386 (as in LAPACK's `xTRCON`).
 * @param R leading n × n block of a row-major matrix of `stride` columns
 */
export function conditionOf(R: Float64Array, stride: number, n: number): number {
  if (n === 0) return 1
  for (let i = 0; i < n; i++) if (R[i * stride + i] === 0) return Infinity
  let size = 0
  for (let j = 0; j < n; j++) {
    let sum = 0
    for (let i = 0; i <= j; i++) sum += Math.abs(R[i * stride + j])
    size = Math.max(size, sum)
  }
  return size * inverseNorm(R, stride, n)
}

function inverseNorm(R: Float64Array, stride: number, n: number): number {
  let x = new Float64Array(n).fill(1 / n)
  let estimate = 0
  let last = -1
  for (let step = 0; step < 5; step++) {
    const y = solveUpper(R, stride, n, x)
    const size = sumOfSizes(y)
    if (step > 0 && !(size > estimate)) break
    estimate = size
    const z = solveUpperTransposed(
      R,
      stride,
      n,
      y.map((value) => (value < 0 ? -1 : 1)),
    )
    let largest = 0
    for (let i = 1; i < n; i++) if (Math.abs(z[i]) > Math.abs(z[largest])) largest = i
    if (largest === last) break
    last = largest
    x = new Float64Array(n)
    x[largest] = 1
  }
  // A vector of alternating signs catches the matrices that deceive the ascent above.
  const alternating = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : -1) * (1 + i / Math.max(1, n - 1)))
  return Math.max(estimate, (2 * sumOfSizes(solveUpper(R, stride, n, alternating))) / (3 * n))
}

function sumOfSizes(x: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += Math.abs(x[i])
  return sum
}
