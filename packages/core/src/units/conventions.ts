import { bar, gigapascal, kilobar } from "./constants.ts"
import { matrixFromVoigt, stressAse, virial, voigtFromMatrix } from "./stress.ts"
import type { StressAse, Virial } from "./stress.ts"

declare const convention: unique symbol

/** VASP `in kB` and `<varray name="stress">`: xx yy zz xy yz zx, positive when compressed [kbar], `[6]`. */
export type StressVasp = Float64Array & { readonly [convention]: "stress-vasp" }

/** LAMMPS `metal` pressure tensor (`pxx pyy pzz pxy pxz pyz` of thermo and compute pressure), positive when compressed [bar], `[6]`. */
export type PressureLammps = Float64Array & { readonly [convention]: "pressure-lammps" }

/** GPUMD/NEP per-frame virial as in `virial_*.out`: xx yy zz xy yz zx, positive when compressed [eV/atom], `[6]`. */
export type VirialNep = Float64Array & { readonly [convention]: "virial-nep" }

/** Per-atom virial of GPUMD: xx yy zz xy xz yz yx zx zy, positive when compressed [eV], `[9]`. */
export type VirialGpumd = Float64Array & { readonly [convention]: "virial-gpumd" }

/** Virial of deepmd-kit (`virial.npy`) and of the `virial=` of NEP's train.xyz: row-major 3×3, positive when compressed [eV], `[9]`. */
export type VirialDeepmd = Float64Array & { readonly [convention]: "virial-deepmd" }

// Where each of the inside components xx yy zz yz xz xy stands in the other program's order.
const vaspOrder = [0, 1, 2, 4, 5, 3]
const lammpsOrder = [0, 1, 2, 5, 4, 3]

/** Marks six numbers as VASP's, without changing them. */
export function stressVasp(values: ArrayLike<number>): StressVasp {
  return sized(values, 6) as StressVasp
}

/** Marks six numbers as the LAMMPS pressure tensor, without changing them. */
export function pressureLammps(values: ArrayLike<number>): PressureLammps {
  return sized(values, 6) as PressureLammps
}

/** Marks six numbers as a line of NEP's `virial_*.out`, without changing them. */
export function virialNep(values: ArrayLike<number>): VirialNep {
  return sized(values, 6) as VirialNep
}

/** Marks nine numbers as a GPUMD per-atom virial, without changing them. */
export function virialGpumd(values: ArrayLike<number>): VirialGpumd {
  return sized(values, 9) as VirialGpumd
}

/** Marks nine numbers as a deepmd virial, without changing them. */
export function virialDeepmd(values: ArrayLike<number>): VirialDeepmd {
  return sized(values, 9) as VirialDeepmd
}

/** `σ = −kbar`, reordered. */
export function stressFromVasp(stress: StressVasp): StressAse {
  return stressAse(vaspOrder.map((from) => -stress[from] * kilobar))
}

/** The inverse of `stressFromVasp`. */
export function stressToVasp(stress: StressAse): StressVasp {
  return stressVasp(scatter(stress, vaspOrder, -1 / kilobar))
}

/** `σ = −P`, reordered. A static pressure tensor: any kinetic part must have been left out by the caller. */
export function stressFromLammps(pressure: PressureLammps): StressAse {
  return stressAse(lammpsOrder.map((from) => -pressure[from] * bar))
}

/** The inverse of `stressFromLammps`. */
export function stressToLammps(stress: StressAse): PressureLammps {
  return pressureLammps(scatter(stress, lammpsOrder, -1 / bar))
}

/** Total virial [eV] of `atoms` atoms from NEP's virial per atom. */
export function virialFromNep(values: VirialNep, atoms: number): Virial {
  return virial(vaspOrder.map((from) => values[from] * atoms))
}

/** The inverse of `virialFromNep`. */
export function virialToNep(values: Virial, atoms: number): VirialNep {
  return virialNep(scatter(values, vaspOrder, 1 / atoms))
}

/** Symmetric part of a GPUMD nine-component virial. */
export function virialFromGpumd(v: VirialGpumd): Virial {
  return virial([v[0], v[1], v[2], (v[5] + v[8]) / 2, (v[4] + v[7]) / 2, (v[3] + v[6]) / 2])
}

/** The inverse of `virialFromGpumd` for a symmetric virial. */
export function virialToGpumd(v: Virial): VirialGpumd {
  return virialGpumd([v[0], v[1], v[2], v[5], v[4], v[3], v[5], v[4], v[3]])
}

/** Symmetric part of a row-major 3×3 virial. */
export function virialFromDeepmd(values: VirialDeepmd): Virial {
  return virial(voigtFromMatrix(values))
}

/** The inverse of `virialFromDeepmd` for a symmetric virial. */
export function virialToDeepmd(values: Virial): VirialDeepmd {
  return virialDeepmd(matrixFromVoigt(values))
}

/** Stress in GPa for people: xx yy zz yz xz xy, positive in tension. */
export function stressInGigapascal(stress: StressAse): Float64Array {
  return Float64Array.from(stress, (value) => value / gigapascal)
}

function scatter(inside: ArrayLike<number>, order: readonly number[], factor: number): Float64Array {
  const out = new Float64Array(6)
  for (let k = 0; k < 6; k++) out[order[k]] = inside[k] * factor
  return out
}

function sized(values: ArrayLike<number>, length: number): Float64Array {
  if (values.length !== length) throw new RangeError(`expected ${length} components, not ${values.length}`)
  return Float64Array.from(values)
}
