import { Failure } from "../../failure/failure.ts"
import type { ForceEngine } from "../force-engine/force-engine.ts"
import type { Motion } from "../motion/motion.ts"

/** How atoms move on: one step of an ensemble, on a state that holds all it needs. */
export interface Integrator {
  /** Length of a step [fs]. */
  readonly timestep: number
  /** Whether the momentum of the whole stays what it is. */
  readonly keepsMomentum: boolean
  /** Sets up the bath of a motion that begins. @throws Failure for a system that the ensemble does not fit. */
  init(motion: Motion): void
  /** Moves on by one step; forces are those of the new positions. */
  step(motion: Motion, engine: ForceEngine): void
  /** What would stay constant if steps were infinitely short [eV]. */
  conserved(motion: Motion): number
}

/** @throws Failure for what is no positive number. */
export function demandPositive(what: string, value: number, unit: string): void {
  if (!(value > 0 && Number.isFinite(value))) throw new Failure(`a ${what} of ${value} ${unit}`, { advice: "give a number above zero" })
}

/** @throws Failure for a system that a thermostat without momentum of the whole cannot heat. */
export function demandAtoms({ masses }: Motion): void {
  if (masses.length < 2) {
    throw new Failure("one atom whose momentum is held has no temperature", { advice: "use the ensemble nvt-langevin, or more atoms" })
  }
}
