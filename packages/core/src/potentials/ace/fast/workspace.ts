import type { Graph } from "../../../graph/graph.ts"
import type { Heap } from "../../../kernels/heap.ts"
import type { CompiledCentre } from "./compiled-centre.ts"
import { ROW } from "./channels.ts"

/** Centres handled together: the lanes of product nodes. */
export const LANES = 4

/** Neighbours of one centre and one species, in blocks. */
interface LaneBlocks {
  readonly blocks: Float64Array
  readonly partner: Int32Array
}

/** Room for the centres of one sweep, in kernel memory. */
export interface Workspace {
  /** By lane, then species of the neighbour. */
  readonly lanes: readonly (readonly (LaneBlocks | undefined)[])[]
  /** Number of blocks, `[lane × species]`. */
  readonly filled: Int32Array
  readonly harmonics: Float64Array
  /** Product nodes and their slopes, `[node × 4]`. */
  readonly values: Float64Array
  readonly slopes: Float64Array
}

/** Makes room for centres of one species in `graph` and so many product nodes; inside a scope of the heap. */
export function createWorkspace(heap: Heap, centre: CompiledCentre, graph: Graph, nodes: number = centre.nodes): Workspace {
  let most = 0
  for (let i = 0; i < graph.species.length; i++) most = Math.max(most, graph.centres[i + 1] - graph.centres[i])
  // One block more than neighbours fill, for what else a programme gathers like them.
  const blocks = Math.ceil(most / 4) + 1
  const widest = centre.channels.reduce((wide, channels) => Math.max(wide, channels?.wide ?? 0), 0)
  return {
    lanes: Array.from({ length: LANES }, () =>
      centre.channels.map((channels) =>
        channels ? { blocks: heap.f64((blocks * channels.block) / 8, "anything"), partner: heap.i32(4 * blocks, "anything") } : undefined,
      ),
    ),
    filled: new Int32Array(LANES * centre.channels.length),
    harmonics: heap.f64((blocks * widest) / 8, "anything"),
    values: heap.f64((ROW / 8) * nodes),
    slopes: heap.f64((ROW / 8) * nodes),
  }
}
