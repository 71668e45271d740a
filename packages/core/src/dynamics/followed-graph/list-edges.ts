import { inverse as inverseOf } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { collectPart } from "../../graph/collect.ts"
import { frameOf } from "../../graph/frame.ts"
import { speciesOf } from "../../graph/species.ts"
import { kernels } from "../../kernels/kernels.ts"
import { type Part, rangeOf } from "../neighbour-list/part.ts"
import type { Room } from "../neighbour-list/room.ts"

/** A list of edges out to cutoff + skin, in kernel memory, and where atoms and cell were when it was made. */
export interface Listed {
  /** The centres whose edges it holds, from the first up to the last. */
  readonly first: number
  readonly last: number
  readonly centres: Int32Array
  readonly neighbours: Int32Array
  /** The other end of each edge, or only whether this end comes first. */
  readonly reverse: Int32Array
  /** Integers n of `r_j + n·h − r_i`, `[3 × edges]`. */
  readonly images: Int32Array
  readonly positions: Float64Array
  readonly structures: Int32Array
  readonly species: Uint8Array
  readonly periodic: Uint8Array
  readonly rows: Float64Array
  readonly inverse: Float64Array
  /** What is to be freed. */
  readonly arrays: readonly ArrayBufferView[]
}

/** The edges of all atoms, each with the other end of its pair. */
export function listWholePairs(structure: Structure, elements: readonly number[], reach: number, _: Part, room: Room): Listed {
  const { rows } = frameOf(structure, 0)
  const graph = buildGraph([structure], elements, reach)
  const { structures, centres, neighbours, origins, reverse, vectors, distances, species, volumes, positions, cells, periodic } = graph
  const inverse = room.f64("inverse", 9)
  inverse.set(inverseOf(rows))
  const images = room.i32("images", 3 * neighbours.length)
  const pointers = [origins, neighbours, vectors, positions, inverse, images].map((array) => array.byteOffset)
  kernels().exports["imagesOfEdges"]!(neighbours.length, ...pointers)
  kernels().heap.free(origins, vectors, distances, volumes, cells)
  const arrays = [structures, centres, neighbours, reverse, species, positions, periodic]
  const last = structure.numbers.length
  const kept = {
    structures,
    centres,
    neighbours,
    reverse,
    images,
    species,
    positions,
    periodic,
    rows,
    inverse: inverse.slice(0, 9),
    arrays,
  }
  return { first: 0, last, ...kept }
}

/** The edges of a part of the atoms, each with whether it is the first end of its pair. */
export function listEnds(structure: Structure, elements: readonly number[], reach: number, part: Part, room: Room): Listed {
  const { heap, exports } = kernels()
  const { rows, inverse, periodic: repeats } = frameOf(structure, 0)
  const atoms = structure.numbers.length
  const numbers = speciesOf([structure], elements)
  const [first, last] = rangeOf(part, atoms)
  const { positions, wraps, degrees, found } = collectPart(structure, reach, first, last)
  const edges = degrees[last]
  const [structures, centres] = [heap.i32(2), heap.i32(atoms + 1, "anything")]
  const [neighbours, reverse] = [heap.i32(edges, "anything"), heap.i32(edges, "anything")]
  const images = room.i32("images", 3 * edges)
  const pointers = [degrees, found, wraps, centres, neighbours, images, reverse].map((array) => array.byteOffset)
  exports["listEdges"]!(atoms, first, last, ...pointers)
  heap.free(wraps, degrees, found)
  const [species, periodic] = [heap.u8(atoms), heap.u8(1)]
  species.set(numbers)
  structures[1] = atoms
  periodic[0] = repeats.reduce((bits, repeat, d) => bits | (Number(repeat) << d), 0)
  const arrays = [structures, centres, neighbours, reverse, species, positions, periodic]
  return { first, last, structures, centres, neighbours, reverse, images, species, positions, periodic, rows, inverse, arrays }
}
