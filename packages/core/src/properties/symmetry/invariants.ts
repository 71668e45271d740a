import { timesMatrix, transpose } from "../../atoms/cell.ts"
import type { Operation } from "./operations.ts"

const half = Math.SQRT1_2

/** An orthonormal basis of the symmetric strains, in the order xx yy zz yz xz xy, row-major 3×3 each. */
const unitStrains: readonly Float64Array[] = [
  [1, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 1, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 1],
  [0, 0, 0, 0, 0, half, 0, half, 0],
  [0, 0, half, 0, 0, 0, half, 0, 0],
  [0, half, 0, half, 0, 0, 0, 0, 0],
].map((entries) => Float64Array.from(entries))

/** `R m Rᵀ`. */
export function rotateMatrix(m: ArrayLike<number>, rotation: Float64Array): Float64Array {
  return timesMatrix(timesMatrix(rotation, m), transpose(rotation))
}

/** Orthonormal symmetric strains, row-major 3×3 each, that no operation changes. */
export function invariantStrains(operations: readonly Operation[]): readonly Float64Array[] {
  const kept: Float64Array[] = []
  for (const strain of unitStrains) {
    const mean = new Float64Array(9)
    for (const { rotation } of operations) rotateMatrix(strain, rotation).forEach((x, k) => (mean[k] += x / operations.length))
    orthonormalise(mean, kept)
  }
  return kept
}

/** The same of those that keep the volume: traceless, none of a cubic crystal. */
export function shapeStrains(operations: readonly Operation[]): readonly Float64Array[] {
  const kept: Float64Array[] = []
  for (const strain of invariantStrains(operations)) {
    const third = (strain[0] + strain[4] + strain[8]) / 3
    const shape = strain.map((value, k) => (k % 4 === 0 ? value - third : value))
    // What rounding leaves of a dilatation is no shape.
    if (Math.hypot(...shape) > 1e-6) orthonormalise(shape, kept)
  }
  return kept
}

/**
 * Orthonormal displacements `[3N]` that no operation changes and that leave the centre of the atoms where it is.
 *
 * @param axes unit vectors along which atoms may move; every operation must map their span onto itself
 */
export function invariantDisplacements(
  operations: readonly Operation[],
  atoms: number,
  axes: readonly ArrayLike<number>[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
): readonly Float64Array[] {
  const kept: Float64Array[] = []
  const seen = new Uint8Array(atoms)
  for (let i = 0; i < atoms; i++) {
    if (seen[i]) continue
    for (const { images } of operations) seen[images[i]] = 1
    for (const axis of axes) {
      const mean = new Float64Array(3 * atoms)
      for (const { rotation, images } of operations) {
        for (let d = 0; d < 3; d++) {
          const along = rotation[3 * d] * axis[0] + rotation[3 * d + 1] * axis[1] + rotation[3 * d + 2] * axis[2]
          mean[3 * images[i] + d] += along / operations.length
        }
      }
      centre(mean)
      orthonormalise(mean, kept)
    }
  }
  return kept
}

/** Takes the mean displacement away. */
function centre(vector: Float64Array): void {
  const atoms = vector.length / 3
  for (let c = 0; c < 3; c++) {
    let sum = 0
    for (let i = 0; i < atoms; i++) sum += vector[3 * i + c]
    for (let i = 0; i < atoms; i++) vector[3 * i + c] -= sum / atoms
  }
}

/** Adds to `kept` what of `vector` is not in it already (Gram–Schmidt, twice for the digits). */
function orthonormalise(vector: Float64Array, kept: Float64Array[]): void {
  const before = Math.hypot(...vector)
  if (before < 1e-8) return
  for (let pass = 0; pass < 2; pass++) {
    for (const other of kept) {
      let overlap = 0
      for (let k = 0; k < vector.length; k++) overlap += vector[k] * other[k]
      if (overlap === 0) continue
      for (let k = 0; k < vector.length; k++) vector[k] -= overlap * other[k]
    }
  }
  const after = Math.hypot(...vector)
  if (after < 1e-6 * before) return
  kept.push(vector.map((x) => x / after))
}
