import type { Structure } from "../../atoms/structure.ts"
import type { Potential } from "../../potentials/potential.ts"
import { doubled, permuted, rowsTimes, transformed, translated, turnedTensor, type Matrix } from "./deform.ts"
import { predict, type Prediction } from "./prediction.ts"

/** What a potential says of a changed structure, and what it must say by what it says of the structure as it was. */
export interface Expectation {
  readonly found: Prediction
  readonly expected: Prediction
  readonly changed: Structure
}

/** A potential at its parameters. */
interface Model {
  readonly potential: Potential
  readonly theta: Float64Array
}

/** Nothing changes when everything is moved by a vector [Å]. */
export function translation(model: Model, structure: Structure, vector: ArrayLike<number>): Expectation {
  return expectation(model, structure, translated(structure, vector), (before) => before)
}

/** Energies stay, forces turn, the virial turns twice; M is orthogonal, reflections included. */
export function rotation(model: Model, structure: Structure, matrix: Matrix): Expectation {
  return expectation(model, structure, transformed(structure, matrix), (before) => ({
    ...before,
    forces: rowsTimes(before.forces, matrix),
    virial: turnedTensor(before.virial, matrix),
  }))
}

/** Atoms have no numbers: they come in another order, drawn at random. */
export function permutation(model: Model, structure: Structure, random: () => number): Expectation {
  const order = Array.from(structure.numbers, (_, k) => ({ k, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ k }) => k)
  return expectation(model, structure, permuted(structure, order), (before) => ({
    ...before,
    energies: Float64Array.from(order, (k) => before.energies[k]),
    forces: Float64Array.from(order.flatMap((k) => [...before.forces.subarray(3 * k, 3 * k + 3)])),
  }))
}

/** A supercell, twice as long along each direction that repeats, has the energy and virial of its cells, and their forces. */
export function repetition(model: Model, structure: Structure): Expectation {
  const large = doubled(structure)
  return expectation(model, structure, large, (before) => copies(before, large.numbers.length / structure.numbers.length))
}

/** Two copies of a cluster, at least `gap` [Å] apart along y, do not know of each other. */
export function separation(model: Model, cluster: Structure, gap: number): Expectation {
  const extent = cluster.positions.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0)
  const other = translated(cluster, [0, 2 * extent + gap, 0])
  const both: Structure = {
    ...cluster,
    numbers: Int32Array.of(...cluster.numbers, ...other.numbers),
    positions: Float64Array.of(...cluster.positions, ...other.positions),
  }
  return expectation(model, cluster, both, (alone) => copies(alone, 2))
}

function expectation(
  { potential, theta }: Model,
  structure: Structure,
  changed: Structure,
  expect: (before: Prediction) => Prediction,
): Expectation {
  const [before] = predict(potential, [structure], theta)
  const [found] = predict(potential, [changed], theta)
  return { found, expected: expect(before), changed }
}

/** What is said of so many copies that do not feel each other. */
function copies(one: Prediction, count: number): Prediction {
  const repeated = (array: Float64Array): Float64Array =>
    Float64Array.from({ length: count * array.length }, (_, k) => array[k % array.length])
  return {
    energy: count * one.energy,
    energies: repeated(one.energies),
    forces: repeated(one.forces),
    virial: one.virial.map((value) => count * value),
  }
}
