import type { Graph } from "../../graph/graph.ts"
import type { Heap } from "../../kernels/heap.ts"
import { NEIGHBOUR_RECORD, type SnapArithmetic } from "./arithmetic/arithmetic.ts"
import { TARGET_RECORD, type SnapTables } from "./basis/tables.ts"
import { gatherNeighbours, neighbourRoom, type Neighbours } from "./neighbours.ts"
import { countsItself, type SnapSettings } from "./settings.ts"

/** A bispectrum potential's settings with what follows from them, and how its arithmetic is done. */
export interface SnapModel {
  readonly settings: SnapSettings
  readonly tables: () => SnapTables
  readonly arithmetic: SnapArithmetic
}

/** Buffers for two atoms at a time, in kernel memory where the arithmetic reads them. */
export interface SnapWork {
  readonly settings: SnapSettings
  readonly tables: SnapTables
  readonly arithmetic: SnapArithmetic
  readonly graph: Graph
  /** The potential's number of each element of the graph. */
  readonly species: readonly number[]
  /** Neighbours of both atoms and their V. */
  readonly neighbours: readonly [Neighbours, Neighbours]
  readonly v: readonly [Float64Array, Float64Array]
  /** See `SnapArithmetic`. */
  readonly scratch: Float64Array
  readonly sums: Float64Array
  readonly self: Float64Array
  readonly full: Float64Array
  readonly z: Float64Array
  readonly weights: Float64Array
  readonly y: Float64Array
}

/** Makes the buffers for atoms from `first` to `last − 1`; inside a scope of the heap. */
export function snapWork({ settings, tables, arithmetic }: SnapModel, graph: Graph, first: number, last: number, heap: Heap): SnapWork {
  const made = tables()
  const { layout, channels, productSize, targets } = made
  const neighbours = [neighbourRoom(settings, graph, first, last, heap), neighbourRoom(settings, graph, first, last, heap)] as const
  const pairs = neighbours[0].records.length / NEIGHBOUR_RECORD
  return {
    settings,
    tables: made,
    arithmetic,
    graph,
    species: graph.elements.map((number) => settings.elements.indexOf(number)),
    neighbours,
    v: [heap.f64(pairs * layout.halfSize * 4, "anything"), heap.f64(pairs * layout.halfSize * 4, "anything")],
    scratch: heap.f64(layout.halfSize * 12),
    sums: heap.f64(channels * layout.halfSize * 4),
    self: heap.f64(channels * 2),
    full: heap.f64(channels * layout.fullSize * 4),
    z: heap.f64(productSize * 4),
    weights: heap.f64((targets.length / TARGET_RECORD) * 2),
    y: heap.f64(channels * layout.halfSize * 4),
  }
}

/** Atoms from `first` to `last − 1` whose element the potential knows, two by two; a last odd one stands in both lanes. */
export function eachAtomPair(work: SnapWork, first: number, last: number, visit: (atoms: readonly [number, number]) => void): void {
  let waiting = -1
  for (let i = first; i < last; i++) {
    if (work.species[work.graph.species[i]] < 0) continue
    if (waiting < 0) {
      waiting = i
      continue
    }
    visit([waiting, i])
    waiting = -1
  }
  if (waiting >= 0) visit([waiting, waiting])
}

/** Neighbours, V, U and all coupled products of two atoms. */
export function expandAtoms(work: SnapWork, atoms: readonly [number, number]): void {
  const { settings, tables, arithmetic, graph, species, neighbours, v, scratch, sums, self, full, z } = work
  const size = 4 * tables.layout.halfSize
  for (const lane of [0, 1] as const) {
    const room = neighbours[lane]
    gatherNeighbours(settings, species, graph, atoms[lane], room)
    for (let channel = 0; channel < tables.channels; channel++) {
      const [first, last] = [room.pairs[channel], room.pairs[channel + 1]]
      const records = room.records.subarray(first * NEIGHBOUR_RECORD)
      arithmetic.expand(tables, last - first, records, v[lane].subarray(first * size), scratch, sums, channel, lane)
      self[2 * channel + lane] = countsItself(settings, species[graph.species[atoms[lane]]], channel) ? 1 : 0
    }
  }
  arithmetic.complete(tables, sums, self, full)
  arithmetic.multiply(tables, full, z)
}

/** Bispectrum components of the atom in a lane, those of a lone atom not yet subtracted. */
export function bispectrum({ tables, full, z }: SnapWork, lane: number, out: Float64Array): void {
  const { layout, components, list, products, weight } = tables
  components.forEach(({ j, channels }, k) => {
    const { product, scale } = list.own[k]
    let [u, at, e] = [4 * (channels[2] * layout.fullSize + layout.full[j]) + lane, 4 * products[8 * product + 6] + lane, layout.half[j]]
    let sum = 0
    for (const end = e + ((j >> 1) + 1) * (j + 1); e < end; e++, u += 4, at += 4) {
      sum += weight[e] * (full[u] * z[at] + full[u + 2] * z[at + 2])
    }
    out[k] = scale * sum
  })
}
