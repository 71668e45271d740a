declare const convention: unique symbol

/** Stress as ASE has it: Voigt xx yy zz yz xz xy, positive in tension, `σ = (1/V) dE/dε` [eV/Å³], `[6]`. The convention inside Luthier. */
export type StressAse = Float64Array & { readonly [convention]: "stress-ase" }

/** Virial `W = −Vσ`, Voigt xx yy zz yz xz xy [eV], `[6]`: positive in compression. */
export type Virial = Float64Array & { readonly [convention]: "virial" }

/** Row and column of each Voigt component: xx yy zz yz xz xy. */
export const voigtIndices: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 1],
  [2, 2],
  [1, 2],
  [0, 2],
  [0, 1],
]

/** Names of the Voigt components in the order used inside Luthier. */
export const voigtNames: readonly string[] = ["xx", "yy", "zz", "yz", "xz", "xy"]

/** Six numbers known to be xx yy zz yz xz xy, positive in tension [eV/Å³]. */
export function stressAse(values: ArrayLike<number>): StressAse {
  return six(values) as StressAse
}

/** Six numbers known to be xx yy zz yz xz xy of `W = −Vσ` [eV]. */
export function virial(values: ArrayLike<number>): Virial {
  return six(values) as Virial
}

/** `W = −Vσ`; volume in Å³. */
export function virialFromStress(stress: StressAse, volume: number): Virial {
  return virial(stress.map((value) => -volume * value))
}

/** `σ = −W/V`; volume in Å³. */
export function stressFromVirial(virial: Virial, volume: number): StressAse {
  return stressAse(virial.map((value) => -value / volume))
}

/** `P = −(σxx + σyy + σzz)/3` [eV/Å³]: positive when compressed. */
export function pressureOf(stress: StressAse): number {
  return -(stress[0] + stress[1] + stress[2]) / 3
}

/** The symmetric 3×3 matrix, row-major, of six Voigt components of a stress or virial (no factor of two on the shears). */
export function matrixFromVoigt(values: ArrayLike<number>): Float64Array {
  const [xx, yy, zz, yz, xz, xy] = six(values)
  return Float64Array.of(xx, xy, xz, xy, yy, yz, xz, yz, zz)
}

/** The Voigt components xx yy zz yz xz xy of a row-major 3×3 matrix; opposite off-diagonal elements are averaged. */
export function voigtFromMatrix(m: ArrayLike<number>): Float64Array {
  if (m.length !== 9) throw new RangeError(`a 3×3 matrix has 9 elements, not ${m.length}`)
  return Float64Array.of(m[0], m[4], m[8], (m[5] + m[7]) / 2, (m[2] + m[6]) / 2, (m[1] + m[3]) / 2)
}

/** `R S Rᵀ` of six Voigt components: the same stress or virial seen in axes turned by the orthogonal `rotation` (row-major 3×3). */
export function rotateVoigt<T extends StressAse | Virial>(values: T, rotation: ArrayLike<number>): T {
  const s = matrixFromVoigt(values)
  const turned = new Float64Array(9)
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = 0
      for (let k = 0; k < 3; k++) for (let l = 0; l < 3; l++) sum += rotation[3 * i + k] * s[3 * k + l] * rotation[3 * j + l]
      turned[3 * i + j] = sum
    }
  }
  return voigtFromMatrix(turned) as T
}

function six(values: ArrayLike<number>): Float64Array {
  if (values.length !== 6) throw new RangeError(`a Voigt vector has 6 components, not ${values.length}`)
  return Float64Array.from(values)
}
