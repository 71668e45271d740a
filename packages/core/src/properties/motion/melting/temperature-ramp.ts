import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { type CellRescalingOptions, cellRescaling } from "../../../dynamics/integrators/cell-rescaling.ts"
import { kineticEnergy, temperatureOf, volumeOf } from "../../../dynamics/motion/kinetic.ts"
import type { Motion } from "../../../dynamics/motion/motion.ts"
import { freedomOf } from "../../../dynamics/motion/velocities.ts"
import { Failure } from "../../../failure/failure.ts"
import { advance, type Progress } from "../liquid/advance.ts"

/** Means over one part of a ramp. */
export interface RampRow {
  /** Of the bath [K]. */
  readonly bath: number
  /** [K] */
  readonly temperature: number
  /** Kinetic and potential energy of an atom [eV]. */
  readonly energy: number
  /** Of an atom [Å³]. */
  readonly volume: number
}

/** How a system is heated or quenched. */
export interface RampOptions extends Omit<CellRescalingOptions, "temperature"> {
  /** [K] */
  readonly from: number
  readonly to: number
  readonly steps: number
  /** Parts of one temperature each. */
  readonly rows: number
}

/**
 * Heats or quenches a motion at constant pressure, in parts of one temperature each: energy and volume against temperature. A jump of both
 * on heating is melting, but above the melting point, as there is no surface to begin at: bounds for `meltingPoint`, not its result.
 */
export function* temperatureRamp(motion: Motion, engine: ForceEngine, options: RampOptions): Generator<Progress, readonly RampRow[]> {
  const { from, to, steps, rows } = options
  const part = Math.floor(steps / rows)
  if (!(rows > 1 && part > 0))
    throw new Failure(`${steps} steps make no ramp of ${rows} rows`, { advice: "give two rows or more, and more steps" })
  const atoms = motion.numbers.length
  const freedom = freedomOf(motion, true)
  const found: RampRow[] = []
  for (let row = 0; row < rows; row++) {
    const bath = from + ((to - from) * row) / (rows - 1)
    const integrator = cellRescaling({ ...options, temperature: bath })
    integrator.init(motion)
    const sums = { count: 0, temperature: 0, energy: 0, volume: 0 }
    const take = (): void => {
      const kinetic = kineticEnergy(motion)
      sums.count++
      sums.temperature += temperatureOf(kinetic, freedom)
      sums.energy += (kinetic + motion.energy) / atoms
      sums.volume += volumeOf(motion) / atoms
    }
    yield* advance({ motion, engine, integrator }, `${bath.toFixed(0)} K`, part, { every: 1, take })
    const { count, temperature, energy, volume } = sums
    found.push({ bath, temperature: temperature / count, energy: energy / count, volume: volume / count })
  }
  return found
}
