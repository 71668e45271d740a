import type { Structure } from "../../../atoms/structure.ts"
import { blockAverage } from "../../../dynamics/averages/block-average.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { kineticEnergy, pressureTensor, temperatureOf } from "../../../dynamics/motion/kinetic.ts"
import { findForces, startMotion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities, freedomOf } from "../../../dynamics/motion/velocities.ts"
import { Failure } from "../../../failure/failure.ts"
import { type Estimate, estimateOf } from "../correlation/estimate.ts"
import { advance, type Progress } from "../liquid/advance.ts"
import { bulkVolume } from "../order/bulk-volume.ts"
import { meanCrystallinity } from "./crystallinity.ts"
import { meltPart } from "./melt-part.ts"
import { uniaxial } from "./uniaxial.ts"
import { warmCrystal } from "./warm-crystal.ts"

/** How a crystal and its melt are brought together. */
export interface CoexistenceOptions {
  /** At which both are prepared [K]. */
  readonly temperature: number
  /** [eV/Å³], positive when it compresses. */
  readonly pressure: number
  /** [fs] */
  readonly timestep: number
  readonly seed: number
  /** Steps of each part of the preparation. */
  readonly preparation: number
  /** Steps at constant pressure and enthalpy. */
  readonly steps: number
  /** About how much it yields [Å³/eV]. */
  readonly compressibility: number
}

/** What became of a crystal beside its melt. */
export interface Coexistence {
  /** At which both were prepared [K]. */
  readonly prepared: number
  /** Mean over the second half [K]: the melting point, where both phases are left. */
  readonly temperature: Estimate
  /** Mean of the last quarter less that of the third [K]. */
  readonly drift: number
  /** Share of the crystal at the end, by its order. */
  readonly solid: number
  /** Mean diagonal pressures over the second half [eV/Å³]. */
  readonly pressure: readonly [number, number, number]
  readonly atoms: number
  /** Order of the crystal and of the melt, from which the share is told. */
  readonly order: { readonly solid: number; readonly liquid: number }
  /** Length of the longest bond that was counted [Å]. */
  readonly bond: number
}

/** Of both baths [fs]. */
const DAMPING = 100
const PRESSURE_DAMPING = 1000
/** A crystal has more order than this however hot, a melt less. */
const LEAST_ORDER = 0.45
/** Steps between two looks. */
const EVERY = 10

/**
 * A crystal and its melt side by side along z, left to themselves at constant pressure and enthalpy: while
 * both are there, melting and freezing bring them to the temperature at which both are equally stable.
 *
 * The crystal is brought to the temperature; a part is melted by a hot bath while the rest is held; both get used to each other
 * at the temperature and pressure; then the bath is taken away. The cell changes along z alone, as a
 * melt holds no width; across, the crystal stays as wide as it was at the temperature. J. R. Morris, C. Z. Wang, K. M. Ho and
 * C. T. Chan, doi:10.1103/PhysRevB.49.3109; J. R. Morris and X. Song, doi:10.1063/1.1474581.
 *
 * @param crystal twice as long along z as across, or longer; its first two vectors lie across
 * @throws Failure where it does not melt, however hot
 * @returns `null` where the crystal melts by itself at the temperature
 */
export function* coexistence(
  engine: ForceEngine,
  crystal: Structure,
  options: CoexistenceOptions,
): Generator<Progress, Coexistence | null> {
  const { temperature, pressure, timestep, seed, preparation, steps, compressibility } = options
  bulkVolume(crystal)
  if (crystal.cell?.[2] !== 0 || crystal.cell[5] !== 0) {
    throw new Failure("the first two vectors of the crystal do not lie across z", {
      advice: "turn it, so that its third vector leads out of their plane",
    })
  }
  const motion = startMotion(crystal, engine, seed)
  const bath = { timestep, temperature, damping: DAMPING }
  const box = { ...bath, pressure, pressureDamping: PRESSURE_DAMPING, coupling: "anisotropic" as const, compressibility }
  const solid = yield* warmCrystal(motion, engine, crystal, box, preparation)
  if (solid.order < LEAST_ORDER) return null
  const liquid = yield* meltPart(motion, engine, solid, bath, preparation)

  drawVelocities(motion, temperature)
  findForces(motion, engine)
  const at = `${temperature.toFixed(0)} K`
  const piston = { timestep, pressure, pressureDamping: PRESSURE_DAMPING, temperature }
  const bathed = uniaxial({ ...piston, damping: DAMPING })
  bathed.init(motion)
  yield* advance({ motion, engine, integrator: bathed }, `crystal and melt at ${at}`, preparation)

  const free = uniaxial({ ...piston, damping: null })
  free.init(motion)
  const kelvins = blockAverage()
  const halves = [blockAverage(), blockAverage()]
  const [sum, tensor] = [new Float64Array(3), new Float64Array(6)]
  yield* advance({ motion, engine, integrator: free }, `crystal and melt from ${at}`, steps, {
    every: EVERY,
    take(step) {
      if (step <= steps / 2) return
      const kelvin = temperatureOf(kineticEnergy(motion), freedomOf(motion, true))
      kelvins.add(kelvin)
      halves[step <= 0.75 * steps ? 0 : 1].add(kelvin)
      pressureTensor(motion, tensor)
      for (let c = 0; c < 3; c++) sum[c] += tensor[c]
    },
  })
  return {
    prepared: temperature,
    temperature: estimateOf(kelvins),
    drift: halves[1].mean - halves[0].mean,
    solid: Math.min(1, Math.max(0, (meanCrystallinity(motion, solid.bond) - liquid) / (solid.order - liquid))),
    pressure: [sum[0] / kelvins.count, sum[1] / kelvins.count, sum[2] / kelvins.count],
    atoms: motion.numbers.length,
    order: { solid: solid.order, liquid },
    bond: solid.bond,
  }
}
