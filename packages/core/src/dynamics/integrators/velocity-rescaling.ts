import { normals } from "../../random/random.ts"
import { boltzmann } from "../../units/constants.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"
import { kineticEnergy } from "../motion/kinetic.ts"
import type { Motion } from "../motion/motion.ts"
import { freedomOf } from "../motion/velocities.ts"
import { demandAtoms, demandPositive, type Integrator } from "./integrator.ts"
import type { ThermostatOptions } from "./langevin.ts"
import { scaleVelocities } from "./moves.ts"
import { sumOfSquares } from "./sum-of-squares.ts"
import { verletStep } from "./velocity-verlet.ts"

/**
 * Constant temperature by scaling all velocities, so that the kinetic energy follows `dK = (K̄ − K) dt/τ + 2 √(K K̄/f τ) dW`, which is
 * solved exactly: canonical, and gentle to how atoms diffuse.
 *
 * G. Bussi, D. Donadio and M. Parrinello, doi:10.1063/1.2408420.
 */
export function velocityRescaling({ timestep, temperature, damping }: ThermostatOptions): Integrator {
  demandPositive("step", timestep, "fs")
  demandPositive("temperature", temperature, "K")
  demandPositive("damping time", damping, "fs")
  return Object.freeze({
    timestep,
    keepsMomentum: true,
    init: demandAtoms,
    step(motion: Motion, engine: ForceEngine): void {
      verletStep(motion, engine, timestep)
      rescale(motion, timestep, temperature, damping)
      motion.steps++
    },
    conserved: (motion: Motion) => kineticEnergy(motion) + motion.energy - motion.heat,
  })
}

const pair = new Float64Array(2)

/** Scales the velocities as a bath would in a time h [fs]. */
export function rescale(motion: Motion, h: number, temperature: number, damping: number): void {
  const freedom = freedomOf(motion, true)
  const kinetic = kineticEnergy(motion)
  if (kinetic === 0) return
  const keep = Math.exp(-h / damping)
  // Kinetic energy that a freedom has in the mean, beside that which all have now.
  const ratio = (boltzmann * temperature) / (2 * kinetic)
  motion.random = normals(motion.random, pair)
  const own = pair[0]
  const rest = sumOfSquares(freedom - 1, motion.random)
  motion.random = rest.random
  const cross = Math.sqrt(keep * (1 - keep) * ratio)
  const square = keep + (1 - keep) * ratio * (own * own + rest.value) + 2 * cross * own
  const sign = own + Math.sqrt(keep / ((1 - keep) * ratio)) < 0 ? -1 : 1
  scaleVelocities(motion, sign * Math.sqrt(square))
  motion.heat += (square - 1) * kinetic
}
