import { boxSpread, type PointwiseBox } from "../pops/pointwise-box.ts"
import { reachesUnseen, type RowBasis, whitened } from "./row-basis.ts"
import type { UncertaintyModel } from "./uncertainty-model.ts"

/** How sure a number is that follows from the parameters of a fit, in the unit of that number. */
export interface PropertyUncertainty {
  /** Standard deviation of the posterior, of the parameters alone; infinite where the number depends on what no datum sees. */
  readonly posterior: number
  /** What a form that cannot be right adds; `undefined` where the fit has no pointwise optimal parameters. */
  readonly misspecified?: MisspecifiedUncertainty
}

/** Spread of a number over the pointwise optimal parameters of the property of data over which it spreads most. */
export interface MisspecifiedUncertainty {
  /** Mean of the ensemble, less the number at the fit. */
  readonly shift: number
  /** Standard deviation, posterior included. */
  readonly deviation: number
  /** Half of its whole range, about the number plus the shift. */
  readonly reach: number
}

/**
 * Error bars of a number q that is measured with a fitted potential, by linearisation: with g = ∂q/∂θ, the row x = ∂q/∂z of the columns z
 * that were fitted and u = Bᵀx,
 *
 *     δ²q = gᵀ C g = uᵀu        δ²q (POPS) = uᵀu + Var_z∈box (uᵀz)
 *
 * as for predictions of energies and forces (`predictUncertainty`), whose pointwise optimal parameters these are: Swinburne & Perez, DOI
 * 10.1088/2632-2153/ad9fce. What relaxes must be differentiated with all that it depends on, as `Observable.derivative` does.
 *
 * @param gradient ∂q/∂θ, `[K]` of the potential alone, or of potential and baseline together
 * @param model of the same fit, where there is one; without it the posterior speaks alone
 */
export function propertyUncertainty(
  basis: RowBasis,
  gradient: ArrayLike<number>,
  model?: Pick<UncertaintyModel, "boxes">,
): PropertyUncertainty {
  const row = rowOf(basis, gradient)
  const u = whitened(basis, row)
  const posterior = reachesUnseen(basis, row) ? Infinity : Math.hypot(...u)
  const boxes = model ? Object.values(model.boxes).filter((box) => box !== null) : []
  if (boxes.length === 0) return { posterior }
  return { posterior, misspecified: widest(boxes, u, posterior) }
}

/** ∂q/∂z of the columns from ∂q/∂θ: several parameters may feed one column, as one column may be a logarithm. */
function rowOf({ setup: { columns, scales, width } }: RowBasis, gradient: ArrayLike<number>): Float64Array {
  const row = new Float64Array(width)
  for (let k = 0; k < gradient.length; k++) if (columns[k] >= 0) row[columns[k]] += gradient[k] * scales[k]
  return row
}

function widest(boxes: readonly PointwiseBox[], u: Float64Array, posterior: number): MisspecifiedUncertainty {
  const spreads = boxes.map((box) => boxSpread(box, u))
  const { mean, deviation, reach } = spreads.reduce((most, own) => (own.deviation > most.deviation ? own : most))
  const bounded = posterior < Infinity
  return { shift: mean, deviation: Math.hypot(posterior, deviation), reach: bounded ? reach : Infinity }
}
