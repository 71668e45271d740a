import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"

/** `H⁻¹` of a symmetric matrix by its eigenvalues. */
export interface SymmetricInverse {
  /** `[n × n]`; directions without stiffness are left out. */
  readonly inverse: Float64Array
  /** How many directions were left out, and how many have a stiffness below zero. */
  readonly loose: number
  readonly falling: number
}

/**
 * Inverts a symmetric matrix, row-major `[n × n]`, of which both triangles are averaged.
 *
 * @param none stiffness this much below the largest is none
 */
export function invertSymmetric(H: Float64Array, n: number, none = 1e-9): SymmetricInverse {
  if (n === 0) return { inverse: new Float64Array(0), loose: 0, falling: 0 }
  const { values, vectors } = symmetricEigen(
    H.map((value, k) => (value + H[(k % n) * n + Math.floor(k / n)]) / 2),
    n,
  )
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const inverse = new Float64Array(n * n)
  for (let e = 0; e < n; e++) {
    if (!(Math.abs(values[e]) > none * largest)) continue
    for (let i = 0; i < n; i++) {
      const scaled = vectors[i * n + e] / values[e]
      for (let j = 0; j < n; j++) inverse[i * n + j] += scaled * vectors[j * n + e]
    }
  }
  const loose = values.reduce((count, value) => count + (Math.abs(value) > none * largest ? 0 : 1), 0)
  return { inverse, loose, falling: values.reduce((count, value) => count + (value < -none * largest ? 1 : 0), 0) }
}
