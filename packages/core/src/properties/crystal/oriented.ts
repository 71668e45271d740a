import { inverse, timesMatrix } from "../../atoms/cell.ts"
import { Failure } from "../../failure/failure.ts"
import type { Crystal } from "./crystal.ts"
import { coprime, wholeBasis } from "./whole-basis.ts"

/** A lattice seen along a plane. */
export interface PlaneLattice {
  /** Two lattice vectors in the plane, reduced, then one to the next plane, as short as lattice vectors allow; rows, `[9]` [Å]. */
  readonly cell: Float64Array
  /** Unit vector across the plane, on the side of (h k l). */
  readonly normal: Float64Array
  /** Distance of neighbouring lattice planes [Å]. */
  readonly spacing: number
}

/** The primitive lattice of a crystal, oriented by the plane (h k l) of its conventional cell. @throws Failure for (0 0 0). */
export function latticeAlong({ primitive, conventional }: Crystal, plane: readonly [number, number, number]): PlaneLattice {
  if (!plane.every(Number.isInteger) || plane.every((index) => index === 0)) {
    throw new Failure(`(${plane.join(" ")}) is no lattice plane`, { advice: "give three whole Miller indices, not all zero" })
  }
  const vectors = primitive.cell ?? conventional
  const reciprocal = inverse(conventional)
  const across = Float64Array.from([0, 1, 2], (c) => plane.reduce((sum, index, d) => sum + index * reciprocal[3 * c + d], 0))
  // How many planes each primitive vector climbs, up to a common factor; centrings divide by up to 12.
  const climbs = coprime([0, 1, 2].map((d) => Math.round(12 * dot(across, vectors.subarray(3 * d, 3 * d + 3)))))
  const [u, v, w] = wholeBasis(climbs).map((row) => timesMatrix(row, vectors))
  reducePair(u, v)
  const length = Math.hypot(...across)
  const normal = across.map((value) => value / length)
  shortenAcross(w, u, v)
  const spacing = dot(w, normal)
  // Right-handed, so that volumes keep their sign.
  const cell = dot(cross(u, v), normal) > 0 ? Float64Array.of(...u, ...v, ...w) : Float64Array.of(...v, ...u, ...w)
  return { cell, normal, spacing }
}

/** Lagrange–Gauss reduction of two vectors in place. */
function reducePair(u: Float64Array, v: Float64Array): void {
  for (let pass = 0; pass < 100; pass++) {
    if (dot(v, v) < dot(u, u) * (1 - 1e-12)) for (let c = 0; c < 3; c++) [u[c], v[c]] = [v[c], u[c]]
    const times = Math.round(dot(u, v) / dot(u, u) - 1e-9)
    if (times === 0) return
    for (let c = 0; c < 3; c++) v[c] -= times * u[c]
  }
}

/** Takes whole multiples of u and v from w until its part in their plane is shortest. */
function shortenAcross(w: Float64Array, u: Float64Array, v: Float64Array): void {
  const [uu, uv, vv, wu, wv] = [dot(u, u), dot(u, v), dot(v, v), dot(w, u), dot(w, v)]
  const determinant = uu * vv - uv * uv
  const [x, y] = [(wu * vv - wv * uv) / determinant, (wv * uu - wu * uv) / determinant]
  let best = w.slice()
  for (let i = Math.floor(x) - 1; i <= Math.floor(x) + 2; i++) {
    for (let j = Math.floor(y) - 1; j <= Math.floor(y) + 2; j++) {
      const trial = w.map((value, c) => value - i * u[c] - j * v[c])
      if (dot(trial, trial) < dot(best, best) - 1e-9) best = trial
    }
  }
  w.set(best)
}

function cross(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.of(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
