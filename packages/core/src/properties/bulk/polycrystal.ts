import { massOf } from "../../atoms/elements.ts"
import { symmetricEigen } from "../../linalg/factorisations/symmetric-eigen.ts"
import { boltzmann, kineticUnit, planck } from "../../units/constants.ts"
import { combined } from "../combination.ts"
import type { Crystal } from "../crystal/crystal.ts"
import type { Observable } from "../observable.ts"
import { invertSymmetric } from "../relax/invert-symmetric.ts"
import { elasticConstant } from "./elastic.ts"
import { latticeParameter } from "./lattice.ts"

/** Bulk and shear modulus of a polycrystal without texture [eV/Å³]: all grains strained alike, all stressed alike, and their mean. */
export interface PolycrystalModuli {
  readonly voigt: { readonly bulk: number; readonly shear: number }
  readonly reuss: { readonly bulk: number; readonly shear: number }
  readonly hill: { readonly bulk: number; readonly shear: number }
}

/**
 * Averages of a stiffness C (6×6, row-major) and its inverse S (R. Hill, doi:10.1088/0370-1298/65/5/307):
 *
 *     9 B_V = ΣC_ii + 2ΣC_ij      15 G_V = ΣC_ii − ΣC_ij + 3(C44 + C55 + C66)      i < j ≤ 3
 *     1/B_R = ΣS_ii + 2ΣS_ij      15/G_R = 4ΣS_ii − 4ΣS_ij + 3(S44 + S55 + S66)
 */
export function polycrystalModuli(C: Float64Array): PolycrystalModuli {
  const { inverse: S } = invertSymmetric(C, 6)
  const [c, s] = [sums(C), sums(S)]
  const voigt = { bulk: (c.diagonal + 2 * c.off) / 9, shear: (c.diagonal - c.off + 3 * c.shear) / 15 }
  const reuss = { bulk: 1 / (s.diagonal + 2 * s.off), shear: 15 / (4 * s.diagonal - 4 * s.off + 3 * s.shear) }
  return { voigt, reuss, hill: { bulk: (voigt.bulk + reuss.bulk) / 2, shear: (voigt.shear + reuss.shear) / 2 } }
}

/** Smallest eigenvalue of a stiffness: a crystal is stable when it is above zero (F. Mouhat, F.-X. Coudert, doi:10.1103/PhysRevB.90.224104). */
export function softestStrain(C: Float64Array): number {
  // In Kelvin's notation shears count √2, and the eigenvalues are those of the tensor.
  const weight = (v: number): number => (v < 3 ? 1 : Math.SQRT2)
  const kelvin = C.map((value, k) => value * weight(Math.floor(k / 6)) * weight(k % 6))
  return symmetricEigen(kelvin, 6).values[0]
}

/** The upper triangle of C as observables, in the order 11, 12, … 16, 22, … 66. */
function stiffnessObservables(crystal: Crystal): readonly Observable[] {
  return pairs.map(([i, j]) => elasticConstant(crystal, i, j))
}

const pairs = [1, 2, 3, 4, 5, 6].flatMap((i) => [1, 2, 3, 4, 5, 6].filter((j) => j >= i).map((j) => [i, j] as const))

/** What is worked out from all elastic constants of a crystal. */
export interface PolycrystalObservables {
  readonly bulk: Observable
  readonly shear: Observable
  readonly young: Observable
  readonly poisson: Observable
  /** `5 G_V/G_R + B_V/B_R − 6`, zero when isotropic (S. I. Ranganathan, M. Ostoja-Starzewski, doi:10.1103/PhysRevLett.101.055504). */
  readonly anisotropy: Observable
  /** Of the sound waves of the polycrystal (O. L. Anderson, doi:10.1016/0022-3697(63)90067-2). */
  readonly debye: Observable
}

/** Averages over a polycrystal as observables. */
export function polycrystalObservables(crystal: Crystal): PolycrystalObservables {
  const parts = stiffnessObservables(crystal)
  const from = (label: string, value: (moduli: PolycrystalModuli) => number): Observable =>
    combined({
      name: `${crystal.name}: ${label}`,
      kind: label,
      dimension: "stress",
      unit: "GPa",
      tolerance: 0.02,
      parts,
      value: (values) => value(polycrystalModuli(wholeOf(values))),
    })
  const plain = (label: string, value: (moduli: PolycrystalModuli) => number): Observable =>
    Object.freeze({ ...from(label, value), dimension: "number", unit: "" } satisfies Observable)
  return {
    bulk: from("bulk modulus (Hill)", ({ hill }) => hill.bulk),
    shear: from("shear modulus (Hill)", ({ hill }) => hill.shear),
    young: from("Young's modulus (Hill)", ({ hill: { bulk, shear } }) => (9 * bulk * shear) / (3 * bulk + shear)),
    poisson: plain("Poisson's ratio (Hill)", ({ hill: { bulk, shear } }) => (3 * bulk - 2 * shear) / (2 * (3 * bulk + shear))),
    anisotropy: plain("universal anisotropy", ({ voigt, reuss }) => (5 * voigt.shear) / reuss.shear + voigt.bulk / reuss.bulk - 6),
    debye: debyeTemperature(crystal, parts),
  }
}

/** `Θ = (h/k) (3/(4π V))^(1/3) v`, V the volume per atom, `3/v³ = 1/v_l³ + 2/v_t³`. */
function debyeTemperature(crystal: Crystal, parts: readonly Observable[]): Observable {
  const { numbers } = crystal.primitive
  const mass = numbers.reduce((sum, number) => sum + massOf(number), 0) / numbers.length
  return combined({
    name: `${crystal.name}: Debye temperature from elastic constants`,
    kind: "Debye temperature",
    dimension: "temperature",
    unit: "K",
    tolerance: 0.02,
    parts: [...parts, latticeParameter(crystal, "volume")],
    value(values) {
      const volume = values[values.length - 1]
      const { bulk, shear } = polycrystalModuli(wholeOf(values)).hill
      const density = (mass * kineticUnit) / volume
      const [longitudinal, transverse] = [Math.sqrt((bulk + (4 / 3) * shear) / density), Math.sqrt(shear / density)]
      const mean = Math.cbrt(3 / (1 / longitudinal ** 3 + 2 / transverse ** 3))
      return (planck / boltzmann) * Math.cbrt(3 / (4 * Math.PI * volume)) * mean
    },
  })
}

/** Both triangles of C from the upper one. */
function wholeOf(values: Float64Array): Float64Array {
  const C = new Float64Array(36)
  pairs.forEach(([i, j], k) => {
    C[6 * (i - 1) + j - 1] = values[k]
    C[6 * (j - 1) + i - 1] = values[k]
  })
  return C
}

function sums(M: Float64Array): { readonly diagonal: number; readonly off: number; readonly shear: number } {
  return { diagonal: M[0] + M[7] + M[14], off: M[1] + M[2] + M[8], shear: M[21] + M[28] + M[35] }
}
