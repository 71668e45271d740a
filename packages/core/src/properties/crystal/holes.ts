import { cellVolume, inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import type { Operation } from "../symmetry/operations.ts"

/** A place between atoms, as far from the nearest of them as any near it: a corner of Voronoi cells. */
export interface Hole {
  /** [Å] */
  readonly place: Float64Array
  /** Distance of the nearest atoms [Å]. */
  readonly radius: number
  /** Their atomic numbers. */
  readonly corners: readonly number[]
}

/** How far neighbours are looked for, in units of (volume per atom)^(1/3): holes of up to half of it are found. */
const REACH = 2.7
/** Lengths that differ by less are one [Å]. */
const SAME = 1e-4

/** Holes of a crystal, the widest first, one of those that symmetry exchanges: centres of spheres through four atoms or more, none inside. */
export function holesOf(structure: Structure, operations: readonly Operation[]): readonly Hole[] {
  const { numbers, positions, cell } = structure
  if (cell === null) throw new RangeError("a crystal has a cell")
  const found: Hole[] = []
  const seen = new Uint8Array(numbers.length)
  for (let atom = 0; atom < numbers.length; atom++) {
    if (seen[atom]) continue
    for (const { images } of operations) seen[images[atom]] = 1
    const near = neighboursOf(structure, cell, atom)
    const trial = new Float64Array(3)
    for (let i = 0; i < near.length; i++) {
      for (let j = i + 1; j < near.length; j++) {
        for (let k = j + 1; k < near.length; k++) {
          if (!centreOf(near[i].vector, near[j].vector, near[k].vector, trial)) continue
          const radius = Math.hypot(trial[0], trial[1], trial[2])
          if (near.some(({ vector: v }) => Math.hypot(v[0] - trial[0], v[1] - trial[1], v[2] - trial[2]) < radius - SAME)) continue
          const place = trial.map((x, c) => x + positions[3 * atom + c])
          if (found.some((other) => Math.abs(other.radius - radius) < SAME && isImage(structure, operations, cell, other.place, place)))
            continue
          const corners = near.filter(({ vector: v }) => Math.hypot(v[0] - trial[0], v[1] - trial[1], v[2] - trial[2]) < radius + SAME)
          found.push({ place, radius, corners: [numbers[atom], ...corners.map(({ number }) => number)] })
        }
      }
    }
  }
  return found.sort((a, b) => b.radius - a.radius)
}

interface Neighbour {
  readonly number: number
  readonly vector: Float64Array
}

/** Nearest first, so that spheres with an atom inside are soon known. */
function neighboursOf({ numbers, positions }: Structure, cell: Float64Array, atom: number): readonly Neighbour[] {
  const range = REACH * Math.cbrt(cellVolume(cell) / numbers.length)
  const back = inverse(cell)
  const shifts = [0, 1, 2].map((d) => Math.ceil(range * Math.hypot(back[d], back[3 + d], back[6 + d])) + 1)
  const found: Neighbour[] = []
  for (let other = 0; other < numbers.length; other++) {
    for (let i = -shifts[0]; i <= shifts[0]; i++) {
      for (let j = -shifts[1]; j <= shifts[1]; j++) {
        for (let k = -shifts[2]; k <= shifts[2]; k++) {
          const vector = timesMatrix([i, j, k], cell).map((x, c) => x + positions[3 * other + c] - positions[3 * atom + c])
          const distance = Math.hypot(...vector)
          if (distance > SAME && distance < range) found.push({ number: numbers[other], vector })
        }
      }
    }
  }
  return found.sort((a, b) => Math.hypot(...a.vector) - Math.hypot(...b.vector))
}

/** The place as far from the origin as from three others, `2 p·v = v²`; false where they lie in one plane with the origin. */
function centreOf(u: Float64Array, v: Float64Array, w: Float64Array, out: Float64Array): boolean {
  const [a, b, c] = [u, v, w].map((x) => (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]) / 2)
  const x = [v[1] * w[2] - v[2] * w[1], v[2] * w[0] - v[0] * w[2], v[0] * w[1] - v[1] * w[0]]
  const y = [w[1] * u[2] - w[2] * u[1], w[2] * u[0] - w[0] * u[2], w[0] * u[1] - w[1] * u[0]]
  const z = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
  const volume = u[0] * x[0] + u[1] * x[1] + u[2] * x[2]
  if (Math.abs(volume) < 1e-3) return false
  for (let d = 0; d < 3; d++) out[d] = (a * x[d] + b * y[d] + c * z[d]) / volume
  return true
}

/** Whether an operation, or a lattice vector, takes one place to another. */
function isImage(
  { positions }: Structure,
  operations: readonly Operation[],
  cell: Float64Array,
  from: Float64Array,
  to: Float64Array,
): boolean {
  const back = inverse(cell)
  return operations.some(({ rotation, images }) => {
    const turn = transpose(rotation)
    const origin = timesMatrix(positions.subarray(0, 3), turn)
    const turned = timesMatrix(from, turn)
    const apart = turned.map((x, c) => x - origin[c] + positions[3 * images[0] + c] - to[c])
    const rest = timesMatrix(
      timesMatrix(apart, back).map((x) => x - Math.round(x)),
      cell,
    )
    return Math.hypot(...rest) < 10 * SAME
  })
}
