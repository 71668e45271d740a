import { timesMatrix } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { type Frame, frameOf } from "../../graph/frame.ts"
import { kernels } from "../../kernels/kernels.ts"
import { type Part, rangeOf } from "./part.ts"
import { type Built, fillShifts, rebuild } from "./rebuild.ts"
import { Room } from "./room.ts"

/** Atoms where they are. */
type Placed = Pick<Structure, "positions" | "cell" | "pbc">

/**
 * Half neighbour list of one system of moving atoms, for any cell: every pair of atoms, or of an atom and an image, once. Images
 * within reach are atoms of their own (ghosts) that follow their owners, so a force loop knows no boundary. Pairs are listed out
 * to `cutoff + skin`, and the list is made anew when it may miss a pair: with D the deformation of the cell since and u the farthest
 * that an atom has gone beside it, when σ_min(D) (cutoff + skin) − 2u < cutoff.
 *
 * Atoms are kept in the order of their bins, so that neighbours lie near each other in memory. Positions and forces in that order
 * take four doubles an atom (x, y, z, unused); `order` leads back to the caller's.
 */
export class NeighbourList {
  readonly cutoff: number
  readonly skin: number
  readonly #species: Uint8Array
  readonly #kinds: number
  readonly #part: Part
  readonly #room = new Room()
  #built: Built | undefined
  /** Of the cell when the list was made, and of that for which ghosts and offsets hold now. */
  #listed: Frame | undefined
  #frame: Frame | undefined
  /** How often the list was made. */
  rebuilds = 0

  /**
   * @param species species of each atom, `[N]`, below `kinds`
   * @param cutoff [Å]
   * @param skin [Å]; 0 makes the list anew at every step
   * @param part the part of the atoms whose pairs are listed; all unless given
   */
  constructor(options: { species: ArrayLike<number>; kinds: number; cutoff: number; skin: number; part?: Part }) {
    const { species, kinds, cutoff, skin, part = { rank: 0, size: 1 } } = options
    if (!(cutoff > 0 && skin >= 0 && Number.isFinite(cutoff + skin))) {
      throw new Failure(`a neighbour list needs a positive cutoff and a skin, not ${cutoff} and ${skin} Å`)
    }
    this.cutoff = cutoff
    this.skin = skin
    this.#kinds = kinds
    this.#part = part
    this.#species = kernels().heap.u8(species.length)
    this.#species.set(Array.from(species))
  }

  /** Follows the atoms; must be called before the arrays of the list are read. @throws Failure for positions that are not finite. */
  update(structure: Placed): Built {
    const { positions } = structure
    const own = this.#room.f64("given", positions.length).subarray(0, positions.length)
    own.set(positions)
    const placed = { ...structure, positions: own }
    return this.follow(placed) ? this.built : this.rebuild(placed)
  }

  /** The list as it is. */
  get built(): Built {
    if (!this.#built) throw new Error("a neighbour list is read before it is made")
    return this.#built
  }

  /** Moves atoms and ghosts to positions in kernel memory; whether, as far as this part can tell, the list still holds. */
  follow({ positions, cell, pbc }: Placed): boolean {
    const built = this.#built
    const listed = this.#listed
    if (!built || !listed || positions.length !== 3 * built.atoms) return false
    const frame = frameOf({ positions, cell, pbc, numbers: NOBODY }, 0)
    if (!frame.periodic.every((repeats, d) => repeats === listed.periodic[d])) return false
    if (!sameRows(frame, this.#frame)) this.#deform(frame)
    const far = this.#move(built, positions)
    if (sameRows(frame, listed)) return far <= (this.skin / 2) ** 2
    const D = timesMatrix(listed.inverse, frame.rows)
    // σ_min(D) is at least 1 − |D − 1|.
    const least = 1 - Math.hypot(...D.map((value, k) => value - Number(k % 4 === 0)))
    return least * (this.cutoff + this.skin) - 2 * Math.sqrt(this.#farthest(positions, D)) >= this.cutoff
  }

  /** Makes the list of atoms at positions in kernel memory. */
  rebuild({ positions, cell, pbc }: Placed): Built {
    const count = this.#species.length
    if (positions.length !== 3 * count) throw new Failure(`${positions.length} coordinates do not fit ${count} atoms`)
    const frame = frameOf({ positions, cell, pbc, numbers: NOBODY }, 0)
    const listing = { species: this.#species, kinds: this.#kinds, part: this.#part }
    this.#built = undefined
    this.#built = rebuild({ positions }, frame, listing, this.cutoff + this.skin, this.#room)
    this.#room.f64("listed", 3 * count).set(positions)
    this.#listed = this.#frame = frame
    this.rebuilds++
    return this.#built
  }

  /** Makes the next update make the list anew. */
  forget(): void {
    this.#built = undefined
  }

  /** Gives the memory back. */
  release(): void {
    this.#room.release()
    kernels().heap.free(this.#species)
    this.#built = undefined
  }

  /** Takes ghosts and offsets along with the cell. */
  #deform(frame: Frame): void {
    const room = this.#room
    const { atoms, order, offset } = this.built
    const rows = room.f64("rows", 9)
    rows.set(frame.rows)
    fillShifts(frame.rows, room.i32("most", 3), room)
    const pointers = [order, room.i32("w", 3 * atoms), rows, room.f64("origin", 3), offset].map((array) => array.byteOffset)
    kernels().exports["moveOffsets"]!(atoms, ...pointers)
    this.#frame = frame
  }

  /** Moves atoms and ghosts; how far the farthest is from where it was, squared. */
  #move({ atoms, touched, order, offset, reference, x, owner, shift, shifts }: Built, positions: Float64Array): number {
    const pointers = [positions, order, offset, reference, x, owner, shift, shifts].map((array) => array.byteOffset)
    const { first, end, firstGhost, endGhost } = touched
    return kernels().exports["moveAtoms"]!(first, end, firstGhost, endGhost, atoms, ...pointers)
  }

  /** How far the farthest of a part of the atoms is from where a deformation alone would have taken it, squared. */
  #farthest(positions: Float64Array, D: Float64Array): number {
    const [from, to] = rangeOf(this.#part, this.#species.length)
    const deformation = this.#room.f64("deformation", 9)
    deformation.set(D)
    const pointers = [positions.byteOffset + 24 * from, this.#room.f64("listed", 0).byteOffset + 24 * from, deformation.byteOffset]
    return kernels().exports["farthestFrom"]!(to - from, ...pointers)
  }
}

/** A frame asks nothing of the atoms. */
const NOBODY = new Int32Array(0)

function sameRows({ rows }: Frame, other: Frame | undefined): boolean {
  return other !== undefined && rows.every((value, k) => value === other.rows[k])
}
