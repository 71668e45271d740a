import type { Structure } from "../../atoms/structure.ts"
import { normals, type RandomState } from "../../random/random.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"
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
  scale(direction, 1 / length(direction))
  const diagonal: number[] = []
  const beside: number[] = []
  for (let k = 0; k < Math.min(ITERATIONS, count); k++) {
    change(motion, engine, weights, direction, moved, image)
    const along = dot(direction, image)
    diagonal.push(along)
    for (let c = 0; c < count; c++) image[c] -= along * direction[c] + (k > 0 ? beside[k - 1] * before[c] : 0)
    const left = length(image)
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

/** The largest eigenvalue of a symmetric tridiagonal matrix, by bisection with the signs of its Sturm sequence. */
function largestEigenvalue(diagonal: readonly number[], beside: readonly number[]): number {
  const reach = diagonal.map((value, k) => value + Math.abs(beside[k - 1] ?? 0) + Math.abs(k + 1 < diagonal.length ? beside[k] : 0))
  let high = Math.max(...reach)
  let low = Math.max(...diagonal)
  for (let k = 0; k < 60 && high > low; k++) {
    const middle = (low + high) / 2
    let pivot = 1
    const isAbove = diagonal.every((value, i) => (pivot = middle - value - (i > 0 ? beside[i - 1] ** 2 / pivot : 0)) > 0)
    if (isAbove) high = middle
    else low = middle
  }
  return high
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let c = 0; c < a.length; c++) sum += a[c] * b[c]
  return sum
}

function length(a: Float64Array): number {
  return Math.sqrt(dot(a, a))
}

function scale(a: Float64Array, factor: number): void {
  for (let c = 0; c < a.length; c++) a[c] *= factor
}
