import { dot, largest } from "../../dynamics/minimise/curvature-memory.ts"
import type { Structure } from "../../atoms/structure.ts"
import { tryEvaluate } from "../evaluate.ts"
import type { Point } from "../point.ts"
import { distance } from "./elastic-band.ts"
import { quasiNewton } from "./quasi-newton.ts"

const STEPS = 150
/** Forces that are left, in units of the stiffness [Å]. */
const TIGHT = 5e-6

/** A saddle, and what it is a saddle of. */
export interface Saddle {
  readonly structure: Structure
  /** [eV] */
  readonly energy: number
}

/**
 * The saddle next to an image of a path: it goes along the path against its force, across it with it (the climbing image of G. Henkelman,
 * B. P. Uberuaga, H. Jónsson, doi:10.1063/1.1329672), along being the direction between its neighbours throughout. Undefined where it
 * finds none between them.
 */
export function saddleBy(
  point: Point,
  [before, image, after]: readonly [Structure, Structure, Structure],
  stiffness: number,
): Saddle | undefined {
  const reach = distance(before.positions, after.positions)
  const τ = after.positions.map((x, c) => (x - before.positions[c]) / reach)
  let energy = Number.NaN
  let settled = false
  let lost = false
  const found = quasiNewton(
    image.positions,
    (positions) => {
      const answer = tryEvaluate(point, { ...image, positions })
      lost = answer === undefined || distance(positions, image.positions) > reach
      if (!answer) return new Float64Array(positions.length)
      energy = answer.energy
      settled = largest(answer.forces) <= TIGHT * stiffness
      const along = dot(answer.forces, τ)
      return answer.forces.map((force, c) => force - 2 * along * τ[c])
    },
    () => settled || lost,
    { iterations: STEPS, stiffness: 6 * stiffness },
  )
  return settled && !lost ? { structure: { ...image, positions: found.x }, energy } : undefined
}
