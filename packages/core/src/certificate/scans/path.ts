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
function motionPath(
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
const aside: readonly number[] = [6 / 7, 2 / 7, -3 / 7]

/** Two atoms at a distance t. */
export function dimerPath(model: Model, a: number, b: number): Path {
  const together: Structure = { numbers: Int32Array.of(a, b), positions: new Float64Array(6), cell: null, pbc: [false, false, false] }
  return motionPath(model, `the dimer ${symbolOf(a)}–${symbolOf(b)}`, together, [1], along)
}

/** Two triangles of atoms of one element each, `sides` [Å] long, one corner of each at a distance t from the other. */
export function trianglesPath(model: Model, a: number, b: number, sides: readonly [number, number]): Path {
  const positions = [...triangleFrom([0, 0, 0], -sides[0]), ...triangleFrom([0, 0, 0], sides[1])]
  const numbers = Int32Array.of(a, a, a, b, b, b)
  const structure: Structure = { numbers, positions: Float64Array.from(positions), cell: null, pbc: [false, false, false] }
  return motionPath(model, `${symbolOf(a)} and ${symbolOf(b)}, each with neighbours`, structure, [3, 4, 5], along)
}

/** A triangle of atoms that leaves a structure, `t` [Å] beyond its outermost atom along the third vector, which is its normal. */
export function departurePath(model: Model, name: string, { numbers, positions, cell, pbc }: Structure, side: number): Path {
  const normal = cell ? unit(cross(cell.subarray(0, 3), cell.subarray(3, 6))) : [0, 0, 1]
  const heights = Array.from(numbers, (_, i) => dot(normal, positions.subarray(3 * i, 3 * i + 3)))
  const top = heights.indexOf(Math.max(...heights))
  const corner = [...positions.subarray(3 * top, 3 * top + 3)]
  const [u, v] = perpendiculars(normal)
  // Leaning, so that its atoms come one after the other.
  const lean = (x: number, y: number, z: number): readonly number[] =>
    corner.map((c, k) => c + side * (x * u[k] + y * v[k] + z * normal[k]))
  const triangle = [...corner, ...lean(0.6, 0.48, 0.64), ...lean(-0.28, 0.6, Math.sqrt(1 - 0.28 ** 2 - 0.6 ** 2))]
  const whole: Structure = {
    ...{ cell, pbc },
    numbers: Int32Array.of(...numbers, ...[0, 1, 2].map(() => numbers[top])),
    positions: Float64Array.of(...positions, ...triangle),
  }
  const count = numbers.length
  return motionPath(model, `atoms that leave ${name}`, whole, [count, count + 1, count + 2], normal)
}

/** Three corners, the first at `corner`, the others to one side of it along the line (sign of `side`) and off it. */
function triangleFrom(corner: readonly number[], side: number): readonly number[] {
  const at = (l: number, m: number, n: number): readonly number[] =>
    corner.map((x, c) => x + side * (l * along[c] + m * across[c] + n * aside[c]))
  return [...corner, ...at(0.6, 0.8, 0), ...at(0.6, 0, 0.8)]
}

function perpendiculars(normal: readonly number[]): readonly [readonly number[], readonly number[]] {
  const axis = Math.abs(normal[0]) < 0.6 ? [1, 0, 0] : [0, 1, 0]
  const u = unit(cross(normal, axis))
  return [u, cross(normal, u)]
}

function cross(a: ArrayLike<number>, b: ArrayLike<number>): readonly number[] {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

function unit(v: readonly number[]): readonly number[] {
  const length = Math.hypot(...v)
  return v.map((x) => x / length)
}
