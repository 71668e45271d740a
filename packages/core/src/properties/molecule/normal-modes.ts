import { massOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"
import { evaluateAll } from "../evaluate.ts"
import { frequencyOf } from "../phonons/frequency-of.ts"
import type { Point } from "../point.ts"
import { DISPLACEMENT_STEP, stencil } from "../relax/differences.ts"

/** Moments of inertia smaller than this part of the largest are none: the molecule is a line. */
const NONE = 1e-6

/**
 * Frequencies of the vibrations of a molecule at rest [THz], rising; negative where imaginary. The second derivatives are central
 * differences of fourth order of exact forces; motion and rotation as a whole are projected out.
 */
export function normalModes(point: Point, molecule: Structure): Float64Array {
  const { numbers, positions } = molecule
  const size = positions.length
  const root = Float64Array.from({ length: size }, (_, k) => Math.sqrt(massOf(numbers[Math.floor(k / 3)])))
  const matrix = new Float64Array(size * size)
  for (let j = 0; j < size; j++) {
    const structures = stencil.map(([place]) => ({
      ...molecule,
      positions: positions.map((x, k) => (k === j ? x + place * DISPLACEMENT_STEP : x)),
    }))
    evaluateAll(point, structures).forEach(({ forces }, s) => {
      for (let i = 0; i < size; i++) matrix[i * size + j] -= ((stencil[s][1] / DISPLACEMENT_STEP) * forces[i]) / (root[i] * root[j])
    })
  }
  const rigid = rigidMotions(molecule, root)
  // What moves the molecule as a whole goes to where no vibration is.
  const far = 10 * matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
  const projected = project(matrix, rigid, size)
  for (const u of rigid) for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) projected[i * size + j] += far * size * u[i] * u[j]
  const { values } = symmetricEigen(
    projected.map((value, k) => (value + projected[(k % size) * size + Math.floor(k / size)]) / 2),
    size,
  )
  return values.slice(0, size - rigid.length).map(frequencyOf)
}

/** Orthonormal translations and rotations in coordinates weighted by the roots of masses. */
function rigidMotions({ positions }: Structure, root: Float64Array): readonly Float64Array[] {
  const size = positions.length
  const mass = root.reduce((sum, value, k) => sum + (k % 3 === 0 ? value * value : 0), 0)
  const centre = [0, 1, 2].map((c) => positions.reduce((sum, x, k) => sum + (k % 3 === c ? x * root[k] ** 2 : 0), 0) / mass)
  const motions = [0, 1, 2].map((c) => Float64Array.from({ length: size }, (_, k) => (k % 3 === c ? root[k] : 0)))
  for (const [a, b] of [
    [1, 2],
    [2, 0],
    [0, 1],
  ]) {
    motions.push(
      Float64Array.from({ length: size }, (_, k) => {
        const i = k - (k % 3)
        if (k % 3 === b) return root[k] * (positions[i + a] - centre[a])
        return k % 3 === a ? -root[k] * (positions[i + b] - centre[b]) : 0
      }),
    )
  }
  const kept: Float64Array[] = []
  const largest = Math.max(...motions.map((motion) => Math.hypot(...motion)))
  for (const motion of motions) {
    for (const other of kept) {
      const overlap = motion.reduce((sum, value, k) => sum + value * other[k], 0)
      for (let k = 0; k < size; k++) motion[k] -= overlap * other[k]
    }
    const length = Math.hypot(...motion)
    if (length > NONE * largest) kept.push(motion.map((value) => value / length))
  }
  return kept
}

/** `(1 − P) M (1 − P)` with the projector on orthonormal vectors. */
function project(matrix: Float64Array, vectors: readonly Float64Array[], n: number): Float64Array {
  const left = matrix.slice()
  for (const u of vectors) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let i = 0; i < n; i++) sum += u[i] * left[i * n + j]
      for (let i = 0; i < n; i++) left[i * n + j] -= u[i] * sum
    }
  }
  for (const u of vectors) {
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) sum += left[i * n + j] * u[j]
      for (let j = 0; j < n; j++) left[i * n + j] -= sum * u[j]
    }
  }
  return left
}
