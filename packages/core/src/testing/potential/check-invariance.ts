import { randomOrthogonal } from "./deform.ts"
import { demandClose, magnitude } from "./differences.ts"
import { permutation, repetition, rotation, translation } from "./laws.ts"
import type { Prediction } from "./prediction.ts"
import { componentName, voigtName, type Subject } from "./subject.ts"

/** Rounding, relative to the largest value of a kind. */
const ROUNDING = 1e-10

/** Nothing changes when everything is moved. */
export function checkTranslation(subject: Subject): void {
  const { structure, name, random } = subject
  const { found, expected } = translation(subject, structure, [7 * random(), -5 * random(), 3 * random()])
  demandSame("translation changes nothing", found, expected, name)
}

/** Energies stay, forces turn, the virial turns twice; reflections included. */
export function checkRotation(subject: Subject): void {
  const { structure, name, random } = subject
  const { found, expected } = rotation(subject, structure, randomOrthogonal(random))
  demandSame("rotation turns forces and virial with the structure", found, expected, name)
}

/** Atoms have no numbers. */
export function checkPermutation(subject: Subject): void {
  const { found, expected } = permutation(subject, subject.structure, subject.random)
  demandSame("permutation permutes the answer", found, expected, subject.name)
}

/** A supercell has the energy and virial of its cells, and their forces. */
export function checkExtensivity(subject: Subject): void {
  const { structure, name } = subject
  if (!structure.cell) return
  const { found, expected } = repetition(subject, structure)
  demandSame("a supercell is the sum of its cells", found, expected, `the supercell of ${name}`)
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
