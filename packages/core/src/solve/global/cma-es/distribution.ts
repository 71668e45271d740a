import { norm } from "../../../linalg/norm.ts"
import { symmetricEigen } from "../../../linalg/factorisations/symmetric-eigen.ts"
import type { Draws } from "../draws.ts"
import { plain } from "../search.ts"
import type { Strategy } from "./strategy.ts"

/** N(mean, σ² C), with the paths of its evolution. Plain data. */
export interface Distribution {
  readonly mean: readonly number[]
  readonly sigma: number
  /** Row-major `[n × n]`, symmetric. */
  readonly covariance: readonly number[]
  readonly sigmaPath: readonly number[]
  readonly path: readonly number[]
  /** C = B D² Bᵀ, as it was `age` generations ago: columns of B, row-major, and D. */
  readonly axes: readonly number[]
  readonly lengths: readonly number[]
  readonly age: number
  readonly generation: number
}

/** N(mean, σ² 1) */
export function startDistribution(mean: readonly number[], sigma: number): Distribution {
  const n = mean.length
  const unit = Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0))
  const zero = mean.map(() => 0)
  return { mean, sigma, covariance: unit, sigmaPath: zero, path: zero, axes: unit, lengths: mean.map(() => 1), age: 0, generation: 0 }
}

/** The steps y ~ N(0, C) of a population, `[λ][n]`: points are mean + σ y. */
export function sampleSteps({ axes, lengths }: Distribution, { n, population }: Strategy, draws: Draws): Float64Array[] {
  const z = new Float64Array(n)
  return Array.from({ length: population }, () => {
    for (let k = 0; k < n; k++) z[k] = lengths[k] * draws.normal()
    return times(axes, z)
  })
}

/** The distribution after a generation whose steps are given from best to worst. */
export function updateDistribution(old: Distribution, ranked: readonly Float64Array[], strategy: Strategy): Distribution {
  const { n, weights, parents, mass, cSigma, dSigma, cC, c1, cMu, expectedNorm } = strategy
  const shift = new Float64Array(n)
  for (let i = 0; i < parents; i++) for (let k = 0; k < n; k++) shift[k] += weights[i] * ranked[i][k]
  const generation = old.generation + 1
  const whitened = whiten(old, shift)
  const sigmaPath = old.sigmaPath.map((value, k) => (1 - cSigma) * value + Math.sqrt(cSigma * (2 - cSigma) * mass) * whitened[k])
  const length = norm(Float64Array.from(sigmaPath))
  // A path that grows fast says that σ is too small, not that C should grow along it.
  const steady = length / Math.sqrt(1 - (1 - cSigma) ** (2 * generation)) < (1.4 + 2 / (n + 1)) * expectedNorm
  const path = old.path.map((value, k) => (1 - cC) * value + (steady ? Math.sqrt(cC * (2 - cC) * mass) * shift[k] : 0))
  const own = weights.map((weight, i) => (weight >= 0 ? weight : (weight * n) / (norm(whiten(old, ranked[i])) ** 2 + Number.MIN_VALUE)))
  const keep = 1 + c1 * (steady ? 0 : cC * (2 - cC)) - c1 - cMu * weights.reduce((total, weight) => total + weight, 0)
  const covariance = new Float64Array(n * n)
  for (let p = 0; p < n; p++) {
    for (let q = p; q < n; q++) {
      let spread = 0
      for (let i = 0; i < ranked.length; i++) spread += own[i] * ranked[i][p] * ranked[i][q]
      const value = keep * old.covariance[p * n + q] + c1 * path[p] * path[q] + cMu * spread
      covariance[p * n + q] = value
      covariance[q * n + p] = value
    }
  }
  const next = {
    mean: old.mean.map((value, k) => value + old.sigma * shift[k]),
    // The exponent is bounded, so that one lucky generation cannot throw σ away.
    sigma: old.sigma * Math.exp(Math.min(1, (cSigma / dSigma) * (length / expectedNorm - 1))),
    covariance: plain(covariance),
    sigmaPath,
    path,
    generation,
  }
  if (old.age + 1 < strategy.lag) return { ...next, axes: old.axes, lengths: old.lengths, age: old.age + 1 }
  const { values, vectors } = symmetricEigen(covariance, n)
  return { ...next, axes: plain(vectors), lengths: plain(values.map((value) => Math.sqrt(Math.max(0, value)))), age: 0 }
}

/** C^(−1/2) y = B D⁻¹ Bᵀ y */
function whiten({ axes, lengths }: Distribution, y: Float64Array): Float64Array {
  const n = y.length
  const inner = Float64Array.from(lengths, (length, j) => {
    let sum = 0
    for (let k = 0; k < n; k++) sum += axes[k * n + j] * y[k]
    return length > 0 ? sum / length : 0
  })
  return times(axes, inner)
}

function times(matrix: readonly number[], vector: Float64Array): Float64Array {
  const n = vector.length
  return vector.map((_, i) => {
    let sum = 0
    for (let j = 0; j < n; j++) sum += matrix[i * n + j] * vector[j]
    return sum
  })
}
