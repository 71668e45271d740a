import type { Configuration } from "../../atoms/structure.ts"
import { invertUpper } from "../../linalg/triangle/solve-triangular.ts"
import { cholesky } from "../../linalg/factorisations/cholesky.ts"
import { observationRange } from "../../observables/observation.ts"
import { properties } from "../../observables/property.ts"
import { classKey } from "../data-class.ts"
import { type ChunkNoise, type StructureNoise, weighBlock } from "./chunk-noise.ts"

/**
 * Sums over the data of one class, whose residuals r (each times √weight) have covariance V = σ² + C: what the likelihood and its
 * derivatives with respect to σ² are made of.
 */
export interface WhiteSums {
  readonly rows: number
  /** rᵀV⁻¹r */
  readonly square: number
  /** ln |V| */
  readonly logDeterminant: number
  /** |V⁻¹r|² */
  readonly slope: number
  /** tr V⁻¹ */
  readonly trace: number
  /** rᵀV⁻³r, whose expectation is tr V⁻². */
  readonly curvature: number
  /** tr V */
  readonly variance: number
}

/** Factors of V/σ², and the sums at them. */
export interface WhiteRows {
  readonly noise: ChunkNoise
  /** By class key. */
  readonly sums: ReadonlyMap<string, WhiteSums>
}

const nothing: WhiteSums = { rows: 0, square: 0, logDeterminant: 0, slope: 0, trace: 0, curvature: 0, variance: 0 }

/** The sums of two parts of a class together. */
export function addWhiteSums(a: WhiteSums | undefined, b: WhiteSums): WhiteSums {
  if (!a) return b
  return {
    rows: a.rows + b.rows,
    square: a.square + b.square,
    logDeterminant: a.logDeterminant + b.logDeterminant,
    slope: a.slope + b.slope,
    trace: a.trace + b.trace,
    curvature: a.curvature + b.curvature,
    variance: a.variance + b.variance,
  }
}

/**
 * Factors by which rows of a chunk become independent and of one σ, where noise is σ with known covariances beside it.
 *
 * @param residuals of each configuration, NaN where there is no datum
 * @param covariances of its structures, as `roundingCovariance` gives them
 * @param sigmas by class key
 */
export function whiten(
  configurations: readonly Configuration[],
  residuals: readonly Float64Array[],
  covariances: readonly StructureNoise[],
  sigmas: ReadonlyMap<string, number>,
): WhiteRows {
  const sums = new Map<string, WhiteSums>()
  const structures = configurations.map(({ structure, group, weights }, s): StructureNoise => {
    const factors: { -readonly [property in keyof StructureNoise]: StructureNoise[property] } = {}
    for (const property of properties) {
      const packed = covariances[s][property]
      const key = classKey(group, property)
      const sigma = sigmas.get(key)
      if (packed === undefined || sigma === undefined) continue
      const [from, to] = observationRange(property, structure.numbers.length)
      const root = Math.sqrt(weights[property])
      const there = residuals[s].subarray(from, to).filter((residual) => !Number.isNaN(residual))
      const one = whitenBlock(
        packed,
        there.map((residual) => root * residual),
        sigma,
      )
      factors[property] = one.factor
      sums.set(key, addWhiteSums(sums.get(key) ?? nothing, one.sums))
    }
    return factors
  })
  return { noise: { form: "factors", structures }, sums }
}

/** The factor of one block. */
export interface CovarianceFactor {
  /** L with L Lᵀ = 1 + C/σ², dense `[n × n]`. */
  readonly L: Float64Array
  /** The same, its lower triangle packed by rows. */
  readonly factor: Float64Array
}

/** Factorises V/σ² of one property of a structure. @param packed C, its lower triangle by rows */
export function factorCovariance(packed: Float64Array, n: number, sigma: number): CovarianceFactor {
  const scaled = new Float64Array(n * n)
  for (let i = 0, at = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) scaled[i * n + k] = packed[at++] / sigma ** 2
    scaled[i * (n + 1)] += 1
  }
  const factored = cholesky(scaled, n)
  if (!factored.ok) throw new Error("a covariance with σ² on its diagonal has no Cholesky factor")
  const { L } = factored
  const factor = new Float64Array(packed.length)
  for (let i = 0, at = 0; i < n; i++) for (let k = 0; k <= i; k++) factor[at++] = L[i * n + k]
  return { L, factor }
}

/**
 * Residuals as they would be of σ alone: what each is off from what the others, by their covariance, make expected of it, in standard
 * deviations of that, times σ,
 *
 *     σ (V⁻¹r)_i / √(V⁻¹)_ii
 *
 * which is r where nothing stands beside σ, and has the variance σ² where V is right. Source: R. D. Cook, S. Weisberg, *Residuals and
 * Influence in Regression* (1982), of deletion residuals.
 */
export function residualsBeside({ L, factor }: CovarianceFactor, r: Float64Array): Float64Array {
  const n = r.length
  const y = r.slice()
  weighBlock("factors", factor, y, n, 1)
  const inverse = invertUpper(transposed(L, n), n, n)
  return solveTransposed(L, n, y).map((value, i) => {
    let own = 0
    for (let k = i; k < n; k++) own += inverse[i * n + k] ** 2
    return value / Math.sqrt(own)
  })
}

function whitenBlock(packed: Float64Array, r: Float64Array, sigma: number): { readonly factor: Float64Array; readonly sums: WhiteSums } {
  const n = r.length
  const { L, factor } = factorCovariance(packed, n, sigma)
  let variance = 0
  let logDeterminant = 2 * n * Math.log(sigma)
  for (let i = 0, at = 0; i < n; i++) {
    at += i
    variance += packed[at]
    logDeterminant += 2 * Math.log(factor[at])
    at++
  }
  const y = r.slice()
  weighBlock("factors", factor, y, n, 1)
  const inside = solveTransposed(L, n, y)
  const deeper = inside.slice()
  weighBlock("factors", factor, deeper, n, 1)
  const inverse = invertUpper(transposed(L, n), n, n)
  return {
    factor,
    sums: {
      rows: n,
      square: squares(y) / sigma ** 2,
      logDeterminant,
      slope: squares(inside) / sigma ** 4,
      trace: squares(inverse) / sigma ** 2,
      curvature: squares(deeper) / sigma ** 6,
      variance: variance + n * sigma ** 2,
    },
  }
}

/** L⁻ᵀ y */
function solveTransposed(L: Float64Array, n: number, y: Float64Array): Float64Array {
  const x = y.slice()
  for (let i = n - 1; i >= 0; i--) {
    x[i] /= L[i * n + i]
    for (let k = 0; k < i; k++) x[k] -= L[i * n + k] * x[i]
  }
  return x
}

function transposed(L: Float64Array, n: number): Float64Array {
  const R = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let k = 0; k <= i; k++) R[k * n + i] = L[i * n + k]
  return R
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0)
}
