import type { Structure } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"
import { kernels } from "../kernels/kernels.ts"
import { chooseBins } from "./bins.ts"
import { frameOf, type Frame } from "./frame.ts"

/** Pairs of a batch as the bins gave them, structure after structure, before they are sorted. */
export interface Collected {
  readonly firstAtoms: Int32Array
  readonly firstEdges: Int32Array
  readonly volumes: Float64Array
  /** Directions that repeat, as bits, `[S]`. */
  readonly periodic: Uint8Array
  /** `[3N]` [Å] and `[9S]` [Å], in kernel memory, for the graph to keep. */
  readonly positions: Float64Array
  readonly rows: Float64Array
  /** `[3N]` */
  readonly wraps: Int32Array
  /** Running count of the edges of each structure's atoms, `[N + S]`. */
  readonly degrees: Int32Array
  /** Neighbour and packed image of each edge. */
  readonly found: Int32Array
  /** What else lies in kernel memory, to be freed. */
  readonly scratch: readonly ArrayBufferView[]
}

/** A graph of more edges leaves no memory for anything else. */
const MOST_EDGES = 60_000_000

/** Finds every edge of every structure of a batch. */
export function collectBatch(batch: readonly Structure[], cutoff: number): Collected {
  const { heap } = kernels()
  const frames = batch.map(frameOf)
  const firstAtoms = new Int32Array(batch.length + 1)
  batch.forEach(({ numbers }, s) => (firstAtoms[s + 1] = firstAtoms[s] + numbers.length))
  const atoms = firstAtoms[batch.length]
  const most = batch.reduce((largest, { numbers }) => Math.max(largest, numbers.length), 0)
  const expected = batch.reduce((sum, { numbers }, s) => sum + expectedEdges(numbers.length, frames[s], cutoff), 0)
  if (expected > MOST_EDGES) throw tooMany(expected, cutoff)

  const firstEdges = new Int32Array(batch.length + 1)
  const positions = heap.f64(3 * atoms)
  const wraps = heap.i32(3 * atoms)
  const rows = heap.f64(9 * batch.length)
  const degrees = heap.i32(atoms + batch.length)
  const bins = makeBins(most)
  let found = heap.i32(2 * Math.ceil(1.05 * expected + 64 * most + 1024), "anything")
  try {
    batch.forEach((structure, s) => {
      const atom = firstAtoms[s]
      const count = structure.numbers.length
      positions.set(structure.positions, 3 * atom)
      rows.set(frames[s].rows, 9 * s)
      const pointers: Pointers = {
        positions: positions.byteOffset + 24 * atom,
        wraps: wraps.byteOffset + 12 * atom,
        rows: rows.byteOffset + 72 * s,
        degrees: degrees.byteOffset + 4 * (atom + s),
      }
      const collect = binStructure(structure, s, frames[s], cutoff, bins, pointers)
      let reached = 0
      while ((reached = collect(reached, count, found.byteOffset + 8 * firstEdges[s], found.length / 2 - firstEdges[s])) < count) {
        found = doubled(found, cutoff)
      }
      firstEdges[s + 1] = firstEdges[s] + degrees[atom + s + count]
    })
  } catch (error) {
    heap.free(positions, wraps, rows, degrees, found)
    throw error
  } finally {
    heap.free(...Object.values(bins))
  }
  const volumes = Float64Array.from(frames, (frame) => frame.volume)
  const periodic = Uint8Array.from(frames, periodicBits)
  const scratch = [wraps, degrees, found]
  return { firstAtoms, firstEdges, volumes, periodic, positions, rows, wraps, degrees, found, scratch }
}

interface Pointers {
  readonly positions: number
  readonly wraps: number
  readonly rows: number
  readonly degrees: number
}

type Bins = ReturnType<typeof makeBins>

/** Room for the bins of one structure of up to `atoms` atoms. */
function makeBins(atoms: number) {
  const { heap } = kernels()
  return {
    inverse: heap.f64(9),
    extent: heap.f64(6),
    low: heap.f64(3),
    scale: heap.f64(3),
    counts: heap.i32(3),
    reach: heap.i32(3),
    fractional: heap.f64(3 * atoms),
    bin: heap.i32(atoms),
    start: heap.i32(4 * atoms + 16),
    order: heap.i32(atoms + 2),
    place: heap.i32(atoms),
    x: heap.f64(atoms + 2),
    y: heap.f64(atoms + 2),
    z: heap.f64(atoms + 2),
  }
}

/** What the bins gave of some successive atoms of one structure, in kernel memory, for the caller to free. */
export interface CollectedPart {
  /** `[3N]` [Å] */
  readonly positions: Float64Array
  readonly wraps: Int32Array
  /** Running count of the edges of the part's atoms, `[N + 1]`; counted from its first atom on. */
  readonly degrees: Int32Array
  /** Neighbour and packed image of each edge, by centre. */
  readonly found: Int32Array
}

/** Finds the edges of the atoms from `first` up to `last` of a structure. @throws Failure as `buildGraph` does, but for atoms that meet. */
export function collectPart(structure: Structure, cutoff: number, first: number, last: number): CollectedPart {
  const { heap } = kernels()
  const frame = frameOf(structure, 0)
  const atoms = structure.numbers.length
  const expected = atoms === 0 ? 0 : (expectedEdges(atoms, frame, cutoff) * (last - first)) / atoms
  if (expected > MOST_EDGES) throw tooMany(expected, cutoff)
  const [positions, rows] = [heap.f64(3 * atoms), heap.f64(9)]
  const [wraps, degrees] = [heap.i32(3 * atoms), heap.i32(atoms + 1)]
  const bins = makeBins(atoms)
  let found = heap.i32(2 * Math.ceil(1.05 * expected + 64 * (last - first) + 1024), "anything")
  try {
    positions.set(structure.positions)
    rows.set(frame.rows)
    const [at, wrapsAt, rowsAt, degreesAt] = [positions, wraps, rows, degrees].map((array) => array.byteOffset)
    const collect = binStructure(structure, 0, frame, cutoff, bins, { positions: at, wraps: wrapsAt, rows: rowsAt, degrees: degreesAt })
    for (let from = first; from < last;) {
      from = collect(from, last, found.byteOffset, found.length / 2)
      if (from < last) found = doubled(found, cutoff)
    }
  } catch (error) {
    heap.free(positions, wraps, degrees, found)
    throw error
  } finally {
    heap.free(rows, ...Object.values(bins))
  }
  return { positions, wraps, degrees, found }
}

/** Sorts one structure into bins; the result lists edges from an atom up to another, until the room is used up, and tells how far it came. */
function binStructure(
  structure: Structure,
  index: number,
  frame: Frame,
  cutoff: number,
  bins: Bins,
  { positions, wraps, rows, degrees }: Pointers,
): (from: number, to: number, found: number, room: number) => number {
  const { exports } = kernels()
  const count = structure.numbers.length
  const periodic = periodicBits(frame)
  bins.inverse.set(frame.inverse)
  const [inverse, fractional, extent] = [bins.inverse.byteOffset, bins.fractional.byteOffset, bins.extent.byteOffset]
  const lost = exports["wrapAtoms"]!(count, positions, inverse, periodic, fractional, wraps, extent)
  if (lost >= 0) {
    const place = Array.from(structure.positions.subarray(3 * lost, 3 * lost + 3)).join(" ")
    throw new Failure(`atom ${lost} of structure ${index} (counted from 0) is at ${place} Å`, {
      advice: "positions must be finite, and within a million cells of the origin",
    })
  }
  const guard = roundingGuard(structure, frame, cutoff)
  const grid = chooseBins(frame, count, cutoff + guard, bins.extent, index)
  for (const name of ["low", "scale", "counts", "reach"] as const) bins[name].set(grid[name])
  const of = (names: readonly (keyof Bins)[]): number[] => names.map((name) => bins[name].byteOffset)
  const sorted = of(["bin", "start", "order", "place", "x", "y", "z"])
  exports["binAtoms"]!(count, positions, rows, fractional, wraps, ...of(["low", "scale", "counts"]), ...sorted)
  const fixed = [cutoff, guard, positions, rows, wraps, ...of(["counts", "reach"]), periodic, ...sorted, degrees]
  return (from, to, found, room) => exports["collectEdges"]!(to, from, ...fixed, found, room)
}

/** Directions that repeat, as bits 1, 2 and 4. */
function periodicBits(frame: Frame): number {
  return frame.periodic.reduce((bits, repeats, d) => bits | (Number(repeats) << d), 0)
}

/** How far [Å] the distance of wrapped positions may be from that of positions as given: rounding, generously. */
function roundingGuard(structure: Structure, frame: Frame, cutoff: number): number {
  const farthest = structure.positions.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const wrapped = [0, 1, 2].reduce((sum, d) => {
    const length = Math.hypot(frame.rows[3 * d], frame.rows[3 * d + 1], frame.rows[3 * d + 2])
    return sum + ((2 * farthest + cutoff) / frame.heights[d] + 1) * length
  }, farthest)
  return 1e-9 * cutoff + 1e-14 * wrapped
}

function expectedEdges(atoms: number, frame: Frame, cutoff: number): number {
  if (!frame.periodic.every(Boolean)) return 0
  return (atoms * atoms * (4 / 3) * Math.PI * cutoff ** 3) / frame.volume
}

function doubled(found: Int32Array, cutoff: number): Int32Array {
  const { heap } = kernels()
  if (found.length > 2 * MOST_EDGES) throw tooMany(found.length / 2, cutoff)
  const larger = heap.i32(2 * found.length, "anything")
  larger.set(found)
  heap.free(found)
  return larger
}

function tooMany(edges: number, cutoff: number): Failure {
  return new Failure(`a cutoff of ${cutoff} Å gives about ${edges.toPrecision(2)} neighbours, more than memory holds`, {
    advice: "use a smaller cutoff, fewer structures at a time, or check the unit of the cells",
  })
}
