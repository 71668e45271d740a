import { dot } from "../../dynamics/minimise/curvature-memory.ts"
import type { Structure } from "../../atoms/structure.ts"
import { evaluateAll } from "../evaluate.ts"
import type { Point } from "../point.ts"

/** What images of a path are, and what pulls at them. */
interface PulledBand {
  /** [eV], ends included. */
  readonly energies: readonly number[]
  /** Change of the energy along the path at each image, ends included, where it is zero [eV/Å]. */
  readonly slopes: readonly number[]
  /** Across the path, and along it springs, `[images × 3N]` [eV/Å]. */
  readonly forces: Float64Array
}

/** A path of which the images between its ends may move. */
export interface ElasticBand {
  /** Forces of the nudged elastic band on images `[images × 3N]`. */
  pulled(x: Float64Array): PulledBand
  /** All structures of the path. */
  structures(x: Float64Array): readonly Structure[]
}

/**
 * The nudged elastic band between two structures of one cell: springs hold images apart along the path, forces act across it
 * (G. Henkelman, H. Jónsson, doi:10.1063/1.1323224, the improved tangent).
 *
 * @param last its atoms with the mean position that those of `first` have
 * @param stiffness of the springs [eV/Å²]
 */
export function elasticBand(point: Point, first: Structure, last: Structure, stiffness: number): ElasticBand {
  const size = first.positions.length
  const ends = evaluateAll(point, [first, last]).map(({ energy }) => energy)
  const placesOf = (x: Float64Array): readonly Float64Array[] => [
    first.positions,
    ...Array.from({ length: x.length / size }, (_, k) => x.slice(k * size, (k + 1) * size)),
    last.positions,
  ]
  return {
    structures: (x) => placesOf(x).map((positions) => ({ ...first, positions })),
    pulled(x) {
      const positions = placesOf(x)
      const answers = evaluateAll(
        point,
        positions.slice(1, -1).map((own) => ({ ...first, positions: own })),
      )
      const energies = [ends[0], ...answers.map(({ energy }) => energy), ends[1]]
      const forces = new Float64Array(x.length)
      const slopes = energies.map(() => 0)
      answers.forEach((answer, i) => {
        const k = i + 1
        const own = forces.subarray(i * size, k * size)
        own.set(answer.forces)
        const τ = tangent(positions, energies, k)
        slopes[k] = -dot(own, τ)
        const pull = slopes[k] + stiffness * (distance(positions[k + 1], positions[k]) - distance(positions[k], positions[k - 1]))
        for (let c = 0; c < size; c++) own[c] += pull * τ[c]
      })
      return { energies, slopes, forces }
    },
  }
}

/** The highest of the images between the ends. */
export function highestBetween(energies: readonly number[]): number {
  let best = 1
  for (let k = 1; k + 1 < energies.length; k++) if (energies[k] > energies[best]) best = k
  return best
}

/** The unit vector towards the higher neighbour; near extremes a mean weighted by how much energies differ. */
function tangent(positions: readonly Float64Array[], energies: readonly number[], k: number): Float64Array {
  const [below, here, above] = [energies[k - 1], energies[k], energies[k + 1]]
  const forward = positions[k + 1].map((x, c) => x - positions[k][c])
  const backward = positions[k].map((x, c) => x - positions[k - 1][c])
  let [ahead, behind] = [1, 0]
  if (above < here && here < below) [ahead, behind] = [0, 1]
  else if (!(above > here && here > below)) {
    const [more, less] = [
      Math.max(Math.abs(above - here), Math.abs(below - here)),
      Math.min(Math.abs(above - here), Math.abs(below - here)),
    ]
    ;[ahead, behind] = above > below ? [more, less] : [less, more]
    if (more === 0) [ahead, behind] = [1, 1]
  }
  const out = forward.map((x, c) => ahead * x + behind * backward[c])
  const length = Math.hypot(...out)
  return out.map((x) => x / length)
}

/** How far two sets of places are from each other [Å]. */
export function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let c = 0; c < a.length; c++) sum += (a[c] - b[c]) ** 2
  return Math.sqrt(sum)
}
