import { symbolOf } from "../../atoms/elements.ts"
import { lammpsOrientation } from "../../atoms/transform.ts"
import { timesMatrix, transpose } from "../../atoms/cell.ts"
import { elementsOf } from "../../atoms/elements.ts"
import type { Motion } from "../motion/motion.ts"

/** A frame of extended XYZ with velocities [Å/fs] and forces; positions are never wrapped. */
export function extxyzFrame(motion: Motion, timestep: number): string {
  const { numbers, positions, velocities, forces, cell, pbc, energy, steps } = motion
  const lattice = cell ? `Lattice="${Array.from(cell).join(" ")}" ` : ""
  const periodic = pbc.map((repeats) => (repeats ? "T" : "F")).join(" ")
  const columns = "Properties=species:S:1:pos:R:3:velocities:R:3:forces:R:3"
  const lines = [String(numbers.length), `${lattice}${columns} energy=${energy} step=${steps} time=${steps * timestep} pbc="${periodic}"`]
  for (let i = 0; i < numbers.length; i++) {
    lines.push(
      [symbolOf(numbers[i]), ...[positions, velocities, forces].map((array) => array.subarray(3 * i, 3 * i + 3).join(" "))].join(" "),
    )
  }
  return `${lines.join("\n")}\n`
}

/**
 * A frame of a LAMMPS text dump in `units metal`: the cell turned as LAMMPS wants it, unwrapped positions [Å], velocities [Å/ps] and
 * forces [eV/Å] turned with it.
 */
export function dumpFrame(motion: Motion): string {
  const { numbers, velocities, forces, pbc, steps } = motion
  const { structure, rotation } = lammpsOrientation(motion)
  const turn = (rows: Float64Array): Float64Array => timesMatrix(rows, transpose(rotation))
  const [v, f] = [turn(velocities.map((value) => 1000 * value)), turn(forces)]
  const types = elementsOf(numbers)
  const [ax, , , bx, by, , cx, cy, cz] = structure.cell
  const low = [Math.min(0, bx, cx, bx + cx), Math.min(0, cy), 0]
  const high = [ax + Math.max(0, bx, cx, bx + cx), by + Math.max(0, cy), cz]
  const tilts = [bx, cx, cy]
  const lines = [
    "ITEM: TIMESTEP",
    String(steps),
    "ITEM: NUMBER OF ATOMS",
    String(numbers.length),
    `ITEM: BOX BOUNDS xy xz yz ${pbc.map((repeats) => (repeats ? "pp" : "ff")).join(" ")}`,
    ...low.map((value, d) => `${value} ${high[d]} ${tilts[d]}`),
    "ITEM: ATOMS id type element xu yu zu vx vy vz fx fy fz",
  ]
  for (let i = 0; i < numbers.length; i++) {
    const vectors = [structure.positions, v, f].map((array) => array.subarray(3 * i, 3 * i + 3).join(" "))
    lines.push(`${i + 1} ${types.indexOf(numbers[i]) + 1} ${symbolOf(numbers[i])} ${vectors.join(" ")}`)
  }
  return `${lines.join("\n")}\n`
}
