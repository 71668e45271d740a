import { boltzmann } from "../../units/constants.ts"

/** Thermostats in a chain. */
const LENGTH = 3
/** Parts of a step that the chain moves in, and the weights of their thirds. */
const PARTS = 2
const OUTER = 1 / (2 - Math.cbrt(2))
const WEIGHTS: readonly number[] = [OUTER, 1 - 2 * OUTER, OUTER]

/** Numbers that a chain keeps: positions η of its thermostats, then their velocities. */
export const chainSize: number = 2 * LENGTH

/** A Nosé–Hoover chain on some degrees of freedom: how it moves, and its energy. */
export interface Chain {
  /** Moves the chain on by h [fs] where the freedoms have `twice` their kinetic energy [eV]; the factor for their velocities. */
  move(bath: Float64Array, twice: number, h: number): number
  /** [eV] */
  energy(bath: Float64Array): number
}

/**
 * A Nosé–Hoover chain of three thermostats with masses `f k_B T τ²` and `k_B T τ²`, moved by the factorisation of Suzuki and Yoshida.
 *
 * G. J. Martyna, M. L. Klein and M. Tuckerman, doi:10.1063/1.463940; G. J. Martyna et al., doi:10.1080/00268979600100761.
 *
 * @param freedom degrees of freedom that it acts on
 * @param temperature [K]
 * @param damping τ [fs]
 * @param offset of its numbers in the bath
 */
export function noseHooverChain(freedom: number, temperature: number, damping: number, offset: number): Chain {
  const kT = boltzmann * temperature
  const mass = (k: number): number => (k === 0 ? freedom : 1) * kT * damping * damping
  const speed = offset + LENGTH
  const pull = (bath: Float64Array, k: number, twice: number): number =>
    k === 0 ? (twice - freedom * kT) / mass(0) : (mass(k - 1) * bath[speed + k - 1] ** 2 - kT) / mass(k)
  const push = (bath: Float64Array, k: number, twice: number, h: number): void => {
    const slowed = k + 1 < LENGTH ? Math.exp((-h / 4) * bath[speed + k + 1]) : 1
    bath[speed + k] = (bath[speed + k] * slowed + (h / 2) * pull(bath, k, twice)) * slowed
  }
  return Object.freeze({
    move(bath: Float64Array, twice: number, h: number): number {
      let scale = 1
      for (let part = 0; part < PARTS; part++) {
        for (const weight of WEIGHTS) {
          const step = (weight * h) / PARTS
          for (let k = LENGTH - 1; k >= 0; k--) push(bath, k, scale * scale * twice, step)
          scale *= Math.exp(-step * bath[speed])
          for (let k = 0; k < LENGTH; k++) bath[offset + k] += step * bath[speed + k]
          for (let k = 0; k < LENGTH; k++) push(bath, k, scale * scale * twice, step)
        }
      }
      return scale
    },
    energy(bath: Float64Array): number {
      let sum = 0
      for (let k = 0; k < LENGTH; k++) sum += (mass(k) * bath[speed + k] ** 2) / 2 + (k === 0 ? freedom : 1) * kT * bath[offset + k]
      return sum
    },
  })
}
