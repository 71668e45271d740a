import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { chooseBins, type BinGrid } from "../../graph/bins.ts"
import type { Frame } from "../../graph/frame.ts"
import { kernels } from "../../kernels/kernels.ts"
import { type Part, rangeOf } from "./part.ts"
import type { Room } from "./room.ts"

/** A neighbour list as force loops read it; all arrays lie in kernel memory and may be longer than said here. */
export interface Built {
  readonly atoms: number
  /** Atoms and ghosts; entry `all` of x is an atom that is nowhere (padding of the list). */
  readonly all: number
  readonly kinds: number
  /** `[4 × (all + 1)]` [Å]. */
  readonly x: Float64Array
  /** Places of the atoms whose pairs this list holds, and the ghosts that repeat them: all, or one thread's part. */
  readonly from: number
  readonly to: number
  readonly firstOwnGhost: number
  readonly endOwnGhost: number
  /** Between which places its pairs have atoms and ghosts; x holds for these. */
  readonly touched: Touched
  /** Neighbours of species b of the atom at place i are `list[offsets[i × kinds + b]]` on, an even number of them, `[atoms × kinds + 1]`. */
  readonly offsets: Int32Array
  readonly list: Int32Array
  /** Entries of the longest of these segments. */
  readonly longest: number
  /** Places from `from` to `to` of the atoms of species a are `members[firstMember[a]]` on. */
  readonly members: Int32Array
  readonly firstMember: readonly number[]
  /** The caller's atom at each place, `[atoms]`. */
  readonly order: Int32Array
  /** Place of the atom that a ghost repeats, `[all − atoms]`; its shift is at this byte of `shifts`. */
  readonly owner: Int32Array
  readonly shift: Int32Array
  readonly shifts: Float64Array
  /** x = position − offset; x when the list was made, `[4 × atoms]` [Å]. */
  readonly offset: Float64Array
  readonly reference: Float64Array
}

/** From one place up to another, of atoms and of ghosts. */
interface Touched {
  readonly first: number
  readonly end: number
  readonly firstGhost: number
  readonly endGhost: number
}

/** What is listed. */
interface Listing {
  readonly species: Uint8Array
  readonly kinds: number
  readonly part: Part
}

/** Where the padding atom is [Å]: far beyond any cutoff, near enough that no power of its distance over- or underflows. */
const NOWHERE = 1e8
/** Systems wider than this leave no digits to single precision, nor room for `NOWHERE` [Å]. */
const WIDEST = 1e6
const MOST_BINS = 50_000_000

/** Makes the list of the pairs of one part of the atoms within `reach` of each other [Å]; positions are in kernel memory. */
export function rebuild(structure: Pick<Structure, "positions">, frame: Frame, listing: Listing, reach: number, room: Room): Built {
  const { species, kinds, part } = listing
  const atoms = species.length
  const extent = wrap(structure.positions, frame, atoms, room)
  // Single-precision screening errs by less than this; pairs a hair beyond the reach do no harm.
  const width = widthOf(frame, extent, reach)
  const guard = 1e-6 * reach + 5e-7 * width
  if (!(width < WIDEST)) {
    throw new Failure(`the system is ${width.toPrecision(2)} Å wide`, {
      advice: "remove the atoms that flew away, or wrap them into the cell",
    })
  }
  const grid = chooseBins(frame, atoms, reach + guard, extent, 0)
  sort(structure.positions, species, frame, grid, extent, room)
  const all = ghosts(frame, atoms, reach + guard, room)
  const x = room.f64("x", 4 * (all + 1))
  x.fill(NOWHERE, 4 * all, 4 * (all + 1))
  room.u8("kind", all + 1)
  const reference = room.f64("reference", 4 * atoms)
  reference.set(x.subarray(0, 4 * atoms))
  const [from, to] = rangeOf(part, atoms)
  const { offsets, list, longest } = listPairs(frame, grid, listing, all, (reach + guard) ** 2, room)
  const { members, firstMember } = membersOf(from, to, kinds, room)
  const owner = room.i32("owner", all - atoms)
  const ghostOf = (place: number): number => firstAtLeast(owner, all - atoms, place) + atoms
  return {
    atoms,
    all,
    kinds,
    from,
    to,
    firstOwnGhost: ghostOf(from),
    endOwnGhost: ghostOf(to),
    touched: touchedBy(list, offsets[to * kinds], from, to, atoms, all, room),
    x,
    offsets,
    list,
    longest,
    members,
    firstMember,
    order: room.i32("order", atoms),
    owner,
    shift: room.i32("shift", all - atoms),
    shifts: room.f64("shifts", 4),
    offset: room.f64("offset", 4 * atoms),
    reference,
  }
}

/** The first of the rising numbers that is not below a value. */
function firstAtLeast(rising: Int32Array, count: number, value: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (rising[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

function touchedBy(list: Int32Array, entries: number, from: number, to: number, atoms: number, all: number, room: Room): Touched {
  const places = room.i32("touched", 4)
  kernels().exports["findTouched"]!(list.byteOffset, entries, from, to, atoms, all, places.byteOffset)
  const [first, end, firstGhost, endGhost] = places
  return { first, end, firstGhost, endGhost }
}

const bitsOf = ({ periodic }: Frame): number => periodic.reduce((bits, repeats, d) => bits | (Number(repeats) << d), 0)

/** Fractional coordinates and wraps of the atoms; the extent of directions that do not repeat. */
function wrap(positions: Float64Array, frame: Frame, atoms: number, room: Room): Float64Array {
  const inverse = room.f64("inverse", 9)
  inverse.set(frame.inverse)
  const extent = room.f64("extent", 6)
  const arrays = [room.f64("s", 3 * atoms), room.i32("w", 3 * atoms), extent].map((array) => array.byteOffset)
  const lost = kernels().exports["wrapAtoms"]!(atoms, positions.byteOffset, inverse.byteOffset, bitsOf(frame), ...arrays)
  if (lost >= 0) {
    throw new Failure(`atom ${lost} (counted from 0) is at ${positions.slice(3 * lost, 3 * lost + 3).join(" ")} Å`, {
      advice: "the motion has become unstable, or a position is wrong: look at the steps before, or use a smaller step",
    })
  }
  return extent
}

/** Bound of the coordinates of atoms and ghosts [Å]. */
function widthOf(frame: Frame, extent: Float64Array, reach: number): number {
  return [0, 1, 2].reduce((sum, d) => {
    const length = Math.hypot(frame.rows[3 * d], frame.rows[3 * d + 1], frame.rows[3 * d + 2])
    const span = frame.periodic[d] ? 1 + reach / frame.heights[d] : Math.max(0, extent[2 * d + 1] - extent[2 * d])
    return sum + length * span
  }, 0)
}

function sort(positions: Float64Array, species: Uint8Array, frame: Frame, grid: BinGrid, extent: Float64Array, room: Room): void {
  const atoms = species.length
  const rows = room.f64("rows", 9)
  rows.set(frame.rows)
  const origin = room.f64("origin", 3)
  origin.fill(0)
  for (const d of [0, 1, 2]) {
    if (!frame.periodic[d] && atoms > 0) for (let c = 0; c < 3; c++) origin[c] += extent[2 * d] * frame.rows[3 * d + c]
  }
  const low = room.f64("low", 3)
  low.set(grid.low)
  const scale = room.f64("scale", 3)
  scale.set(grid.scale)
  const counts = room.i32("counts", 3)
  counts.set(grid.counts)
  const reach = room.i32("reach", 3)
  reach.set(grid.reach)
  const given = [positions, species, rows, room.f64("s", 3 * atoms), room.i32("w", 3 * atoms), low, scale, counts, reach, origin]
  const made = [
    room.i32("bin", atoms),
    room.i32("start", grid.counts[0] * grid.counts[1] * grid.counts[2] + 1),
    room.i32("order", atoms),
    room.f64("x", 4 * (atoms + 1)),
    room.f64("offset", 4 * atoms),
    room.u8("kind", atoms),
    room.i32("padded", atoms),
    room.f64("fraction", 3 * atoms),
  ]
  kernels().exports["sortAtoms"]!(atoms, ...[...given, ...made].map((array) => array.byteOffset))
}

/** Vectors between a ghost and the atom that it repeats, in a cell of these rows. */
export function fillShifts(rows: Float64Array, most: Int32Array, room: Room): Float64Array {
  const shifts = room.f64("shifts", 4 * (2 * most[0] + 1) * (2 * most[1] + 1) * (2 * most[2] + 1))
  let entry = 0
  for (let a = -most[0]; a <= most[0]; a++) {
    for (let b = -most[1]; b <= most[1]; b++) {
      for (let c = -most[2]; c <= most[2]; c++, entry += 4) {
        for (let k = 0; k < 3; k++) shifts[entry + k] = a * rows[k] + b * rows[3 + k] + c * rows[6 + k]
      }
    }
  }
  return shifts
}

/** Adds the ghosts; the number of atoms and ghosts. */
function ghosts(frame: Frame, atoms: number, reach: number, room: Room): number {
  const depth = room.f64("depth", 3)
  depth.set(frame.heights.map((height) => reach / height))
  const most = room.i32("most", 3)
  most.set([0, 1, 2].map((d) => (frame.periodic[d] ? Math.floor(depth[d]) + 1 : 0)))
  const shifts = fillShifts(frame.rows, most, room)
  const fill = (space: number): number => {
    const images = Math.max(0, space - atoms)
    const given = [room.i32("counts", 3), room.i32("reach", 3)].map((array) => array.byteOffset)
    const arrays = [depth, most, room.f64("fraction", 3 * atoms), shifts, room.f64("x", 4 * (space + 1)), room.u8("kind", space + 1)]
    const made = [room.i32("padded", space), room.i32("owner", images), room.i32("shift", images)]
    const pointers = [...arrays, ...made].map((array) => array.byteOffset)
    return kernels().exports["addGhosts"]!(atoms, space, ...given, bitsOf(frame), ...pointers)
  }
  const space = Math.max(atoms, Math.min(Math.floor(room.f64("x", 4).length / 4) - 1, room.i32("owner", 1).length + atoms))
  const all = fill(space)
  if (all > space) fill(all)
  return all
}

function listPairs(frame: Frame, grid: BinGrid, { species, kinds, part }: Listing, all: number, limit: number, room: Room) {
  const atoms = species.length
  const [from, to] = rangeOf(part, atoms)
  const [na, nb, nc] = grid.counts
  const [ra, rb, rc] = grid.reach
  const bins = (na + ra) * (nb + 2 * rb) * (nc + 2 * rc)
  if (bins > MOST_BINS) {
    throw new Failure(`the cutoff reaches over too many cells (${Math.min(...frame.heights).toPrecision(3)} Å thin)`, {
      advice: "repeat the cell, or use a smaller cutoff",
    })
  }
  const { exports } = kernels()
  const padded = room.i32("padded", all)
  const binned = [padded, room.i32("start", bins + 2), room.i32("binned", all + 4), room.i32("place", atoms)]
  const screened = ["screen-x", "screen-y", "screen-z"].map((name) => room.i32(name, all + 4))
  const pointers = [...binned, ...screened].map((array) => array.byteOffset)
  exports["binImages"]!(atoms, all, bins, room.f64("x", 4 * (all + 1)).byteOffset, ...pointers)

  const offsets = room.i32("offsets", atoms * kinds + 1)
  offsets[from * kinds] = 0
  const numbers = [limit, room.i32("counts", 3).byteOffset, room.i32("reach", 3).byteOffset, ...pointers, kinds]
  const kind = room.u8("kind", all + 1).byteOffset
  let space = room.i32("list", 40 * (to - from) + 1024).length
  for (let next = from; next < to;) {
    const list = room.i32("list", space).byteOffset
    const scratch = kinds > 1 ? room.i32("scratch", space).byteOffset : 0
    next = exports["listPairs"]!(to, next, all, ...numbers, kind, offsets.byteOffset, list, scratch, space)
    if (next < to) space = Math.ceil(1.5 * space)
  }
  let longest = 0
  for (let k = from * kinds; k < to * kinds; k++) longest = Math.max(longest, offsets[k + 1] - offsets[k])
  return { offsets, list: room.i32("list", space), longest }
}

function membersOf(from: number, to: number, kinds: number, room: Room): { members: Int32Array; firstMember: number[] } {
  const members = room.i32("members", to - from)
  const kind = room.u8("kind", to)
  const firstMember = [0]
  let place = 0
  for (let a = 0; a < kinds; a++) {
    for (let i = from; i < to; i++) if (kind[i] === a) members[place++] = i
    firstMember.push(place)
  }
  return { members, firstMember }
}
