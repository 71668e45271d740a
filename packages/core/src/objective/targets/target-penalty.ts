import type { Potential } from "../../potentials/potential.ts"
import { type Point, pointAt } from "../../properties/point.ts"
import { targetPredictions, targetRows } from "../../properties/targets/residuals.ts"
import type { Target } from "../../properties/targets/targets.ts"
import type { Penalty } from "../penalties/penalty.ts"

/**
 * Residuals `(prediction − value)/σ` of targets, with exact derivatives. Relaxations start anew from the crystals as they are given at every
 * θ: what they find depends on θ alone, so that a fit that is resumed goes on to the same bits.
 */
export function targetPenalty(potential: Potential, targets: readonly Target[]): Penalty {
  const count = potential.parameters.length
  let last: Point | undefined
  const pointOf = (theta: Float64Array): Point => {
    const own = theta.slice(0, count)
    if (last === undefined || !own.every((value, k) => Object.is(value, last?.theta[k]))) last = pointAt(potential, own)
    return last
  }
  return Object.freeze({
    name: "targets",
    rows: targets.length,
    parameters: potential.parameters.map((_, k) => k),
    residuals: (theta: Float64Array) => targetPredictions(pointOf(theta), targets).residuals,
    jacobian: (theta: Float64Array) => targetRows(pointOf(theta), targets),
  })
}
