import { kernels } from "../../kernels/kernels.ts"
import { blockAt, transposed } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { kernelCopy } from "../../linalg/dense/kernel-arrays.ts"
import { cholesky } from "../../linalg/factorisations/cholesky.ts"
import { accumulate } from "../../linalg/triangle/accumulate.ts"
import { invertUpper, solveUpperTransposedMany } from "../../linalg/triangle/solve-triangular.ts"
import { factorOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { LabelCandidate } from "./label-candidate.ts"
import { downdate } from "./downdate.ts"

/** Predictions that shall be known well. */
export interface DesignAim {
  /** Mean of uᵀu over them, row-major `[rank × rank]`. */
  readonly gram: Float64Array
  /** How much the logarithm of their mean variance counts. */
  readonly weight: number
}

/**
 * What a set of structures tells, in units of what was known before: information `1 + Σ TᵀT = RᵀR`, covariance `R⁻¹R⁻ᵀ`. Each new datum
 * turns it into another one, by exact updates and downdates of R.
 */
export interface Design {
  readonly rank: number
  /** R, with a residual of zero. */
  readonly triangle: Triangle
  /** R⁻¹, row-major `[rank × rank]`. */
  readonly inverse: Float64Array
  readonly aims: readonly AimState[]
}

/** An aim seen from a design. */
export interface AimState extends DesignAim {
  /** R⁻ᵀ gram R⁻¹ in the other order, `[rank × rank]`: what is left to learn of it, by direction of the design. */
  readonly open: Float64Array
  /** Mean variance of the predictions: its trace. */
  readonly variance: number
}

/** What one more structure would bring. */
export interface Gain {
  /** ½ log₂ det ratio of the information: what is learnt of the parameters [bits]. */
  readonly bits: number
  /** Σ weight × fall of the logarithm of the mean variance of aims; `bits` × ln 2 where there are none. */
  readonly value: number
}

/** The design of no structure. */
export function emptyDesign(rank: number, aims: readonly DesignAim[]): Design {
  const data = new Float64Array(rank * (rank + 1))
  for (let k = 0; k < rank; k++) data[k * (rank + 2)] = 1
  return designOf({ n: rank, data, rows: 0 }, aims)
}

/** The design with a structure more. */
export function withStructure(design: Design, { rows, height }: LabelCandidate): Design {
  const { rank, triangle, aims } = design
  const wide = new Float64Array(height * (rank + 1))
  for (let i = 0; i < height; i++) wide.set(rows.subarray(i * rank, (i + 1) * rank), i * (rank + 1))
  return designOf(accumulate({ ...triangle, data: triangle.data.slice() }, wide, height), aims)
}

/** The design with a structure of it less. */
export function withoutStructure({ rank, triangle, inverse, aims }: Design, { rows, height }: LabelCandidate): Design {
  const R = downdate(factorOf(triangle), rank, rows, height, inverse)
  if (!R) throw new Error("a structure is taken out of a design that it is not in")
  const data = new Float64Array(rank * (rank + 1))
  for (let i = 0; i < rank; i++) data.set(R.subarray(i * rank, (i + 1) * rank), i * (rank + 1))
  return designOf({ n: rank, data, rows: triangle.rows - height }, aims)
}

function designOf(triangle: Triangle, aims: readonly DesignAim[]): Design {
  const rank = triangle.n
  const inverse = invertUpper(factorOf(triangle), rank, rank)
  return { rank, triangle, inverse, aims: aims.map((aim) => seenFrom(aim, inverse, rank)) }
}

function seenFrom({ gram, weight }: DesignAim, inverse: Float64Array, rank: number): AimState {
  const { heap } = kernels()
  return heap.scope(() => {
    const B = blockAt(kernelCopy(inverse), rank)
    const half = blockAt(heap.f64(rank * rank), rank)
    const open = heap.f64(rank * rank)
    dense().multiply(rank, rank, rank, 1, blockAt(kernelCopy(gram), rank), B, half)
    dense().multiply(rank, rank, rank, 1, transposed(B), half, blockAt(open, rank))
    let variance = 0
    for (let k = 0; k < rank; k++) variance += open[k * (rank + 1)]
    return { gram, weight, open: open.slice(), variance }
  })
}

/**
 * What a structure of rows T would bring to a design, with U = T R⁻¹ and S = 1 + U Uᵀ = L Lᵀ:
 *
 *     bits = ½ log₂ det S        fall of an aim's variance = Σ (P G) ∘ P,   P = L⁻¹U,   G = R⁻ᵀ gram R⁻¹
 *
 * V. V. Fedorov, Theory of Optimal Experiments (1972), ch. 2; A. Atkinson & A. Donev, Optimum Experimental Designs (1992), ch. 10–11.
 */
export function gainOf({ rank, inverse, aims }: Design, { rows, height }: LabelCandidate): Gain {
  if (height === 0) return { bits: 0, value: 0 }
  const { heap } = kernels()
  return heap.scope(() => {
    const U = heap.f64(height * rank)
    dense().multiply(height, rank, rank, 1, blockAt(kernelCopy(rows), rank), blockAt(kernelCopy(inverse), rank), blockAt(U, rank))
    const S = heap.f64(height * height)
    for (let i = 0; i < height; i++) S[i * (height + 1)] = 1
    dense().multiply(height, height, rank, 1, blockAt(U, rank), transposed(blockAt(U, rank)), blockAt(S, height))
    const factorised = cholesky(S, height)
    if (!factorised.ok) throw new Error("a derivative of a prediction is not finite")
    const { L } = factorised
    let nats = 0
    for (let i = 0; i < height; i++) nats += Math.log(L[i * (height + 1)])
    if (aims.length === 0) return { bits: nats / Math.LN2, value: nats }
    const P = kernelCopy(solveUpperTransposedMany(transposeOf(L, height), height, height, U, rank))
    let value = 0
    for (const { open, weight, variance } of aims) {
      const product = heap.f64(height * rank)
      dense().multiply(height, rank, rank, 1, blockAt(P, rank), blockAt(kernelCopy(open), rank), blockAt(product, rank))
      let fall = 0
      for (let at = 0; at < product.length; at++) fall += product[at] * P[at]
      // What is left is above zero but for rounding.
      value -= weight * Math.log(Math.max(1 - fall / variance, Number.EPSILON))
    }
    return { bits: nats / Math.LN2, value }
  })
}

function transposeOf(L: Float64Array, n: number): Float64Array {
  const R = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) R[j * n + i] = L[i * n + j]
  return R
}
