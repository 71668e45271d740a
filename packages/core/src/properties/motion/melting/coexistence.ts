import { cellVolume, inverse, timesMatrix } from "../../../atoms/cell.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { blockAverage } from "../../../dynamics/averages/block-average.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { cellRescaling } from "../../../dynamics/integrators/cell-rescaling.ts"
import { velocityRescaling } from "../../../dynamics/integrators/velocity-rescaling.ts"
import { kineticEnergy, pressureTensor, temperatureOf } from "../../../dynamics/motion/kinetic.ts"
import { findForces, type Motion, startMotion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities, freedomOf } from "../../../dynamics/motion/velocities.ts"
import { Failure } from "../../../failure/failure.ts"
import { bulkVolume } from "../order/bulk-volume.ts"
import type { Estimate } from "../correlation/estimate.ts"
import { estimateOf } from "../correlation/estimate.ts"
import { advance, type Progress } from "../liquid/advance.ts"
import { firstMinimum } from "../order/first-minimum.ts"
import { radialDistribution } from "../order/radial-distribution.ts"
import { crystallinity } from "./crystallinity.ts"
import { frozenEngine } from "./frozen.ts"
import { uniaxial } from "./uniaxial.ts"

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
/** The bath that melts a part, relative to that in which the crystal was prepared. */
const HOT = 3
const HOTTER = 1.5
const HOTTEST = 20
/** Share of the crystal that is held meanwhile: more than half, as some of it melts at the melt. */
const HELD = 0.55
/** Order of a melt beside that of the crystal, at most: it counts atoms at both interfaces. */
const MOLTEN = 0.5
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
  const freedom = freedomOf(motion, true)
  const bath = { timestep, temperature, damping: DAMPING }
  const box = { ...bath, pressure, pressureDamping: PRESSURE_DAMPING, coupling: "anisotropic" as const, compressibility }
  const at = `${temperature.toFixed(0)} K`
  drawVelocities(motion, 2 * temperature)

  const warm = cellRescaling(box)
  warm.init(motion)
  yield* advance({ motion, engine, integrator: warm }, `crystal at ${at}`, preparation)
  const distances = radialDistribution({ numbers: uniform(motion.numbers), cutoff: reachOf(crystal), bins: 400 })
  const cells = new Float64Array(9)
  yield* advance({ motion, engine, integrator: warm }, `crystal at ${at}`, preparation, {
    every: EVERY,
    take() {
      distances.add(motion)
      motion.cell?.forEach((value, k) => (cells[k] += (value * EVERY) / preparation))
    },
  })
  reshape(motion, alikeAcross(cells, crystal))
  const found = distances.record()
  distances.release()
  const bond = firstMinimum(found, found.pairs[0].g)
  const solid = mean(crystallinity(motion, bond))
  if (solid < LEAST_ORDER) return null

  const melted = upperPart(motion)
  const held = frozenEngine(engine, (i) => !melted[i])
  const share = melted.reduce((sum, moves) => sum + Number(moves), 0) / melted.length
  let liquid = solid
  for (let hot = HOT * temperature; liquid > MOLTEN * solid; hot *= HOTTER) {
    if (hot > HOTTEST * temperature) throw new Failure(`the crystal does not melt at ${(hot / HOTTER).toFixed(0)} K`)
    redraw(motion, hot, melted)
    findForces(motion, held)
    // The bath counts all atoms, of which only a share moves.
    const melting = velocityRescaling({ ...bath, temperature: hot * share })
    melting.init(motion)
    yield* advance({ motion, engine: held, integrator: melting }, `melting part of the crystal at ${hot.toFixed(0)} K`, preparation)
    liquid = mean(crystallinity(motion, bond).filter((_, i) => melted[i]))
  }

  drawVelocities(motion, temperature)
  findForces(motion, engine)
  const piston = { timestep, pressure, pressureDamping: PRESSURE_DAMPING, temperature }
  const bathed = uniaxial({ ...piston, damping: DAMPING })
  bathed.init(motion)
  yield* advance({ motion, engine, integrator: bathed }, `crystal and melt at ${at}`, preparation)

  const free = uniaxial({ ...piston, damping: null })
  free.init(motion)
  const kelvins = blockAverage()
  const quarters = [0, 0]
  const [sum, tensor] = [new Float64Array(3), new Float64Array(6)]
  const quarter = Math.floor(steps / 4)
  yield* advance({ motion, engine, integrator: free }, `crystal and melt from ${at}`, 4 * quarter, {
    every: EVERY,
    take(step) {
      if (step <= 2 * quarter) return
      const kelvin = temperatureOf(kineticEnergy(motion), freedom)
      kelvins.add(kelvin)
      quarters[step <= 3 * quarter ? 0 : 1] += kelvin / Math.floor(quarter / EVERY)
      pressureTensor(motion, tensor)
      for (let c = 0; c < 3; c++) sum[c] += tensor[c]
    },
  })
  const order = mean(crystallinity(motion, bond))
  return {
    prepared: temperature,
    temperature: estimateOf(kelvins),
    drift: quarters[1] - quarters[0],
    solid: Math.min(1, Math.max(0, (order - liquid) / (solid - liquid))),
    pressure: [sum[0] / kelvins.count, sum[1] / kelvins.count, sum[2] / kelvins.count],
    atoms: motion.numbers.length,
    order: { solid, liquid },
    bond,
  }
}

/** All atoms as if of one element. */
const uniform = (numbers: Int32Array): Int32Array => new Int32Array(numbers.length).fill(1)

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Beyond the second shell of neighbours, from the volume of an atom [Å]. */
const reachOf = ({ cell, numbers }: Structure): number => 2.2 * Math.cbrt(cellVolume(cell ?? new Float64Array(9)) / numbers.length)

/** Where the first two vectors of a crystal are of one length they stay so: fluctuations of both tell of one width. */
function alikeAcross(cell: Float64Array, { cell: before }: Structure): Float64Array {
  const length = (m: ArrayLike<number>, row: number): number => Math.hypot(m[row], m[row + 1], m[row + 2])
  if (!before || Math.abs(length(before, 0) / length(before, 3) - 1) > 1e-6) return cell
  const mean = Math.sqrt(length(cell, 0) * length(cell, 3))
  return cell.map((value, k) => (k < 6 ? (value * mean) / length(cell, k < 3 ? 0 : 3) : value))
}

/** Brings the cell to its mean, atoms with it. */
function reshape(motion: Motion, cell: Float64Array): void {
  const fractions = timesMatrix(motion.positions, inverse(motion.cell ?? cell))
  motion.positions.set(timesMatrix(fractions, cell))
  motion.cell?.set(cell)
}

/** Which atoms lie in the upper part of the third vector of the cell. */
function upperPart({ positions, cell, numbers }: Motion): readonly boolean[] {
  const fractions = timesMatrix(positions, inverse(cell ?? []))
  return Array.from(numbers, (_, i) => {
    const place = fractions[3 * i + 2] + 1e-3
    return place - Math.floor(place) >= HELD
  })
}

/** New velocities for those that move, none for the others. */
function redraw(motion: Motion, temperature: number, moves: readonly boolean[]): void {
  drawVelocities(motion, temperature)
  moves.forEach((moving, i) => {
    if (!moving) motion.velocities.fill(0, 3 * i, 3 * i + 3)
  })
}
