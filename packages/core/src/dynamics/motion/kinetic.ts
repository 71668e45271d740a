import { cellVolume } from "../../atoms/cell.ts"
import { boltzmann } from "../../units/constants.ts"
import type { Motion } from "./motion.ts"

/** Kinetic energy ½ Σ m v² [eV]. */
export function kineticEnergy({ masses, velocities }: Pick<Motion, "masses" | "velocities">): number {
  let sum = 0
  for (let i = 0; i < masses.length; i++) {
    const [x, y, z] = [velocities[3 * i], velocities[3 * i + 1], velocities[3 * i + 2]]
    sum += masses[i] * (x * x + y * y + z * z)
  }
  return sum / 2
}

/** Σ m v⊗v, Voigt xx yy zz yz xz xy [eV], into `out`. */
export function kineticTensor({ masses, velocities }: Motion, out: Float64Array): Float64Array {
  out.fill(0)
  for (let i = 0; i < masses.length; i++) {
    const [m, x, y, z] = [masses[i], velocities[3 * i], velocities[3 * i + 1], velocities[3 * i + 2]]
    out[0] += m * x * x
    out[1] += m * y * y
    out[2] += m * z * z
    out[3] += m * y * z
    out[4] += m * x * z
    out[5] += m * x * y
  }
  return out
}

/** Temperature of a kinetic energy, `2K/(f k_B)` [K]. */
export function temperatureOf(kinetic: number, freedom: number): number {
  return (2 * kinetic) / (freedom * boltzmann)
}

/** Volume of the cell [Å³]; 0 where a direction does not repeat. */
export function volumeOf({ cell, pbc }: Motion): number {
  return cell && pbc.every(Boolean) ? cellVolume(cell) : 0
}

/** Pressure tensor `(Σ m v⊗v + W)/V`, Voigt xx yy zz yz xz xy [eV/Å³], into `out`; zeros without a volume. */
export function pressureTensor(motion: Motion, out: Float64Array): Float64Array {
  const volume = volumeOf(motion)
  if (volume === 0) return out.fill(0)
  kineticTensor(motion, out)
  for (let k = 0; k < 6; k++) out[k] = (out[k] + motion.virial[k]) / volume
  return out
}
