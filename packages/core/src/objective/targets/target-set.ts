import type { Potential } from "../../potentials/potential.ts"
import { type Point, pointAt } from "../../properties/point.ts"
import { type TargetPredictions, targetPredictions, targetRows } from "../../properties/targets/residuals.ts"
import type { Target } from "../../properties/targets/targets.ts"
import type { Penalty } from "../penalties/penalty.ts"

/** Properties of crystals that a potential shall have, in the objective of its fit. */
export interface TargetSet {
  readonly targets: readonly Target[]
  /** Whether their weights are raised until each is met within its σ. */
  readonly held: boolean
  /** Residuals `(prediction − value)/σ` with exact derivatives. */
  readonly penalty: Penalty
  /** At θ of the potential, or of potential and baseline. */
  predictions(theta: Float64Array): TargetPredictions
}

/**
 * Targets of a potential. Relaxations start anew from the crystals as they are given at every θ: what they find depends on θ alone, so that
 * a fit that is resumed goes on to the same bits.
 */
export function createTargetSet(potential: Potential, targets: readonly Target[], held = true): TargetSet {
  const count = potential.parameters.length
  let last: Point | undefined
  const pointOf = (theta: Float64Array): Point => {
    const own = theta.slice(0, count)
    if (last === undefined || !own.every((value, k) => Object.is(value, last?.theta[k]))) last = pointAt(potential, own)
    return last
  }
  const predictions = (theta: Float64Array): TargetPredictions => targetPredictions(pointOf(theta), targets)
  return Object.freeze({
    targets,
    held: held && targets.length > 0,
    predictions,
    penalty: Object.freeze({
      name: "targets",
      rows: targets.length,
      parameters: potential.parameters.map((_, k) => k),
      residuals: (theta: Float64Array) => predictions(theta).residuals,
      jacobian: (theta: Float64Array) => targetRows(pointOf(theta), targets),
    }),
  })
}
