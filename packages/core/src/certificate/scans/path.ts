import { symbolOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { transform } from "../../atoms/transform.ts"
import { predict, type Prediction } from "../../testing/potential/prediction.ts"
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

/** A path of structures, and how energy and force along it are read off a prediction. */
function pathOf(
  { potential, theta }: Model,
  name: string,
  at: (t: number) => Structure,
  read: (prediction: Prediction, t: number) => PathPoint,
): Path {
  return Object.freeze({
    name,
    at,
    follow(places: readonly number[]): readonly PathPoint[] {
      const points: PathPoint[] = []
      for (let first = 0; first < places.length; first += BATCH) {
        const batch = places.slice(first, first + BATCH)
        points.push(...predict(potential, batch.map(at), theta).map((prediction, k) => read(prediction, batch[k])))
      }
      return points
    },
  })
}

/** Some atoms of a structure moved together by t along a unit vector. */
function motionPath(model: Model, name: string, structure: Structure, atoms: readonly number[], direction: readonly number[]): Path {
  const at = (t: number): Structure => {
    const positions = structure.positions.slice()
    for (const i of atoms) for (let c = 0; c < 3; c++) positions[3 * i + c] += t * direction[c]
    return { ...structure, positions }
  }
  return pathOf(model, name, at, ({ energy, forces }) => {
    let force = 0
    for (const i of atoms) for (let c = 0; c < 3; c++) force += direction[c] * forces[3 * i + c]
    return { energy, force }
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
  // Unlike each other, so that no two pairs reach a cutoff at the same time.
  const positions = [...triangleFrom([0.6, 0.8, 0], [0.72, 0.1], -sides[0]), ...triangleFrom([0.5, 0.12, 0.8577], [0.66, -0.75], sides[1])]
  const numbers = Int32Array.of(a, a, a, b, b, b)
  const structure: Structure = { numbers, positions: Float64Array.from(positions), cell: null, pbc: [false, false, false] }
  return motionPath(model, `${symbolOf(a)} and ${symbolOf(b)}, each with neighbours`, structure, [3, 4, 5], along)
}

/** A triangle of atoms that leaves a structure, `t` [Å] beyond its outermost atom along the third vector, which is its normal. */
export function departurePath(model: Model, name: string, structure: Structure, side: number): Path {
  const [normal, u, v] = axesOf(structure)
  const whole = withTriangle(structure, [normal, u, v], side, 0)
  return motionPath(model, `atoms that leave ${name}`, whole, lastThree(whole), normal)
}

/**
 * A triangle of atoms that slides over a structure as far above its outermost atom as its sides are long, by `t` [Å] from there: what
 * depends on angles, and on distances between neighbours of an atom, is met without any neighbour coming or going.
 */
export function slidePath(model: Model, name: string, structure: Structure, side: number): Path {
  const [normal, u, v] = axesOf(structure)
  const whole = withTriangle(structure, [normal, u, v], side, side)
  const direction = unit(u.map((x, c) => 0.8 * x + 0.6 * v[c]))
  return motionPath(model, `atoms that slide over ${name}`, whole, lastThree(whole), direction)
}

/**
 * A crystal of which all lengths grow alike, until two of its atoms are t [Å] apart that were `nearest`: every density of neighbours is
 * passed. Per atom, with `−dE/dt = tr W/t`.
 */
export function breathingPath(model: Model, name: string, structure: Structure, nearest: number): Path {
  const at = (t: number): Structure => transform(structure, [t / nearest, 0, 0, 0, t / nearest, 0, 0, 0, t / nearest])
  const atoms = structure.numbers.length
  return pathOf(model, `${name}, swollen and compressed, nearest atoms`, at, ({ energy, virial: [xx, yy, zz] }, t) => ({
    energy: energy / atoms,
    force: (xx + yy + zz) / (atoms * t),
  }))
}

type Axis = readonly number[]

/** The normal of a surface, which leads outward, and two directions across it. */
function axesOf({ cell }: Structure): readonly [normal: Axis, u: Axis, v: Axis] {
  const normal = cell ? unit(cross(cell.subarray(0, 3), cell.subarray(3, 6))) : [0, 0, 1]
  return [normal, ...perpendiculars(normal)]
}

/** A structure with a triangle of its outermost atom's element, of which one corner is `above` [Å] that atom. */
function withTriangle(
  { numbers, positions, cell, pbc }: Structure,
  [normal, u, v]: readonly [Axis, Axis, Axis],
  side: number,
  above: number,
): Structure {
  const heights = Array.from(numbers, (_, i) => dot(normal, positions.subarray(3 * i, 3 * i + 3)))
  const top = heights.indexOf(Math.max(...heights))
  const corner = normal.map((n, c) => positions[3 * top + c] + above * n)
  // Leaning, so that its atoms come one after the other.
  const lean = (x: number, y: number, z: number): readonly number[] =>
    corner.map((c, k) => c + side * (x * u[k] + y * v[k] + z * normal[k]))
  const triangle = [...corner, ...lean(0.6, 0.48, 0.64), ...lean(-0.28, 0.6, Math.sqrt(1 - 0.28 ** 2 - 0.6 ** 2))]
  return {
    ...{ cell, pbc },
    numbers: Int32Array.of(...numbers, ...[0, 1, 2].map(() => numbers[top])),
    positions: Float64Array.of(...positions, ...triangle),
  }
}

function lastThree({ numbers: { length } }: Structure): readonly number[] {
  return [length - 3, length - 2, length - 1]
}

/** Three corners, the first at the origin, the others to one side of it along the line (sign of `side`) and off it. */
function triangleFrom(second: readonly number[], third: readonly [number, number], side: number): readonly number[] {
  const at = ([l, m, n]: readonly number[]): readonly number[] => along.map((_, c) => side * (l * along[c] + m * across[c] + n * aside[c]))
  return [0, 0, 0, ...at(second), ...at([...third, Math.sqrt(1 - third[0] ** 2 - third[1] ** 2)])]
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
