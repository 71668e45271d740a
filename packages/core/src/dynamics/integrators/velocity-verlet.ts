import type { ForceEngine } from "../force-engine/force-engine.ts"
import { kineticEnergy } from "../motion/kinetic.ts"
import { findForces, type Motion } from "../motion/motion.ts"
import { demandPositive, type Integrator } from "./integrator.ts"
import { drift, kick } from "./moves.ts"

/**
 * Constant energy: velocity Verlet, half a kick, a drift, half a kick. Time-reversible and symplectic; the energy errs by `dt²` and does
 * not drift. @see https://doi.org/10.1063/1.442716
 *
 * @param timestep [fs]
 */
export function velocityVerlet(timestep: number): Integrator {
  demandPositive("step", timestep, "fs")
  return Object.freeze({
    timestep,
    keepsMomentum: true,
    init: () => {},
    step(motion: Motion, engine: ForceEngine): void {
      verletStep(motion, engine, timestep)
      motion.steps++
    },
    conserved: (motion: Motion) => kineticEnergy(motion) + motion.energy,
  })
}

/** The motion of one step without a bath. */
export function verletStep(motion: Motion, engine: ForceEngine, timestep: number): void {
  kick(motion, timestep / 2)
  drift(motion, timestep)
  findForces(motion, engine)
  kick(motion, timestep / 2)
}
