import type { NormalEquations } from "./normal-equations.ts"
import type { LinearPenalty, LinearSigma } from "./system.ts"

/** Range of α beside the strength at which penalty and data weigh alike. */
const WEAKEST = 1e-16
const STRONGEST = 1e10

/** Range of σ beside the root mean square of the residuals. */
const SMALLEST = 1e-10
const LARGEST = 1e4

/** Bounds of ln σ: the floor, or far below and above the residuals. */
export function sigmaLimits({ floor, start }: LinearSigma, { square, rows }: NormalEquations): readonly [number, number] {
  const size = rows > 0 && square > 0 ? Math.sqrt(square / rows) : start
  const lowest = floor > 0 ? floor : Math.min(size, start) * SMALLEST
  return [Math.log(lowest), Math.log(Math.max(LARGEST * Math.max(size, start), lowest))]
}

/** The α at which a penalty weighs as much as the data in the columns it touches, Σ A_kk / Σ K_kk. */
export function balancedStrength({ rows }: LinearPenalty, information: Float64Array): number {
  const own = new Map<number, number>()
  for (const { columns, coefficients } of rows) {
    columns.forEach((column, at) => own.set(column, (own.get(column) ?? 0) + coefficients[at] ** 2))
  }
  // By logarithms: columns may differ by many orders of size.
  let sum = 0
  let count = 0
  for (const [column, stiffness] of own) {
    if (!(stiffness > 0 && information[column] > 0)) continue
    sum += Math.log(information[column] / stiffness)
    count++
  }
  return count > 0 ? Math.exp(sum / count) : 1
}

/** Bounds of ln α about the balanced strength and the start. */
export function alphaLimits(balanced: number, start: number): readonly [number, number] {
  return [Math.log(Math.min(balanced * WEAKEST, start)), Math.log(Math.max(balanced * STRONGEST, start))]
}
