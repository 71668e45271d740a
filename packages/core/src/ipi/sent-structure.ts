import { completeCell, determinant, structureVolume, transpose } from "../atoms/cell.ts"
import type { Cell, Structure } from "../atoms/structure.ts"
import { lammpsOrientation, rotateBack, wrap } from "../atoms/transform.ts"
import { Failure } from "../failure/failure.ts"
import { rotateVoigt, type StressAse, stressFromVirial } from "../units/stress.ts"
import type { ForceMessage } from "./client-message.ts"
import type { PositionsMessage } from "./server-message.ts"

/** Empty space on each side of atoms that have no lattice vector there [Å]. */
const VACUUM = 10

/** A structure as a server sends it, and the way back. */
export interface SentStructure {
  readonly message: PositionsMessage
  /** Forces `[3N]` [eV/Å] and, where the structure has a volume, the stress [eV/Å³] of a client's answer, in the axes of the structure. */
  answer(force: ForceMessage): { readonly forces: Float64Array; readonly stress?: StressAse }
}

/**
 * Makes a structure ready for any client: lower-triangular cell (`a` along x, `b` in the xy plane), as i-PI itself sends it and LAMMPS
 * takes it for granted; atoms inside the cell; and where a lattice vector is missing, one with 10 Å of vacuum on each side, about the origin.
 *
 * @throws Failure for a flat cell.
 */
export function sentStructure(structure: Structure): SentStructure {
  const size = determinant(completeCell(structure.cell, structure.pbc))
  if (!(Math.abs(size) > 0 && Number.isFinite(size))) {
    throw new Failure("the lattice vectors lie in a plane, or are not finite", { advice: "correct the cell" })
  }
  const { structure: turned, rotation } = lammpsOrientation(wrap(structure))
  const cell: Cell = turned.cell.slice()
  const positions = turned.positions.slice()
  for (let d = 0; d < 3; d++) {
    if (structure.cell?.subarray(3 * d, 3 * d + 3).some((x) => x !== 0)) continue
    const along = positions.filter((_, i) => i % 3 === d)
    const lowest = along.reduce((a, b) => Math.min(a, b), Infinity)
    const highest = along.reduce((a, b) => Math.max(a, b), -Infinity)
    cell[4 * d] = highest - lowest + 2 * VACUUM
    for (let i = d; i < positions.length; i += 3) positions[i] -= (lowest + highest) / 2
  }
  const volume = structureVolume(structure)
  return {
    message: { kind: "positions", cell, positions },
    answer({ forces, virial }) {
      const back = rotateBack(forces, rotation)
      return volume === 0 ? { forces: back } : { forces: back, stress: rotateVoigt(stressFromVirial(virial, volume), transpose(rotation)) }
    },
  }
}
