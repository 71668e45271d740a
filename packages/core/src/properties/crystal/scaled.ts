import { cellVolume } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { evaluateAll } from "../evaluate.ts"
import type { Point } from "../point.ts"
import type { Crystal } from "./crystal.ts"

/** How far volumes may be from those of the start, each to its own ratio. */
const [SMALLEST, LARGEST, POINTS] = [0.5, 1.8, 66]

/** A crystal with all its lengths times a factor. */
function scaledCrystal(crystal: Crystal, factor: number): Crystal {
  const larger = (values: Float64Array): Float64Array => values.map((value) => factor * value)
  const { primitive } = crystal
  const scaled = { ...primitive, positions: larger(primitive.positions), cell: primitive.cell && larger(primitive.cell) }
  return Object.freeze({ ...crystal, primitive: Object.freeze(scaled), conventional: larger(crystal.conventional) })
}

/**
 * A crystal at the volume of the lowest well of E(V) near where it was given, its shape and fractional coordinates kept: where a
 * relaxation that goes downhill ends in the right place. As given where there is no well.
 */
export function nearestWell(point: Point, crystal: Crystal): Crystal {
  const crystals = Array.from({ length: POINTS }, (_, k) =>
    scaledCrystal(crystal, Math.cbrt(SMALLEST * (LARGEST / SMALLEST) ** (k / (POINTS - 1)))),
  )
  const energies = crystals.map(({ primitive }) => energyOf(point, primitive))
  let best: number | undefined
  for (let k = 1; k + 1 < POINTS; k++) {
    const well = energies[k] < energies[k - 1] && energies[k] <= energies[k + 1]
    if (well && (best === undefined || energies[k] < energies[best])) best = k
  }
  return best === undefined ? crystal : crystals[best]
}

function energyOf(point: Point, structure: Structure): number {
  if (structure.cell === null || !(cellVolume(structure.cell) > 0)) return Number.NaN
  const [{ energy }] = evaluateAll(point, [structure])
  return energy
}
