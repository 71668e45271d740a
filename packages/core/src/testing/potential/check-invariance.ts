import { doubled, permuted, randomOrthogonal, rowsTimes, transformed, translated, turnedTensor } from "./deform.ts"
import { demandClose, magnitude } from "./differences.ts"
import { predict, type Prediction } from "./prediction.ts"
import { componentName, voigtName, type Subject } from "./subject.ts"

/** Rounding, relative to the largest value of a kind. */
const ROUNDING = 1e-10

/** Nothing changes when everything is moved. */
export function checkTranslation({ potential, theta, structure, name, random }: Subject): void {
  const moved = translated(structure, [7 * random(), -5 * random(), 3 * random()])
  const [before] = predict(potential, [structure], theta)
  const [after] = predict(potential, [moved], theta)
  demandSame("translation changes nothing", after, before, name)
}

/** Energies stay, forces turn, the virial turns twice; reflections included. */
export function checkRotation({ potential, theta, structure, name, random }: Subject): void {
  const matrix = randomOrthogonal(random)
  const [before] = predict(potential, [structure], theta)
  const [after] = predict(potential, [transformed(structure, matrix)], theta)
  const expected = { ...before, forces: rowsTimes(before.forces, matrix), virial: turnedTensor(before.virial, matrix) }
  demandSame("rotation turns forces and virial with the structure", after, expected, name)
}

/** Atoms have no numbers. */
export function checkPermutation({ potential, theta, structure, name, random }: Subject): void {
  const order = Array.from(structure.numbers, (_, k) => ({ k, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ k }) => k)
  const [before] = predict(potential, [structure], theta)
  const [after] = predict(potential, [permuted(structure, order)], theta)
  const expected = {
    ...before,
    energies: Float64Array.from(order, (k) => before.energies[k]),
    forces: Float64Array.from(order.flatMap((k) => [...before.forces.subarray(3 * k, 3 * k + 3)])),
  }
  demandSame("permutation permutes the answer", after, expected, name)
}

/** A supercell has the energy and virial of its cells, and their forces. */
export function checkExtensivity({ potential, theta, structure, name }: Subject): void {
  const large = doubled(structure)
  const copies = large.numbers.length / structure.numbers.length
  if (copies === 1) return
  const [before] = predict(potential, [structure], theta)
  const [after] = predict(potential, [large], theta)
  const repeated = (array: Float64Array): Float64Array =>
    Float64Array.from({ length: copies * array.length }, (_, k) => array[k % array.length])
  const expected = {
    energy: copies * before.energy,
    energies: repeated(before.energies),
    forces: repeated(before.forces),
    virial: before.virial.map((value) => copies * value),
  }
  demandSame("a supercell is the sum of its cells", after, expected, `the supercell of ${name}`)
}

/** Two predictions agree but for rounding. */
export function demandSame(check: string, found: Prediction, expected: Prediction, name: string): void {
  const scale = { energy: magnitude(expected.energies, 1e-6), force: magnitude(expected.forces, 1e-4) }
  const size = expected.energies.length
  demandClose(check, [found.energy], [expected.energy], ROUNDING, scale.energy * size, () => `the energy of ${name}`)
  demandClose(check, found.energies, expected.energies, ROUNDING, scale.energy, (k) => `the energy of atom ${k} of ${name}`)
  demandClose(check, found.forces, expected.forces, ROUNDING, scale.force, (k) => `the ${componentName("force", k)} of ${name}`)
  const virial = magnitude(expected.virial, 1e-3 * size)
  demandClose(check, found.virial, expected.virial, ROUNDING, virial, (k) => `W_${voigtName(k)} of ${name}`)
}
