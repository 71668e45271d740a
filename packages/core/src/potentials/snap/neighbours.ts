import type { Graph } from "../../graph/graph.ts"
import type { Heap } from "../../kernels/heap.ts"
import { FRAME_RECORD, NEIGHBOUR_RECORD } from "./arithmetic/arithmetic.ts"
import { channelCount, channelOf, type SnapSettings } from "./settings.ts"
import { switchedWeight } from "./switching.ts"

/** The neighbours of one atom, two by two: those of the first channel, then those of the second, … each filled to an even number. */
export interface Neighbours {
  /** First pair of each channel, and the end of the last, `[channels + 1]`. */
  readonly pairs: Int32Array
  /** Edge of the graph in each slot; −1 where a slot only fills a pair. */
  readonly edges: Int32Array
  /** `[pairs × NEIGHBOUR_RECORD]` */
  readonly records: Float64Array
  /** By slot: ∂E = sin θ cos θ/r …, see `turnToCartesian`; `[slots × 8]`: n_x, n_y, n_z, w′, w θ′, w sin θ cos θ/r, w sin²θ/r, unused. */
  readonly geometry: Float64Array
}

/** Numbers of one slot of `Neighbours.geometry`. */
const GEOMETRY = 8

/** Room for the neighbours of any one atom from `first` to `last − 1`; inside a scope of the heap. */
export function neighbourRoom(settings: SnapSettings, graph: Graph, first: number, last: number, heap: Heap): Neighbours {
  let most = 0
  for (let i = first; i < last; i++) most = Math.max(most, graph.centres[i + 1] - graph.centres[i])
  const slots = most + 2 * channelCount(settings)
  return {
    pairs: new Int32Array(channelCount(settings) + 1),
    edges: new Int32Array(slots),
    records: heap.f64((slots >> 1) * NEIGHBOUR_RECORD + NEIGHBOUR_RECORD),
    geometry: new Float64Array(slots * GEOMETRY),
  }
}

/**
 * Gathers the neighbours of atom i within the cutoffs of their elements. A neighbour at distance r and direction n is the rotation
 *
 *     a = cos θ − i n_z sin θ,  b = (n_y − i n_x) sin θ,  θ = rfac0 π (r − rmin0)/(cutoff − rmin0)
 *
 * (of the opposite sign where sin θ < 0).
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 */
export function gatherNeighbours(settings: SnapSettings, species: readonly number[], graph: Graph, i: number, room: Neighbours): void {
  const { cutoffFactor, radii } = settings
  const a = species[graph.species[i]]
  let slot = 0
  for (let channel = 0; channel < room.pairs.length - 1; channel++) {
    room.pairs[channel] = slot >> 1
    for (let edge = graph.centres[i]; edge < graph.centres[i + 1]; edge++) {
      const b = species[graph.species[graph.neighbours[edge]]]
      if (b < 0 || channelOf(settings, b) !== channel) continue
      const cutoff = cutoffFactor * (radii[a] + radii[b])
      if (graph.distances[edge] < cutoff) fillSlot(settings, graph, edge, a, b, cutoff, slot++, room)
    }
    if (slot % 2 === 1) fillIdleSlot(slot++, room)
  }
  room.pairs[room.pairs.length - 1] = slot >> 1
}

const weight = new Float64Array(2)

function fillSlot(
  settings: SnapSettings,
  graph: Graph,
  edge: number,
  a: number,
  b: number,
  cutoff: number,
  slot: number,
  { edges, records, geometry }: Neighbours,
): void {
  const { angleFactor, start } = settings
  const r = graph.distances[edge]
  const perLength = (angleFactor * Math.PI) / (cutoff - start)
  const theta = (r - start) * perLength
  const [sine, cosine] = [Math.sin(theta), Math.cos(theta)]
  switchedWeight(settings, r, a, b, cutoff, weight)
  const [w, slope] = weight
  const [nx, ny, nz] = [graph.vectors[3 * edge] / r, graph.vectors[3 * edge + 1] / r, graph.vectors[3 * edge + 2] / r]
  const sign = sine < 0 ? -1 : 1
  edges[slot] = edge
  const at = (slot >> 1) * NEIGHBOUR_RECORD + (slot & 1)
  records[at] = sign * cosine
  records[at + 2] = -sign * sine * nz
  records[at + 4] = sign * sine * ny
  records[at + 6] = -sign * sine * nx
  records[at + 8] = w
  const g = slot * GEOMETRY
  geometry[g] = nx
  geometry[g + 1] = ny
  geometry[g + 2] = nz
  geometry[g + 3] = slope
  geometry[g + 4] = w * perLength
  geometry[g + 5] = (w * sine * cosine) / r
  geometry[g + 6] = (w * sine * sine) / r
}

/** A neighbour of no weight. */
function fillIdleSlot(slot: number, { edges, records, geometry }: Neighbours): void {
  edges[slot] = -1
  const at = (slot >> 1) * NEIGHBOUR_RECORD + (slot & 1)
  records[at] = 1
  records[at + 2] = records[at + 4] = records[at + 6] = records[at + 8] = 0
  geometry.fill(0, slot * GEOMETRY, (slot + 1) * GEOMETRY)
}

/**
 * ∂/∂r of something whose derivatives with respect to the three rotations are G and whose value (per weight) is `value`: a step δr turns
 * (a, b) by θ′ n (n·δr) + sin θ cos θ δn + sin²θ n × δn, with δn = (δr − n (n·δr))/r, so that
 *
 *     w ∂/∂r = α G + (w θ′ − α) (G·n) n + β G × n,   α = w sin θ cos θ/r,  β = w sin²θ/r
 *
 * and the weight adds w′ n × value.
 */
export function turnToCartesian(
  geometry: Float64Array,
  slot: number,
  value: number,
  gx: number,
  gy: number,
  gz: number,
  out: Float64Array,
): void {
  const g = slot * GEOMETRY
  const [nx, ny, nz] = [geometry[g], geometry[g + 1], geometry[g + 2]]
  const alpha = geometry[g + 5]
  const beta = geometry[g + 6]
  const along = (geometry[g + 4] - alpha) * (gx * nx + gy * ny + gz * nz) + geometry[g + 3] * value
  out[0] = alpha * gx + along * nx + beta * (gy * nz - gz * ny)
  out[1] = alpha * gy + along * ny + beta * (gz * nx - gx * nz)
  out[2] = alpha * gz + along * nz + beta * (gx * ny - gy * nx)
}

/** The same as a matrix of G and a slope of the value, `[pairs × FRAME_RECORD]`. */
export function fillFrames({ pairs, geometry }: Neighbours, frames: Float64Array): void {
  for (let slot = 0; slot < 2 * pairs[pairs.length - 1]; slot++) {
    const g = slot * GEOMETRY
    const at = (slot >> 1) * FRAME_RECORD + (slot & 1)
    const alpha = geometry[g + 5]
    const beta = geometry[g + 6]
    for (let c = 0; c < 3; c++) {
      const [next, last] = [(c + 1) % 3, (c + 2) % 3]
      const along = (geometry[g + 4] - alpha) * geometry[g + c]
      frames[at + 2 * (3 * c + c)] = alpha + along * geometry[g + c]
      frames[at + 2 * (3 * c + next)] = along * geometry[g + next] + beta * geometry[g + last]
      frames[at + 2 * (3 * c + last)] = along * geometry[g + last] - beta * geometry[g + next]
      frames[at + 2 * (9 + c)] = geometry[g + 3] * geometry[g + c]
    }
  }
}
