import type { Cell, Periodicity, Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { kernels } from "../../kernels/kernels.ts"
import { rebuild, type Built } from "./rebuild.ts"
import { Room } from "./room.ts"

/**
 * Half neighbour list of one system of moving atoms, for any cell: every pair of atoms, or of an atom and an image, once. Images
 * within reach are atoms of their own (ghosts) that follow their owners, so a force loop knows no boundary. Pairs are listed out
 * to `cutoff + skin`, and the list is made anew when an atom has moved more than half the skin or the cell has changed.
 *
 * Atoms are kept in the order of their bins, so that neighbours lie near each other in memory. Positions and forces in that order
 * take four doubles an atom (x, y, z, unused); `order` leads back to the caller's.
 */
export class NeighbourList {
  readonly cutoff: number
  readonly skin: number
  readonly #species: Uint8Array
  readonly #kinds: number
  readonly #room = new Room()
  #built: Built | undefined
  #cell: Cell | null = null
  #pbc: Periodicity = [false, false, false]
  /** How often the list was made. */
  rebuilds = 0

  /**
   * @param species species of each atom, `[N]`, below `kinds`
   * @param cutoff [Å]
   * @param skin [Å]; 0 makes the list anew at every step
   */
  constructor(options: { species: ArrayLike<number>; kinds: number; cutoff: number; skin: number }) {
    const { species, kinds, cutoff, skin } = options
    if (!(cutoff > 0 && skin >= 0 && Number.isFinite(cutoff + skin))) {
      throw new Failure(`a neighbour list needs a positive cutoff and a skin, not ${cutoff} and ${skin} Å`)
    }
    this.cutoff = cutoff
    this.skin = skin
    this.#kinds = kinds
    this.#species = kernels().heap.u8(species.length)
    this.#species.set(Array.from(species))
  }

  /** Follows the atoms; must be called before the arrays of `current` are read. @throws Failure for positions that are not finite. */
  update({ positions, cell, pbc }: Pick<Structure, "positions" | "cell" | "pbc">): Built {
    const count = this.#species.length
    if (positions.length !== 3 * count) throw new Failure(`${positions.length} coordinates do not fit ${count} atoms`)
    const own = this.#room.f64("positions", 3 * count)
    own.set(positions)
    if (this.#built && this.#sameCell(cell, pbc) && this.#follow(this.#built, own)) return this.#built
    this.#built = rebuild(
      { positions: own.subarray(0, 3 * count), cell, pbc },
      this.#species,
      this.#kinds,
      this.cutoff + this.skin,
      this.#room,
    )
    this.#cell = cell && cell.slice()
    this.#pbc = pbc
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

  #sameCell(cell: Cell | null, pbc: Periodicity): boolean {
    const before = this.#cell
    if (!pbc.every((repeats, d) => repeats === this.#pbc[d])) return false
    return cell === null || before === null ? cell === before : cell.every((component, k) => component === before[k])
  }

  /** Moves atoms and ghosts; whether the list still holds. */
  #follow(built: Built, positions: Float64Array): boolean {
    const { atoms, all, order, offset, reference, x, owner, shift, shifts } = built
    const pointers = [positions, order, offset, reference, x, owner, shift, shifts].map((array) => array.byteOffset)
    return kernels().exports["moveAtoms"]!(atoms, all, ...pointers) <= (this.skin / 2) ** 2
  }
}
