import { Failure } from "../../failure/failure.ts"
import { normals } from "../../random/random.ts"
import { boltzmann } from "../../units/constants.ts"
import { kineticEnergy, temperatureOf } from "./kinetic.ts"
import type { Motion } from "./motion.ts"

/**
 * Velocities of Maxwell and Boltzmann at a temperature, without momentum of the whole; `exactly` scales them to it, else it is that
 * of the ensemble. A single atom keeps what it drew.
 *
 * @param temperature [K]
 */
export function drawVelocities(motion: Motion, temperature: number, exactly: boolean = true): void {
  if (!(temperature >= 0 && Number.isFinite(temperature))) {
    throw new Failure(`${temperature} K is no temperature`, { advice: "give kelvin, zero or more" })
  }
  const { velocities, masses } = motion
  motion.random = normals(motion.random, velocities)
  for (let k = 0; k < velocities.length; k++) velocities[k] *= Math.sqrt((boltzmann * temperature) / masses[Math.floor(k / 3)])
  if (masses.length > 1) removeMomentum(motion)
  if (!exactly || temperature === 0) return
  const found = temperatureOf(kineticEnergy(motion), freedomOf(motion, true))
  const scale = Math.sqrt(temperature / found)
  for (let k = 0; k < velocities.length; k++) velocities[k] *= scale
}

/** Makes the momentum of the whole zero. */
export function removeMomentum({ velocities, masses }: Motion): void {
  const total = masses.reduce((sum, mass) => sum + mass, 0)
  for (let c = 0; c < 3; c++) {
    let momentum = 0
    for (let i = 0; i < masses.length; i++) momentum += masses[i] * velocities[3 * i + c]
    for (let i = 0; i < masses.length; i++) velocities[3 * i + c] -= momentum / total
  }
}

/** Degrees of freedom among which the kinetic energy is shared: 3N, less three where the momentum of several atoms stays zero. */
export function freedomOf({ masses }: Pick<Motion, "masses">, momentumStays: boolean): number {
  return 3 * masses.length - (momentumStays && masses.length > 1 ? 3 : 0)
}
