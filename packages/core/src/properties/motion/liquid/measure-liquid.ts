import { blockAverage } from "../../../dynamics/averages/block-average.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { velocityVerlet } from "../../../dynamics/integrators/velocity-verlet.ts"
import { kineticEnergy, pressureTensor, temperatureOf, volumeOf } from "../../../dynamics/motion/kinetic.ts"
import type { Motion } from "../../../dynamics/motion/motion.ts"
import { freedomOf } from "../../../dynamics/motion/velocities.ts"
import { Failure } from "../../../failure/failure.ts"
import { type Estimate, estimateOf } from "../correlation/estimate.ts"
import { angleDistribution } from "../order/angle-distribution.ts"
import { firstMinimum } from "../order/first-minimum.ts"
import { type RadialDistributionRecord, radialDistribution } from "../order/radial-distribution.ts"
import { scattering } from "../order/scattering.ts"
import { transformedStructureFactor } from "../order/structure-factor.ts"
import { displacements } from "../transport/displacements.ts"
import { finiteSizeCorrection } from "../transport/finite-size.ts"
import { conductivity } from "../transport/conductivity.ts"
import type { HeatFlux } from "../transport/heat-flux.ts"
import { velocityCorrelation } from "../transport/velocity-correlation.ts"
import { vibrationalSpectrum } from "../transport/vibrational-spectrum.ts"
import { viscosity } from "../transport/viscosity.ts"
import { advance, type Progress } from "./advance.ts"
import type { LiquidRecord } from "./liquid-record.ts"
import { lagsOf, type MeasureOptions } from "./measure-options.ts"
import type { PreparedLiquid } from "./prepare-liquid.ts"

/** Looks at velocities between two at distances, between two at angles and waves, and between two origins. */
const DISTANCES = 10
const ANGLES = 40
const ORIGINS = 4
/** Fluxes of heat cost more than steps. */
const HEATS = 2
/** Of each bin of S(q). */
const WAVES = 8
/** Follows a liquid at constant energy, and measures all at once. @throws Failure for a run that is too short for what it should follow. */
export function* measureLiquid(
  engine: ForceEngine,
  { motion, distances: before }: PreparedLiquid,
  options: MeasureOptions,
): Generator<Progress, LiquidRecord> {
  const { timestep, steps, every, reach, limit } = options
  let { heat } = options
  const { numbers } = motion
  const { lags, moves } = lagsOf(options)
  const shells = before.pairs.map(({ g }) => shellOf(before, g))
  const timing = { interval: every * timestep, lags, stride: ORIGINS }
  const moved = displacements({ numbers, interval: moves.every * every * timestep, lags: moves.lags })
  const velocities = velocityCorrelation({ numbers, ...timing })
  const shear = viscosity(timing)
  const heats = conductivity({ interval: HEATS * every * timestep, lags: Math.round(lags / HEATS), stride: ORIGINS / HEATS })
  const radial = radialDistribution({ numbers, cutoff: reach, bins: Math.round(reach / 0.04) })
  const waves = scattering({ numbers, limit, bins: Math.round(limit / 0.08), perBin: WAVES })
  const angles = angleDistribution({ numbers, cutoffs: shells.map((shell) => Math.max(shell, 1e-3)), bins: 90 })
  const [kelvins, pressures, energies] = [blockAverage(), blockAverage(), blockAverage()]
  const tensor = new Float64Array(6)
  const take = (step: number): void => {
    const look = step / every
    kelvins.add(temperatureOf(kineticEnergy(motion), freedomOf(motion, true)))
    energies.add(motion.energy / numbers.length)
    pressureTensor(motion, tensor)
    pressures.add((tensor[0] + tensor[1] + tensor[2]) / 3)
    shear.add(tensor)
    velocities.add(motion.velocities)
    if (typeof heat !== "string" && look % HEATS === 0) {
      const flux = fluxOf(heat, motion)
      if (typeof flux === "string") heat = flux
      else heats.add(flux)
    }
    if (look % moves.every === 0) moved.add(motion.positions)
    if (look % DISTANCES === 0) radial.add(motion)
    if (look % ANGLES === 0) {
      angles.add(motion)
      waves.add(motion)
    }
  }
  yield* advance({ motion, engine, integrator: velocityVerlet(timestep) }, "measuring", steps, { every, take })
  const found = radial.record()
  radial.release()
  const direct = waves.record()
  const [volume, temperature] = [volumeOf(motion), estimateOf(kelvins)]
  const viscous = shear.record(volume, temperature.value)
  const vibrations = velocities.record()
  return {
    atoms: numbers.length,
    temperature,
    pressure: estimateOf(pressures),
    energy: estimateOf(energies),
    volume,
    mass: motion.masses.reduce((sum, mass) => sum + mass, 0),
    distances: found,
    waves: direct,
    transformed: transformedStructureFactor(found, direct.q),
    angles: angles.record(),
    shells,
    displacements: moved.record(),
    velocities: vibrations,
    spectra: vibrations.map(vibrationalSpectrum),
    viscosity: viscous,
    finiteSize: correctionOf(viscous.value, temperature.value, motion),
    conductivity: typeof heat === "string" ? heat : heats.record(volume, temperature.value),
  }
}

/** The first minimum of g(r), or 0 where there is none. */
function shellOf(record: RadialDistributionRecord, g: readonly number[]): number {
  try {
    return firstMinimum(record, g)
  } catch (error) {
    if (error instanceof Failure) return 0
    throw error
  }
}

/** The flux of heat, or why there is none. */
function fluxOf(heat: HeatFlux, motion: Motion): Float64Array | string {
  try {
    return heat(motion)
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
}

function correctionOf(viscous: Estimate, temperature: number, { cell }: Motion): Estimate | null {
  return viscous.value > 0 && cell ? (finiteSizeCorrection(viscous, temperature, cell) ?? null) : null
}
