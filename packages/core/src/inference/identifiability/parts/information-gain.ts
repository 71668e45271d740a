import { kernels } from "../../../kernels/kernels.ts"
import { blockAt } from "../../../linalg/dense/backend.ts"
import { dense } from "../../../linalg/dense/dense.ts"
import { kernelCopy } from "../../../linalg/dense/kernel-arrays.ts"
import { svd } from "../../../linalg/factorisations/svd.ts"
import { scaleColumns } from "../../../linalg/triangle/change-columns.ts"
import { conditionOf } from "../../../linalg/triangle/condition.ts"
import { columnNorms } from "../../../linalg/triangle/measures.ts"
import { factorOf, type Triangle } from "../../../linalg/triangle/triangle.ts"
import type { CovarianceFactor } from "../../covariance.ts"

/** What a part adds to all others. */
export interface InformationGain {
  /**
   * ½ log₂ det(A)/det(A′) of the information A with the part and A′ without it, over the directions that A′ sees: how many bits the part
   * adds to what the others say of the parameters.
   */
  readonly bits: number
  /** Directions that A sees and A′ does not: there the part adds without limit, and they are counted instead. */
  readonly opens: number
}

/** Directions in which A′ has less than this part of the information count as not seen by it. */
const NOTHING = 1e-24

/** Condition up to which determinants can be read from the diagonals of triangles. */
const MODERATE = 1e10

/**
 * What the rows that are in `all` and not in `others` add. With A = RᵀR, C = BBᵀ its inverse and R′ of the others, the singular values s of
 * R′B are between 0 and 1, and the bits are −Σ log₂ s over those that are not zero.
 */
export function informationGain(all: Triangle, { rank, factor }: CovarianceFactor, others: Triangle): InformationGain {
  const { n } = all
  if (rank === n && isModerate(all) && isModerate(others)) return { bits: halfLogDeterminant(all) - halfLogDeterminant(others), opens: 0 }
  const values = rank === 0 ? new Float64Array(0) : svd(timesFactor(others, factor, rank), n, rank).values
  const seen = values.filter((value) => value * value > NOTHING)
  return { bits: seen.reduce((sum, value) => sum - Math.log2(Math.min(1, value)), 0), opens: rank - seen.length }
}

/** ‖R B‖²_F: of as many parameters as are determined, those that a part decides. Over all parts they add up to the rank. */
export function decidedBy(part: Triangle, { rank, factor }: CovarianceFactor): number {
  return rank === 0 ? 0 : timesFactor(part, factor, rank).reduce((sum, value) => sum + value * value, 0)
}

function isModerate(triangle: Triangle): boolean {
  const { n } = triangle
  const norms = columnNorms(triangle)
  if (norms.some((size) => size === 0)) return false
  return (
    conditionOf(
      factorOf(
        scaleColumns(
          triangle,
          norms.map((size) => 1 / size),
        ),
      ),
      n,
      n,
    ) < MODERATE
  )
}

function halfLogDeterminant({ n, data }: Triangle): number {
  let sum = 0
  for (let i = 0; i < n; i++) sum += Math.log2(Math.abs(data[i * (n + 2)]))
  return sum
}

/** R B, row-major `[n × rank]`. */
function timesFactor(triangle: Triangle, B: Float64Array, rank: number): Float64Array {
  const { n } = triangle
  const { heap } = kernels()
  return heap.scope(() => {
    const product = heap.f64(n * rank)
    dense().multiply(n, rank, n, 1, blockAt(kernelCopy(factorOf(triangle)), n), blockAt(kernelCopy(B), rank), blockAt(product, rank))
    return product.slice()
  })
}
