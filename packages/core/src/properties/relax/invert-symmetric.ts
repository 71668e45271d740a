import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"

/** `H⁻¹` of a symmetric matrix by its eigenvalues. */
export interface SymmetricInverse {
  /** `[n × n]`; directions without stiffness are left out. */
  readonly inverse: Float64Array
  /** Smallest eigenvalue; Infinity of an empty matrix. */
  readonly softest: number
}

/** Stiffness this much below the largest is none. */
const NONE = 1e-9

/** Inverts a symmetric matrix, row-major `[n × n]`, of which both triangles are averaged. */
export function invertSymmetric(H: Float64Array, n: number): SymmetricInverse {
  if (n === 0) return { inverse: new Float64Array(0), softest: Infinity }
  const { values, vectors } = symmetricEigen(
    H.map((value, k) => (value + H[(k % n) * n + Math.floor(k / n)]) / 2),
    n,
  )
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const inverse = new Float64Array(n * n)
  for (let e = 0; e < n; e++) {
    if (!(Math.abs(values[e]) > NONE * largest)) continue
    for (let i = 0; i < n; i++) {
      const scaled = vectors[i * n + e] / values[e]
      for (let j = 0; j < n; j++) inverse[i * n + j] += scaled * vectors[j * n + e]
    }
  }
  return { inverse, softest: values[0] }
}
