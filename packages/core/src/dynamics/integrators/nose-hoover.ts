import type { ForceEngine } from "../force-engine/force-engine.ts"
import { kineticEnergy } from "../motion/kinetic.ts"
import type { Motion } from "../motion/motion.ts"
import { freedomOf } from "../motion/velocities.ts"
import { chainSize, noseHooverChain } from "./chain.ts"
import { demandAtoms, demandPositive, type Integrator } from "./integrator.ts"
import type { ThermostatOptions } from "./langevin.ts"
import { scaleVelocities } from "./moves.ts"
import { verletStep } from "./velocity-verlet.ts"

/**
 * Constant temperature without chance: a Nosé–Hoover chain before and after each step of velocity Verlet.
 *
 * G. J. Martyna, M. L. Klein and M. Tuckerman, doi:10.1063/1.463940.
 */
export function noseHoover({ timestep, temperature, damping }: ThermostatOptions): Integrator {
  demandPositive("step", timestep, "fs")
  demandPositive("temperature", temperature, "K")
  demandPositive("damping time", damping, "fs")
  const chainOf = (motion: Motion) => noseHooverChain(freedomOf(motion, true), temperature, damping, 0)
  return Object.freeze({
    timestep,
    keepsMomentum: true,
    init(motion: Motion): void {
      demandAtoms(motion)
      motion.bath = new Float64Array(chainSize)
    },
    step(motion: Motion, engine: ForceEngine): void {
      const chain = chainOf(motion)
      scaleVelocities(motion, chain.move(motion.bath, 2 * kineticEnergy(motion), timestep / 2))
      verletStep(motion, engine, timestep)
      scaleVelocities(motion, chain.move(motion.bath, 2 * kineticEnergy(motion), timestep / 2))
      motion.steps++
    },
    conserved: (motion: Motion) => kineticEnergy(motion) + motion.energy + chainOf(motion).energy(motion.bath),
  })
}
