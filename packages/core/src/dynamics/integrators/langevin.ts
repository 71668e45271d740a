import { normals } from "../../random/random.ts"
import { boltzmann } from "../../units/constants.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"
import { kineticEnergy } from "../motion/kinetic.ts"
import { findForces, type Motion } from "../motion/motion.ts"
import { demandPositive, type Integrator } from "./integrator.ts"
import { drift, kick } from "./moves.ts"

/** Of a thermostat. */
export interface ThermostatOptions {
  /** [fs] */
  readonly timestep: number
  /** [K] */
  readonly temperature: number
  /** Time in which it forgets the velocities [fs]. */
  readonly damping: number
}

/**
 * Constant temperature by friction and noise, `m dv = F dt − m v dt/τ + √(2 k_B T m/τ) dW`, split as BAOAB: kick, drift, the exact
 * friction and noise of a whole step, drift, kick. Configurations are those of a harmonic well at any stable step.
 *
 * B. Leimkuhler and C. Matthews, doi:10.1093/amrx/abs010.
 */
export function langevin({ timestep, temperature, damping }: ThermostatOptions): Integrator {
  demandPositive("step", timestep, "fs")
  demandPositive("temperature", temperature, "K")
  demandPositive("damping time", damping, "fs")
  const keep = Math.exp(-timestep / damping)
  const spread = Math.sqrt(-Math.expm1((-2 * timestep) / damping) * boltzmann * temperature)
  let noise = new Float64Array(0)
  return Object.freeze({
    timestep,
    keepsMomentum: false,
    init: () => {},
    step(motion: Motion, engine: ForceEngine): void {
      const { velocities, masses } = motion
      if (noise.length !== velocities.length) noise = new Float64Array(velocities.length)
      kick(motion, timestep / 2)
      drift(motion, timestep / 2)
      motion.random = normals(motion.random, noise)
      const before = kineticEnergy(motion)
      for (let i = 0, k = 0; i < masses.length; i++, k += 3) {
        const width = spread / Math.sqrt(masses[i])
        for (let c = k; c < k + 3; c++) velocities[c] = keep * velocities[c] + width * noise[c]
      }
      motion.heat += kineticEnergy(motion) - before
      drift(motion, timestep / 2)
      findForces(motion, engine)
      kick(motion, timestep / 2)
      motion.steps++
    },
    conserved: (motion: Motion) => kineticEnergy(motion) + motion.energy - motion.heat,
  })
}
