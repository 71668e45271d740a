import type { Structure } from "../../../atoms/structure.ts"
import { type RandomState, uniforms } from "../../../random/random.ts"

/** Sites of a cubic cell in its edges: bcc, and fcc. */
const lattices: readonly (readonly number[])[] = [
  [0, 0, 0, 0.5, 0.5, 0.5],
  [0, 0, 0, 0, 0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5, 0],
]
/** Copies of a lattice along each axis. */
const COPIES = 2
/** Atoms leave their sites by so much along each axis, in Å per cube root of the volume per atom, at most. */
const SHAKEN = 0.09
/** Atoms that lie anywhere: along each axis, and the part of its share of the edge that one lies in. */
const ALONG = 3
const SHARE = 0.6

/** Ways in which `disorderedCell` begins. */
export const ways: number = lattices.length + 1

/**
 * Disordered matter in a cubic cell: 16 atoms that have left the sites of bcc, 32 those of fcc, or 27 that lie anywhere in their share of the cell.
 * Nothing keeps atoms apart.
 *
 * @param numbers atomic numbers of the atoms in turn, dealt out by chance
 * @param volume [Å³ per atom]
 */
export function disorderedCell(way: number, numbers: readonly number[], volume: number, random: RandomState): Structure {
  const lattice = lattices[way] ?? [0.5, 0.5, 0.5]
  const copies = way < lattices.length ? COPIES : ALONG
  const unit = Math.cbrt((volume * lattice.length) / 3)
  const spread = way < lattices.length ? SHAKEN * Math.cbrt(volume) : 0.5 * SHARE * unit
  const sites: number[] = []
  for (let a = 0; a < copies; a++) {
    for (let b = 0; b < copies; b++) for (let c = 0; c < copies; c++) sites.push(...lattice.map((x, k) => (x + [a, b, c][k % 3]) * unit))
  }
  const atoms = sites.length / 3
  const drawn = new Float64Array(4 * atoms)
  uniforms(random, drawn)
  const order = [...Array(atoms).keys()].toSorted((i, j) => drawn[i] - drawn[j])
  const dealt = new Int32Array(atoms)
  order.forEach((atom, k) => (dealt[atom] = numbers[k % numbers.length]))
  const edge = copies * unit
  return {
    numbers: dealt,
    positions: Float64Array.from(sites, (x, k) => x + spread * (2 * drawn[atoms + k] - 1)),
    cell: Float64Array.of(edge, 0, 0, 0, edge, 0, 0, 0, edge),
    pbc: [true, true, true],
  }
}
