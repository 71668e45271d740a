import type { Structure } from "../../../atoms/structure.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { gigapascal } from "../../../units/constants.ts"

/** Strain of the lengths. */
const STRAIN = 0.005
/** Of a structure that does not resist: that of a metal [Å³/eV]. */
const USUAL = 0.01 / gigapascal

/**
 * About how much a structure yields, `−d ln V/dp` [Å³/eV], from its pressures half a per cent longer and shorter, atoms going along: what a
 * barostat needs to know to answer in its time. A liquid yields a few times as much as its crystal.
 */
export function softness(engine: ForceEngine, structure: Structure): number {
  const pressureAt = (factor: number): number => {
    const positions = structure.positions.map((value) => factor * value)
    const cell = structure.cell && structure.cell.map((value) => factor * value)
    const { virial, volume } = engine.evaluate({ ...structure, positions, cell })
    return (virial[0] + virial[1] + virial[2]) / 3 / volume
  }
  const stiffness = (pressureAt(1 - STRAIN) - pressureAt(1 + STRAIN)) / (6 * STRAIN)
  return stiffness > 0 ? 1 / stiffness : USUAL
}
