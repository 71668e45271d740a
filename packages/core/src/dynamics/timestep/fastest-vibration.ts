import type { Structure } from "../../atoms/structure.ts"
import { symmetricEigenvalues } from "../../linalg/factorisations/symmetric-eigenvalues.ts"
import { norm } from "../../linalg/norm.ts"
import { normals, type RandomState } from "../../random/random.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"
import { dot } from "../minimise/curvature-memory.ts"
import type { Motion } from "../motion/motion.ts"

/** Steps of Lanczos's method, each with one evaluation: the largest eigenvalue is then known to a few per cent. */
const ITERATIONS = 10
/** Farthest that an atom is moved to see how forces change [Å]. */
const MOVE = 1e-3

/**
 * Angular frequency of the fastest vibration about a place that need be no minimum [rad/fs]: ω² is the largest eigenvalue of
 * `∂²E/∂r_a∂r_b/√(m_a m_b)`, found by C. Lanczos's method (doi:10.6028/jres.045.026) from differences of forces, which are
 * those of the motion. Zero where nothing holds the atoms.
 */
export function fastestVibration(motion: Motion, engine: ForceEngine, random: RandomState): number {
  const { masses, positions, numbers, cell, pbc } = motion
  const count = positions.length
  const weights = Float64Array.from(positions, (_, k) => 1 / Math.sqrt(masses[Math.floor(k / 3)]))
  const moved: Structure = { numbers, positions: positions.slice(), cell, pbc }
  let [direction, before, image] = [0, 1, 2].map(() => new Float64Array(count))
  normals(random, direction)
  scale(direction, 1 / norm(direction))
  const diagonal: number[] = []
  const beside: number[] = []
  for (let k = 0; k < Math.min(ITERATIONS, count); k++) {
    change(motion, engine, weights, direction, moved, image)
    const along = dot(direction, image)
    diagonal.push(along)
    for (let c = 0; c < count; c++) image[c] -= along * direction[c] + (k > 0 ? beside[k - 1] * before[c] : 0)
    const left = norm(image)
    if (!(left > 1e-9 * Math.abs(diagonal[0]))) break
    beside.push(left)
    scale(image, 1 / left)
    ;[before, direction, image] = [direction, image, before]
  }
  return Math.sqrt(Math.max(0, largestEigenvalue(diagonal, beside)))
}

/** `M^(−1/2) H M^(−1/2) u` into `out`, from the change of forces along u. */
function change(
  { positions, forces }: Motion,
  engine: ForceEngine,
  weights: Float64Array,
  u: Float64Array,
  moved: Structure,
  out: Float64Array,
): void {
  let farthest = 0
  for (let c = 0; c < u.length; c++) farthest = Math.max(farthest, Math.abs(weights[c] * u[c]))
  const step = MOVE / farthest
  for (let c = 0; c < u.length; c++) moved.positions[c] = positions[c] + step * weights[c] * u[c]
  const found = engine.evaluate(moved).forces
  for (let c = 0; c < u.length; c++) out[c] = (-weights[c] * (found[c] - forces[c])) / step
}

/** The largest eigenvalue of a symmetric tridiagonal matrix. */
function largestEigenvalue(diagonal: readonly number[], beside: readonly number[]): number {
  const n = diagonal.length
  const matrix = new Float64Array(n * n)
  diagonal.forEach((value, k) => (matrix[k * (n + 1)] = value))
  for (let k = 1; k < n; k++) matrix[(k - 1) * n + k] = beside[k - 1]
  return symmetricEigenvalues(matrix, n)[0]
}

function scale(a: Float64Array, factor: number): void {
  for (let c = 0; c < a.length; c++) a[c] *= factor
}
