import { symbolOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { predict } from "../../testing/potential/prediction.ts"
import type { Model } from "../model.ts"

/** Energy and force along a path, at one place of it. */
export interface PathPoint {
  /** [eV] */
  readonly energy: number
  /** −dE/dt [eV/Å] */
  readonly force: number
}

/** A structure that depends on one length t [Å]. */
export interface Path {
  readonly name: string
  at(t: number): Structure
  /** What the potential says along it. */
  follow(places: readonly number[]): readonly PathPoint[]
}

/** Structures in one graph. */
const BATCH = 250

/** Some atoms of a structure moved together by t along a unit vector. */
export function motionPath(
  { potential, theta }: Model,
  name: string,
  structure: Structure,
  atoms: readonly number[],
  direction: readonly number[],
): Path {
  const at = (t: number): Structure => {
    const positions = structure.positions.slice()
    for (const i of atoms) for (let c = 0; c < 3; c++) positions[3 * i + c] += t * direction[c]
    return { ...structure, positions }
  }
  return Object.freeze({
    name,
    at,
    follow(places: readonly number[]): readonly PathPoint[] {
      const points: PathPoint[] = []
      for (let first = 0; first < places.length; first += BATCH) {
        const structures = places.slice(first, first + BATCH).map(at)
        for (const { energy, forces } of predict(potential, structures, theta)) {
          let force = 0
          for (const i of atoms) for (let c = 0; c < 3; c++) force += direction[c] * forces[3 * i + c]
          points.push({ energy, force })
        }
      }
      return points
    },
  })
}

/** Along no axis of the laboratory: what knows those is another law's. */
const along: readonly number[] = [2 / 7, 3 / 7, 6 / 7]
const across: readonly number[] = [3 / 7, -6 / 7, 2 / 7]

/** Two atoms at a distance t. */
export function dimerPath(model: Model, a: number, b: number): Path {
  const together: Structure = { numbers: Int32Array.of(a, b), positions: new Float64Array(6), cell: null, pbc: [false, false, false] }
  return motionPath(model, `the dimer ${symbolOf(a)}–${symbolOf(b)}`, together, [1], along)
}

/** Two atoms at a distance t, each with a neighbour of its own, `near` [Å] away behind it. */
export function accompaniedPath(model: Model, a: number, b: number, near: readonly [number, number]): Path {
  const positions = [0, 0, 0]
  near.forEach((distance, k) => {
    const sign = k === 0 ? -1 : 1
    // 45° off the line, so that no other pair is at the same distance.
    const behind = along.map((x, c) => (sign * distance * (x + across[c])) / Math.SQRT2)
    positions.push(...(k === 0 ? behind : [0, 0, 0, ...behind]))
  })
  const numbers = Int32Array.of(a, a, b, b)
  const structure: Structure = { numbers, positions: Float64Array.from(positions), cell: null, pbc: [false, false, false] }
  return motionPath(model, `${symbolOf(a)} and ${symbolOf(b)}, each with a neighbour`, structure, [2, 3], along)
}
