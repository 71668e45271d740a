import { goldenSection } from "../../../linalg/golden-section.ts"
import type { RidgePoint } from "./ridge-point.ts"

/** Evaluations that the minimum of a grid is refined with. */
const REFINEMENTS = 12

/**
 * A grid of rising λ with more points about its minimum: golden section on ln λ between the neighbours of the best point.
 */
export function refineMinimum(grid: readonly RidgePoint[], at: (lambda: number) => RidgePoint): RidgePoint[] {
  const points = [...grid]
  const best = points.reduce((found, { criterion }, i) => (criterion < points[found].criterion ? i : found), 0)
  if (best === 0 || best === points.length - 1) return points
  const own: RidgePoint[] = []
  const evaluate = (log: number): number => {
    const point = at(Math.exp(log))
    own.push(point)
    return point.criterion
  }
  goldenSection(evaluate, Math.log(points[best - 1].lambda), Math.log(points[best + 1].lambda), REFINEMENTS)
  return [...points, ...own].sort((one, other) => one.lambda - other.lambda)
}

/** Step of ln λ for the differences that a curvature is made of. */
const STEP = 0.05

/**
 * The points of an L-curve, ½ ln of the penalty against ½ ln χ² with λ along it, with minus its curvature as their criterion: the corner
 * is where it bends most. Curvatures by differences in ln λ, and more points about the corner.
 */
export function bendOf(grid: readonly RidgePoint[], at: (lambda: number) => RidgePoint): RidgePoint[] {
  const bent = (lambda: number): RidgePoint => {
    const [before, here, after] = [at(lambda * Math.exp(-STEP)), at(lambda), at(lambda * Math.exp(STEP))]
    return { ...here, criterion: -curvature(before, here, after) }
  }
  return refineMinimum(
    grid.map(({ lambda }) => bent(lambda)),
    bent,
  )
}

/** Signed curvature (χ′π″ − χ″π′)/(χ′² + π′²)^1.5 of a curve (χ, π): positive where an L bends. */
function curvature(before: RidgePoint, here: RidgePoint, after: RidgePoint): number {
  const [a, b, c] = [before, here, after].map(({ chiSquared, penaltySquared }) => [
    0.5 * Math.log(chiSquared),
    0.5 * Math.log(penaltySquared),
  ])
  const [dx, dy] = [(c[0] - a[0]) / (2 * STEP), (c[1] - a[1]) / (2 * STEP)]
  const [ddx, ddy] = [(c[0] - 2 * b[0] + a[0]) / STEP ** 2, (c[1] - 2 * b[1] + a[1]) / STEP ** 2]
  const speed = dx * dx + dy * dy
  // Where λ moves neither, rounding must not look like a corner.
  return speed > 1e-10 ? (dx * ddy - ddx * dy) / speed ** 1.5 : -Infinity
}
