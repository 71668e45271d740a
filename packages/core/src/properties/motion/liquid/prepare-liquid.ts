import type { Structure } from "../../../atoms/structure.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { cellRescaling } from "../../../dynamics/integrators/cell-rescaling.ts"
import { velocityRescaling } from "../../../dynamics/integrators/velocity-rescaling.ts"
import { kineticEnergy, volumeOf } from "../../../dynamics/motion/kinetic.ts"
import { findForces, type Motion, startMotion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities } from "../../../dynamics/motion/velocities.ts"
import { Failure } from "../../../failure/failure.ts"
import { bulkVolume } from "../order/bulk-volume.ts"
import { radialDistribution, type RadialDistributionRecord } from "../order/radial-distribution.ts"
import { advance, type Progress } from "./advance.ts"

/** How a liquid is made. */
export interface LiquidOptions {
  /** [K] */
  readonly temperature: number
  /** [eV/Å³], positive when it compresses; `null` keeps the cell as it is. */
  readonly pressure: number | null
  /** [fs] */
  readonly timestep: number
  readonly seed: number
  /** Temperature of the bath in which the crystal melts [K]; `null` for a structure that is a liquid. */
  readonly hot: number | null
  /** Steps of each part of the preparation. */
  readonly preparation: number
  /** About how much it yields [Å³/eV]. */
  readonly compressibility: number
}

/** A liquid in equilibrium, and its g(r) on the way there. */
export interface PreparedLiquid {
  readonly motion: Motion
  readonly distances: RadialDistributionRecord
}

/** Of both baths [fs]. */
const DAMPING = 100
const PRESSURE_DAMPING = 1000
const EVERY = 10
const BINS = 250

/**
 * Makes a liquid: melts the structure in a hot bath, brings it to temperature and pressure, gives the cell its mean volume, and lets it
 * rest in a bath; in the end velocities are scaled so that the energy is the mean of that time, and a run without bath has the temperature.
 *
 * @param reach how far g(r) is counted [Å]
 * @throws Failure for a cell that does not repeat in all directions
 */
export function* prepareLiquid(
  engine: ForceEngine,
  start: Structure,
  options: LiquidOptions,
  reach: number,
): Generator<Progress, PreparedLiquid> {
  const { temperature, pressure, timestep, seed, hot, preparation, compressibility } = options
  bulkVolume(start)
  const motion = startMotion(start, engine, seed)
  if (motion.numbers.length < 2) throw new Failure("one atom makes no liquid", { advice: "repeat the structure" })
  const at = `${temperature.toFixed(0)} K`
  if (hot !== null) {
    drawVelocities(motion, hot)
    const integrator = velocityRescaling({ timestep, temperature: hot, damping: DAMPING })
    yield* advance({ motion, engine, integrator }, `melting at ${hot.toFixed(0)} K`, preparation)
  }
  drawVelocities(motion, temperature)
  const bath = { timestep, temperature, damping: DAMPING }
  if (pressure !== null) {
    const box = { ...bath, pressure, pressureDamping: PRESSURE_DAMPING, coupling: "isotropic" as const, compressibility }
    const integrator = cellRescaling(box)
    yield* advance({ motion, engine, integrator }, `finding the volume at ${at}`, preparation)
    let [volumes, looks] = [0, 0]
    const take = (): void => {
      volumes += volumeOf(motion)
      looks++
    }
    yield* advance({ motion, engine, integrator }, `finding the volume at ${at}`, preparation, { every: EVERY, take })
    scale(motion, volumes / looks)
    findForces(motion, engine)
  }
  const integrator = velocityRescaling(bath)
  yield* advance({ motion, engine, integrator }, `liquid at ${at}`, preparation)
  const distances = radialDistribution({ numbers: motion.numbers, cutoff: reach, bins: BINS })
  let [energies, looks] = [0, 0]
  const take = (): void => {
    distances.add(motion)
    energies += kineticEnergy(motion) + motion.energy
    looks++
  }
  yield* advance({ motion, engine, integrator }, `liquid at ${at}`, preparation, { every: EVERY, take })
  const record = distances.record()
  distances.release()
  giveEnergy(motion, energies / looks)
  return { motion, distances: record }
}

/** Brings the cell to a volume, atoms with it. */
function scale(motion: Motion, volume: number): void {
  const factor = Math.cbrt(volume / volumeOf(motion))
  for (let k = 0; k < motion.positions.length; k++) motion.positions[k] *= factor
  motion.cell?.forEach((value, k, cell) => (cell[k] = factor * value))
}

/** Scales velocities so that kinetic and potential energy are `energy`. */
function giveEnergy(motion: Motion, energy: number): void {
  const kinetic = kineticEnergy(motion)
  const factor = Math.sqrt(Math.max(0, energy - motion.energy) / kinetic)
  for (let k = 0; k < motion.velocities.length; k++) motion.velocities[k] *= factor
}
