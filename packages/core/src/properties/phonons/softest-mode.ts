import { massOf } from "../../atoms/elements.ts"
import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"
import { dynamicalMatrix } from "./dynamical-matrix.ts"
import type { ForceConstants } from "./force-constants.ts"

/** What moves in a vibration. */
export interface Moving {
  /** Atomic number of the atom that moves farthest. */
  readonly number: number
  /** Unit vector along which it does, its largest component positive. */
  readonly direction: Float64Array
}

/**
 * The atom that moves farthest in the lowest vibration at a wave vector, and where to: the long axis of its ellipse.
 *
 * @param q in units of the reciprocal vectors of the cell
 */
export function softestMode(constants: Pick<ForceConstants, "numbers" | "constants">, q: ArrayLike<number>): Moving {
  const { numbers } = constants
  const size = 3 * numbers.length
  const { vectors } = symmetricEigen(dynamicalMatrix(constants)(q).slice(), 2 * size)
  const axes = Array.from(numbers, (number, i) => {
    const part = (from: number): Float64Array =>
      Float64Array.from({ length: 3 }, (_, c) => vectors[(from + 3 * i + c) * 2 * size] / Math.sqrt(massOf(number)))
    return longAxis(part(0), part(size))
  })
  const far = axes.reduce((best, axis, i) => (Math.hypot(...axis) > Math.hypot(...axes[best]) + 1e-9 ? i : best), 0)
  const length = Math.hypot(...axes[far])
  const largest = axes[far].reduce((most, x) => (Math.abs(x) > Math.abs(most) + 1e-9 ? x : most), 0)
  return { number: numbers[far], direction: axes[far].map((x) => x / (Math.sign(largest) * length)) }
}

/** Half the long axis of the ellipse `u cos φ − v sin φ`: at `tan 2φ = −2 u·v/(u² − v²)`. */
function longAxis(u: Float64Array, v: Float64Array): Float64Array {
  const [uu, vv, uv] = [dot(u, u), dot(v, v), dot(u, v)]
  const φ = Math.atan2(-2 * uv, uu - vv) / 2
  return u.map((x, c) => x * Math.cos(φ) - v[c] * Math.sin(φ))
}

function dot(a: Float64Array, b: Float64Array): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
