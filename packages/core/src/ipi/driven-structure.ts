import type { Periodicity, Structure } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"
import type { PositionsMessage } from "./server-message.ts"

/** What the protocol does not say of the atoms that a server moves. */
export type DrivenAtoms =
  /** Their numbers, in order, and the directions that repeat. */
  | { readonly template: Structure }
  /** All are of one element; directions with a lattice vector repeat. */
  | { readonly element: number }

/** The structure that a server means. @throws Failure when it has another number of atoms, or lacks a lattice vector. */
export function drivenStructure(atoms: DrivenAtoms, { cell, positions }: PositionsMessage): Structure {
  const count = positions.length / 3
  const given = [0, 1, 2].map((d) => cell[3 * d] !== 0 || cell[3 * d + 1] !== 0 || cell[3 * d + 2] !== 0)
  if ("element" in atoms) {
    const pbc: Periodicity = [given[0], given[1], given[2]]
    return { numbers: new Int32Array(count).fill(atoms.element), positions, cell: given.includes(true) ? cell : null, pbc }
  }
  const { numbers, pbc } = atoms.template
  if (numbers.length !== count) {
    throw new Failure(`the server sends ${count} atoms, the structure has ${numbers.length}`, {
      advice: "name the structure that the server starts from",
    })
  }
  const missing = pbc.findIndex((repeats, d) => repeats && !given[d])
  if (missing >= 0) {
    throw new Failure(`the server sends no lattice vector ${"abc"[missing]}, along which the structure repeats`, {
      advice: "name the structure that the server starts from",
    })
  }
  return { numbers, positions, pbc, cell: atoms.template.cell === null ? null : cell }
}
