import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { CompiledCentre, CompiledChannels } from "./compiled-centre.ts"
import type { Workspace } from "./workspace.ts"

/**
 * Fills lane `lane` of a sweep with the neighbours of atom `i`, their radial functions and harmonics, and with the one-particle sums.
 *
 * @param kinds the model's species of each species of the graph, 255 for one that it does not know, in kernel memory
 * @param filler atom that stands for the neighbours that fill up blocks
 */
export function sumNeighbours(
  centre: CompiledCentre,
  work: Workspace,
  lane: number,
  graph: Graph,
  kinds: Uint8Array,
  i: number,
  filler: number,
): void {
  const { exports } = kernels()
  for (let z = 0; z < centre.channels.length; z++) {
    const channels = centre.channels[z]
    const room = work.lanes[lane][z]
    if (!channels || !room) continue
    const { block, wide, tiles, radial } = channels
    const base = room.blocks.byteOffset
    const blocks = exports["aceGather"]!(
      graph.centres[i],
      graph.centres[i + 1],
      graph.neighbours.byteOffset,
      graph.species.byteOffset,
      kinds.byteOffset,
      z,
      radial.cutoff,
      graph.vectors.byteOffset,
      graph.distances.byteOffset,
      filler,
      base,
      block,
      room.partner.byteOffset,
    )
    work.filled[lane * centre.channels.length + z] = blocks
    fillRadial(channels, blocks, room.blocks)
    const harmonics = work.harmonics.byteOffset
    channels.harmonics(blocks, base, harmonics)
    exports["aceSums"]!(
      blocks,
      base,
      block,
      harmonics,
      wide,
      tiles.byteOffset,
      tiles.byteOffset + tiles.byteLength,
      work.values.byteOffset + 8 * lane,
    )
  }
}

function fillRadial({ radial, rows, count, block, law, table }: CompiledChannels, blocks: number, room: Float64Array): void {
  const { exports } = kernels()
  const base = room.byteOffset
  if (law) {
    // Slopes stand behind an even number of rows.
    exports["aceRecurrence"]!(blocks, base, block, rows.length, count, law.byteOffset)
    return
  }
  if (table) {
    const { perStep, first, degree, coefficients } = table
    const intervals = coefficients.length / ((degree + 1) * count)
    const grid = [perStep, first, intervals, radial.cutoff, degree, coefficients.byteOffset]
    const near = exports["aceTable"]!(blocks, base, block, count, ...grid)
    if (near > 0) fillExactly(radial, rows, count, block, blocks, room, perStep, first)
    return
  }
  fillExactly(radial, rows, count, block, blocks, room, 1, Infinity)
}

/** Radial functions of the neighbours below interval `first` of a grid by their own code: those too near for a table, or all. */
function fillExactly(
  radial: CompiledChannels["radial"],
  rows: Int32Array,
  count: number,
  block: number,
  blocks: number,
  room: Float64Array,
  perStep: number,
  first: number,
): void {
  const values = new Float64Array(radial.count)
  const slopes = new Float64Array(radial.count)
  for (let b = 0; b < blocks; b++) {
    for (let lane = 0; lane < 4; lane++) {
      const at = (b * block) / 8 + lane
      const r = room[at + 12]
      if (!(r * perStep < first)) continue
      if (r < radial.cutoff) radial.evaluate(r, values, slopes, 0)
      else {
        values.fill(0)
        slopes.fill(0)
      }
      for (let row = 0; row < count; row++) {
        room[at + 4 * (5 + row)] = row < rows.length ? values[rows[row]] : 0
        room[at + 4 * (5 + count + row)] = row < rows.length ? slopes[rows[row]] : 0
      }
    }
  }
}
