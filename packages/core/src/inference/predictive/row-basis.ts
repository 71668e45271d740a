import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { ShardSetup } from "../../objective/streaming/shard-setup.ts"
import { covarianceFactor } from "../covariance.ts"

/**
 * How derivatives of predictions become numbers in units of what the fit knows: a row x = ∂p/∂z gives `u = Bᵀx` with C = B Bᵀ the
 * covariance of the parameters, so that uᵀu is the variance of the prediction. Plain data, for threads.
 */
export interface RowBasis {
  /** As rows of structures are formed: every property, and no weights. */
  readonly setup: ShardSetup
  readonly rank: number
  /** B, row-major `[width × rank]`. */
  readonly factor: Float64Array
  /** Directions that no datum sees, in units of 1/`units`, row-major `[width × (width − rank)]`. */
  readonly unseen: Float64Array
  readonly units: Float64Array
}

/** The basis of a posterior. @param tolerance relative singular values that count as zero; n ε by default */
export function createRowBasis({ setup, joint }: { readonly setup: ShardSetup; readonly joint: Triangle }, tolerance?: number): RowBasis {
  const { rank, factor, unseen, units } = covarianceFactor(joint, tolerance)
  const { potential, baseline, columns, width, theta, scales } = setup
  const use = { energy: true, forces: true, stress: true }
  return { setup: { potential, baseline, columns, width, theta, scales, use, byAtoms: false }, rank, factor, unseen, units }
}

/** Part of a row beyond which it reaches into unseen directions. */
const REACH = 1e-8

/** ‖x‖ of a row, each parameter in units of 1/`units`. */
export function sizeOfRow({ units }: Pick<RowBasis, "units">, row: Float64Array): number {
  let squares = 0
  for (let k = 0; k < row.length; k++) squares += (row[k] / units[k]) ** 2
  return Math.sqrt(squares)
}

/**
 * Whether a prediction depends on what no datum sees: then nothing bounds its error.
 *
 * @param least size below which a row is rounding, as that of a force that symmetry forbids
 */
export function reachesUnseen(basis: RowBasis, row: Float64Array, least: number = 0): boolean {
  const { rank, unseen, units } = basis
  const { width } = basis.setup
  const open = width - rank
  if (open === 0) return false
  const size = Math.max(sizeOfRow(basis, row), least)
  for (let l = 0; l < open; l++) {
    let part = 0
    for (let k = 0; k < width; k++) part += (row[k] / units[k]) * unseen[k * open + l]
    if (Math.abs(part) > REACH * size) return true
  }
  return false
}

/** u = Bᵀx of one row x, `[rank]`. */
export function whitened({ rank, factor }: Pick<RowBasis, "rank" | "factor">, row: ArrayLike<number>): Float64Array {
  const u = new Float64Array(rank)
  for (let k = 0; k < row.length; k++) {
    if (row[k] === 0) continue
    for (let l = 0; l < rank; l++) u[l] += row[k] * factor[k * rank + l]
  }
  return u
}
