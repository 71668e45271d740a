import { dot, largest } from "../../dynamics/minimise/curvature-memory.ts"
import type { Structure } from "../../atoms/structure.ts"
import { evaluateAll } from "../evaluate.ts"
import type { Point } from "../point.ts"
import { quasiNewton } from "./quasi-newton.ts"

/** How a path of least energy is looked for. */
export interface BandOptions {
  /** Images between the two ends. */
  readonly images: number
  /** Of a bond [eV/Å²]: springs are as stiff, and forces are small beside it. */
  readonly stiffness: number
  readonly iterations: number
}

/** A path from one minimum to another. */
export interface Band {
  /** Both ends included. */
  readonly images: readonly Structure[]
  /** [eV] */
  readonly energies: readonly number[]
  /** Length of the path up to each image [Å]. */
  readonly places: readonly number[]
  /** Change of the energy along the path at each image [eV/Å]. */
  readonly slopes: readonly number[]
  /** Number of the highest image. */
  readonly highest: number
  readonly iterations: number
  readonly converged: boolean
}

const usual: BandOptions = { images: 5, stiffness: 2, iterations: 400 }
/** Forces in units of the stiffness [Å]: across the path, when the highest image begins to climb; in the end; and on the highest image. */
const [CLIMB, LOOSE, TIGHT] = [0.15, 0.01, 5e-6]

/**
 * The path of least energy between two minima that share a cell, and the saddle on it, by the nudged elastic band: springs hold images
 * apart along the path, forces act across it (G. Henkelman, H. Jónsson, doi:10.1063/1.1323224, the improved tangent), and the highest
 * image climbs: the force along the path is turned round (G. Henkelman, B. P. Uberuaga, H. Jónsson, doi:10.1063/1.1329672).
 */
export function nudgedBand(point: Point, first: Structure, last: Structure, options: Partial<BandOptions> = {}): Band {
  const { images: count, stiffness, iterations } = { ...usual, ...options }
  const size = first.positions.length
  const start = new Float64Array(count * size)
  for (let k = 0; k < count; k++) {
    const part = (k + 1) / (count + 1)
    for (let c = 0; c < size; c++) start[k * size + c] = (1 - part) * first.positions[c] + part * last.positions[c]
  }
  const ends = evaluateAll(point, [first, last]).map(({ energy }) => energy)
  let climbing = -1
  let energies: readonly number[] = []
  const slopes = Array.from({ length: count + 2 }, () => 0)
  let settled = false
  const found = quasiNewton(
    start,
    (x) => {
      const positions = [first.positions, ...split(x, size), last.positions]
      const answers = evaluateAll(
        point,
        positions.slice(1, -1).map((own) => ({ ...first, positions: own })),
      )
      energies = [ends[0], ...answers.map(({ energy }) => energy), ends[1]]
      const top = highestOf(energies)
      if (climbing >= 0) climbing = top
      const forces = new Float64Array(x.length)
      let [across, left] = [0, 0]
      for (let k = 1; k <= count; k++) {
        const own = forces.subarray((k - 1) * size, k * size)
        own.set(answers[k - 1].forces)
        const τ = tangent(positions, energies, k)
        const along = dot(own, τ)
        slopes[k] = -along
        for (let c = 0; c < size; c++) own[c] -= along * τ[c]
        across = Math.max(across, largest(own))
        const pull =
          k === climbing ? -along : stiffness * (distance(positions[k + 1], positions[k]) - distance(positions[k], positions[k - 1]))
        for (let c = 0; c < size; c++) own[c] += pull * τ[c]
        if (k === climbing) left = largest(own)
      }
      if (climbing < 0 && across < CLIMB * stiffness) climbing = top
      settled = climbing > 0 && climbing <= count && left <= TIGHT * stiffness && across <= LOOSE * stiffness
      return forces
    },
    () => settled,
    { iterations, stiffness: 6 * stiffness },
  )
  const positions = [first.positions, ...split(found.x, size), last.positions]
  const places = [0]
  for (let k = 1; k < positions.length; k++) places.push(places[k - 1] + distance(positions[k], positions[k - 1]))
  return {
    images: positions.map((own) => ({ ...first, positions: own })),
    energies,
    places,
    slopes,
    highest: highestOf(energies),
    iterations: found.iterations,
    converged: settled,
  }
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

function split(x: Float64Array, size: number): readonly Float64Array[] {
  return Array.from({ length: x.length / size }, (_, k) => x.slice(k * size, (k + 1) * size))
}

/** The highest of the images between the ends. */
function highestOf(energies: readonly number[]): number {
  let best = 1
  for (let k = 1; k + 1 < energies.length; k++) if (energies[k] > energies[best]) best = k
  return best
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let c = 0; c < a.length; c++) sum += (a[c] - b[c]) ** 2
  return Math.sqrt(sum)
}
