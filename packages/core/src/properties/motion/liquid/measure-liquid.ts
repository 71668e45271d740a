import { blockAverage } from "../../../dynamics/averages/block-average.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { velocityVerlet } from "../../../dynamics/integrators/velocity-verlet.ts"
import { kineticEnergy, pressureTensor, temperatureOf, volumeOf } from "../../../dynamics/motion/kinetic.ts"
import type { Motion } from "../../../dynamics/motion/motion.ts"
import { freedomOf } from "../../../dynamics/motion/velocities.ts"
import { Failure } from "../../../failure/failure.ts"
import { type Estimate, estimateOf } from "../correlation/estimate.ts"
import { type AngleDistributionRecord, angleDistribution } from "../order/angle-distribution.ts"
import { firstMinimum } from "../order/first-minimum.ts"
import { type RadialDistributionRecord, radialDistribution } from "../order/radial-distribution.ts"
import { scattering } from "../order/scattering.ts"
import { type StructureFactorRecord, transformedStructureFactor } from "../order/structure-factor.ts"
import { type DisplacementRecord, displacements } from "../transport/displacements.ts"
import { finiteSizeCorrection } from "../transport/finite-size.ts"
import { conductivity, type HeatFlux } from "../transport/heat-flux.ts"
import { type VelocityRecord, velocityCorrelation } from "../transport/velocity-correlation.ts"
import { type SpectrumRecord, vibrationalSpectrum } from "../transport/vibrational-spectrum.ts"
import { type GreenKuboRecord, viscosity } from "../transport/viscosity.ts"
import { advance, type Progress } from "./advance.ts"
import type { PreparedLiquid } from "./prepare-liquid.ts"

/** How a liquid is looked at. */
export interface MeasureOptions {
  /** [fs] */
  readonly timestep: number
  readonly steps: number
  /** Steps between two looks at velocities and pressures. */
  readonly every: number
  /** How long velocities, pressures and fluxes are followed [fs]. */
  readonly window: number
  /** How long displacements are followed [fs]. */
  readonly follow: number
  /** How far g(r) reaches [Å], and S(q) [1/Å]. */
  readonly reach: number
  readonly limit: number
  /** Flux of heat, or why there is none. */
  readonly heat: HeatFlux | string
}

/** What a liquid was found to be. */
export interface LiquidRecord {
  readonly atoms: number
  /** [K] */
  readonly temperature: Estimate
  /** [eV/Å³] */
  readonly pressure: Estimate
  /** Potential energy of an atom [eV]. */
  readonly energy: Estimate
  /** Of the cell [Å³]. */
  readonly volume: number
  /** Of all atoms [eV fs²/Å²]. */
  readonly mass: number
  readonly distances: RadialDistributionRecord
  readonly waves: StructureFactorRecord
  /** By transform of g(r), at the same q. */
  readonly transformed: StructureFactorRecord
  readonly angles: AngleDistributionRecord
  /** Where the first shell ends [Å], of each pair of g(r); 0 where it has none. */
  readonly shells: readonly number[]
  readonly displacements: readonly DisplacementRecord[]
  readonly velocities: readonly VelocityRecord[]
  readonly spectra: readonly SpectrumRecord[]
  readonly viscosity: GreenKuboRecord
  /** What a cube takes from diffusion [Å²/fs]; `null` for other cells. */
  readonly finiteSize: Estimate | null
  readonly conductivity: GreenKuboRecord | string
}

/** Looks at velocities between two at distances, between two at angles and waves, and between two origins. */
const DISTANCES = 10
const ANGLES = 40
const ORIGINS = 4
/** Fluxes of heat cost more than steps. */
const HEATS = 2
/** Of each bin of S(q). */
const WAVES = 8
/** Fewer lags resolve nothing. */
const FEWEST = 10
/** About how many lags of displacements. */
const MOVES = 60

/**
 * Lags of velocities, in looks; and of displacements, with the looks between two of them.
 *
 * @throws Failure for a run that is too short for what it should follow, or times that are too short for what happens in them
 */
export function lagsOf({ timestep, steps, every, window, follow }: MeasureOptions): {
  readonly lags: number
  readonly moves: { readonly every: number; readonly lags: number }
} {
  const look = every * timestep
  for (const [what, time] of [
    ["velocities", window],
    ["displacements", follow],
  ] as const) {
    if (time < FEWEST * look) {
      throw new Failure(`${shown(time)} fs are too short to follow ${what}: there is a look every ${shown(look)} fs`, {
        advice: "take more steps, follow them longer, or look more often",
      })
    }
    if (time > (steps * timestep) / 2) {
      throw new Failure(`a run of ${shown(steps * timestep)} fs is too short to follow ${what} for ${shown(time)} fs`, {
        advice: "take more steps, or follow them less long",
      })
    }
  }
  const apart = Math.max(1, Math.floor(follow / look / MOVES))
  return { lags: Math.round(window / look), moves: { every: apart, lags: Math.round(follow / look / apart) } }
}

const shown = (value: number): string => String(Number(value.toPrecision(4)))

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
