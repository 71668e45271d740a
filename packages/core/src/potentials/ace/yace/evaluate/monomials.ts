import type { AceCentre } from "../../model.ts"

/** The functions B of a centre and, backwards, what a change of A does to a sum of them. */
export interface CentreSums {
  /** Writes B of the one-particle sums A. */
  forward(A: Float64Array, B: Float64Array): void
  /** Writes Σ_k slopes_k ∂B_k/∂A_a; after `forward` with the same A. */
  backward(A: Float64Array, slopes: Float64Array, out: Float64Array): void
}

/** Sums of products, one after the other, as they stand in the model. */
export function centreSums({ species, monomials, functions }: AceCentre): CentreSums {
  const count = monomials.offsets.length - 1
  const products = new Float64Array(count)
  const weights = new Float64Array(count)
  const longest = Math.max(0, ...Array.from({ length: count }, (_, t) => monomials.offsets[t + 1] - monomials.offsets[t]))
  const before = new Float64Array(longest + 1)
  return Object.freeze({
    forward(A: Float64Array, B: Float64Array): void {
      for (let t = 0; t < count; t++) {
        let product = 1
        for (let v = monomials.offsets[t]; v < monomials.offsets[t + 1]; v++) product *= A[monomials.factors[v]]
        products[t] = product
      }
      for (let k = 0; k + 1 < functions.offsets.length; k++) {
        let sum = 0
        for (let e = functions.offsets[k]; e < functions.offsets[k + 1]; e++)
          sum += functions.coefficients[e] * products[functions.monomials[e]]
        B[k] = sum
      }
    },
    backward(A: Float64Array, slopes: Float64Array, out: Float64Array): void {
      weights.fill(0)
      for (let k = 0; k + 1 < functions.offsets.length; k++) {
        for (let e = functions.offsets[k]; e < functions.offsets[k + 1]; e++)
          weights[functions.monomials[e]] += slopes[k] * functions.coefficients[e]
      }
      out.fill(0, 0, species.length)
      for (let t = 0; t < count; t++) {
        const start = monomials.offsets[t]
        const rank = monomials.offsets[t + 1] - start
        before[0] = weights[t]
        for (let v = 0; v < rank; v++) before[v + 1] = before[v] * A[monomials.factors[start + v]]
        let after = 1
        for (let v = rank - 1; v >= 0; v--) {
          const a = monomials.factors[start + v]
          out[a] += before[v] * after
          after *= A[a]
        }
      }
    },
  })
}
