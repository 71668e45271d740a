import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { fade } from "../core/fade.ts"
import { ROW } from "./channels.ts"
import { coreEnergy } from "./core.ts"
import { addEntries, type DifferentiatedCentre } from "./jacobian.ts"
import { sumNeighbours } from "./sums.ts"
import { createWorkspace, LANES } from "./workspace.ts"

/**
 * Adds ∂E_i/∂θ_k = B_k(i), faded where a core fades it, of every atom of a graph to row i of `out`.
 *
 * @param kinds the model's species of each species of the graph, 255 for one that it does not know, in kernel memory
 */
export function siteRowsFast(
  centres: readonly DifferentiatedCentre[],
  graph: Graph,
  kinds: Uint8Array,
  out: Float64Array,
  stride: number,
  column: number,
): void {
  const { heap, exports } = kernels()
  centres.forEach(({ centre, nodes, pairs, functions }, c) => {
    const members: number[] = []
    for (let i = 0; i < graph.species.length; i++) if (kinds[graph.species[i]] === c) members.push(i)
    const count = centre.functions
    if (members.length === 0 || count === 0) return
    heap.scope(() => {
      const work = createWorkspace(heap, centre, graph, nodes)
      const values = heap.f64(LANES * count, "anything")
      for (let from = 0; from < members.length; from += LANES) {
        const sweep = members.slice(from, from + LANES)
        sweep.forEach((i, lane) => sumNeighbours(centre, work, lane, graph, kinds, i, i))
        work.values.fill(1, 4 * centre.sums, 4 * centre.sums + 4)
        exports["aceNodes"]!(work.values.byteOffset, ROW * (centre.sums + 1), nodes - centre.sums - 1, pairs.byteOffset)
        addEntries(functions, work.values.byteOffset, values)
        sweep.forEach((i, lane) => {
          const factor = centre.fade ? fade(coreEnergy(centre, work, lane), centre.fade).value : 1
          const at = i * stride + column + centre.model.first
          for (let k = 0; k < count; k++) out[at + k] += factor * values[lane * count + k]
        })
      }
    })
  })
}
