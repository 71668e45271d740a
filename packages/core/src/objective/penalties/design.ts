import { columnScales, type ParameterSpace } from "../parameter-space.ts"
import type { Penalty } from "./penalty.ts"

/** Residuals of all penalties at θ, one after the other. */
export function penaltyResiduals(penalties: readonly Penalty[], theta: Float64Array): Float64Array {
  return Float64Array.from(penalties.flatMap((penalty) => [...penalty.residuals(theta)]))
}

/**
 * Rows `[∂r/∂columns | r]` of all penalties at θ, row-major `[rows × (columns + 1)]`, by the chain rule of ties and transforms; what
 * `priorDesign` is for priors.
 */
export function penaltyDesign(penalties: readonly Penalty[], space: ParameterSpace, theta: Float64Array): Float64Array {
  const columns = space.profiled.length + space.free.length
  const scales = columnScales(space, theta)
  const design = new Float64Array(penalties.reduce((sum, { rows }) => sum + rows, 0) * (columns + 1))
  let at = 0
  for (const penalty of penalties) {
    const residuals = penalty.residuals(theta)
    const J = penalty.jacobian(theta)
    const { parameters } = penalty
    for (let i = 0; i < penalty.rows; i++, at += columns + 1) {
      parameters.forEach((k, j) => {
        if (space.columns[k] >= 0) design[at + space.columns[k]] += J[i * parameters.length + j] * scales[k]
      })
      design[at + columns] = residuals[i]
    }
  }
  return design
}

/** `linear` of a space, less the free parameters that penalties depend on: their residuals bend. */
export function linearBeside(penalties: readonly Penalty[], space: ParameterSpace): readonly boolean[] {
  const bent = new Set(penalties.flatMap(({ parameters }) => parameters.map((k) => space.columns[k] - space.profiled.length)))
  return space.linear.map((linear, i) => linear && !bent.has(i))
}
