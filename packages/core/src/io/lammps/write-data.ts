import { elementsOf, massOf, symbolOf } from "../../atoms/elements.ts"
import type { Cell, Structure } from "../../atoms/structure.ts"
import { lammpsOrientation } from "../../atoms/transform.ts"
import { Failure } from "../../failure/failure.ts"
import { formatNumber } from "../extxyz/write-extxyz.ts"

/** A structure as LAMMPS takes it. */
export interface LammpsData {
  /** The data file: metal units, atom style atomic, triclinic where the box is tilted. */
  readonly text: string
  /** What `boundary` must say: `p p f` repeats in x and y only. */
  readonly boundary: string
  /** The structure in LAMMPS' axes. Its cell is the box: where nothing repeats, one that encloses the atoms; so is its volume. */
  readonly structure: Structure & { readonly cell: Cell }
  /** `v' = R v`; LAMMPS' forces go back through `rotateBack(forces, rotation)`. */
  readonly rotation: Float64Array
  /** Atomic number of each type, from type 1. */
  readonly elements: readonly number[]
}

/** Room around the atoms where the box does not repeat [Å]. */
const margin = 1

/**
 * A data file of a structure, turned so that its cell is lower-triangular. A large tilt is written as it is: LAMMPS before 2022 wants
 * `box tilt large` for it.
 *
 * @param elements atomic numbers of types 1, 2, …; those of the structure, ascending, unless given.
 */
export function formatLammpsData(structure: Structure, elements: readonly number[] = elementsOf(structure.numbers)): LammpsData {
  const types = new Map(elements.map((number, i) => [number, i + 1]))
  for (const number of structure.numbers) {
    if (!types.has(number))
      throw new Failure(`${symbolOf(number)} has no LAMMPS type`, { advice: `types: ${elements.map(symbolOf).join(", ")}` })
  }
  // Only repeating vectors matter; the others are replaced by perpendicular ones that enclose the atoms.
  const repeating = structure.cell?.map((x, i) => (structure.pbc[Math.floor(i / 3)] ? x : 0)) ?? null
  const { structure: turned, rotation } = lammpsOrientation({ ...structure, cell: repeating })
  const cell = turned.cell.slice()
  const lo = [0, 0, 0]
  for (let d = 0; d < 3; d++) {
    if (structure.pbc[d]) continue
    const along = turned.positions.filter((_, i) => i % 3 === d)
    lo[d] = along.reduce((a, b) => Math.min(a, b), Infinity) - margin
    cell[4 * d] = along.reduce((a, b) => Math.max(a, b), -Infinity) + margin - lo[d]
  }
  const [xy, xz, yz] = [cell[3], cell[6], cell[7]]
  const lines = [
    "LAMMPS data file written by Luthier (units metal)",
    "",
    `${structure.numbers.length} atoms`,
    `${elements.length} atom types`,
    "",
    ...["x", "y", "z"].map((axis, d) => `${formatNumber(lo[d])} ${formatNumber(lo[d] + cell[4 * d])} ${axis}lo ${axis}hi`),
    ...(xy === 0 && xz === 0 && yz === 0 ? [] : [`${[xy, xz, yz].map(formatNumber).join(" ")} xy xz yz`]),
    "",
    "Masses",
    "",
    ...elements.map((number, i) => `${i + 1} ${massOf(number)} # ${symbolOf(number)}`),
    "",
    "Atoms # atomic",
    "",
    ...Array.from(structure.numbers, (number, i) => {
      const p = turned.positions.subarray(3 * i, 3 * i + 3)
      return `${i + 1} ${types.get(number)} ${formatNumber(p[0])} ${formatNumber(p[1])} ${formatNumber(p[2])}`
    }),
  ]
  const boundary = structure.pbc.map((periodic) => (periodic ? "p" : "f")).join(" ")
  return { text: `${lines.join("\n")}\n`, boundary, structure: { ...turned, cell }, rotation, elements }
}
