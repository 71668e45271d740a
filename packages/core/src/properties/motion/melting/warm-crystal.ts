import { cellVolume, inverse, timesMatrix } from "../../../atoms/cell.ts"
import type { Structure } from "../../../atoms/structure.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { type CellRescalingOptions, cellRescaling } from "../../../dynamics/integrators/cell-rescaling.ts"
import type { Motion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities } from "../../../dynamics/motion/velocities.ts"
import { advance, type Progress } from "../liquid/advance.ts"
import { firstMinimum } from "../order/first-minimum.ts"
import { radialDistribution } from "../order/radial-distribution.ts"
import { meanCrystallinity } from "./crystallinity.ts"

/** What was seen of a crystal at its temperature. */
export interface WarmCrystal {
  /** Length of the longest bond [Å]. */
  readonly bond: number
  /** Mean crystallinity of its atoms. */
  readonly order: number
}

/** A cell that is a thousandth too wide strains the crystal beside its melt by a tenth of a GPa, so its mean is taken with care. */
const LONGER = 3
/** Steps between two looks. */
const EVERY = 10

/**
 * Brings a crystal to a temperature and pressure in `steps`, and leaves it in the mean of its cell over three times as many.
 *
 * @param crystal as it was, at rest
 */
export function* warmCrystal(
  motion: Motion,
  engine: ForceEngine,
  crystal: Structure,
  options: CellRescalingOptions,
  steps: number,
): Generator<Progress, WarmCrystal> {
  const stage = `crystal at ${options.temperature.toFixed(0)} K`
  const integrator = cellRescaling(options)
  // Half of it goes to the potential energy.
  drawVelocities(motion, 2 * options.temperature)
  integrator.init(motion)
  yield* advance({ motion, engine, integrator }, stage, steps)
  // All atoms are counted as if of one element.
  const numbers = new Int32Array(motion.numbers.length).fill(1)
  const distances = radialDistribution({ numbers, cutoff: reachOf(crystal), bins: 400 })
  const cells = new Float64Array(9)
  let looks = 0
  const take = (): void => {
    distances.add(motion)
    motion.cell?.forEach((value, k) => (cells[k] += value))
    looks++
  }
  yield* advance({ motion, engine, integrator }, stage, LONGER * steps, { every: EVERY, take })
  const found = distances.record()
  distances.release()
  const cell = cells.map((value) => value / looks)
  reshape(motion, alikeAcross(cell, crystal))
  const bond = firstMinimum(found, found.pairs[0].g)
  return { bond, order: meanCrystallinity(motion, bond) }
}

/** Beyond the second shell of neighbours, from the volume of an atom [Å]. */
const reachOf = ({ cell, numbers }: Structure): number => 2.2 * Math.cbrt(cellVolume(cell ?? new Float64Array(9)) / numbers.length)

/** Where the first two vectors of a crystal are of one length they stay so: fluctuations of both tell of one width. */
function alikeAcross(cell: Float64Array, { cell: before }: Structure): Float64Array {
  const length = (m: ArrayLike<number>, row: number): number => Math.hypot(m[row], m[row + 1], m[row + 2])
  if (!before || Math.abs(length(before, 0) / length(before, 3) - 1) > 1e-6) return cell
  const mean = Math.sqrt(length(cell, 0) * length(cell, 3))
  return cell.map((value, k) => (k < 6 ? (value * mean) / length(cell, k < 3 ? 0 : 3) : value))
}

/** Brings a motion into another cell, atoms with it; forces are those of before. */
function reshape(motion: Motion, cell: Float64Array): void {
  const fractions = timesMatrix(motion.positions, inverse(motion.cell ?? cell))
  motion.positions.set(timesMatrix(fractions, cell))
  motion.cell?.set(cell)
}
