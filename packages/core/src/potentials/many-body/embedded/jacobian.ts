import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { JacobianBlock } from "../../potential.ts"
import { forBonds } from "../sums/bond-list.ts"
import { derivativesOf } from "../sums/function-points.ts"
import { rowArrays, withBlock } from "../sums/rows.ts"
import { centreKinds, centreSpecies, type EmbeddedModel } from "./model.ts"
import { surroundings } from "./surroundings.ts"

/** Adds ∂(E, F, W)/∂θ of structure `s`. */
export function jacobianEmbedded(
  model: EmbeddedModel,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
): void {
  const { heap, exports } = kernels()
  const { energy, functions, parameters } = model
  withBlock(graph, s, parameters, block, (rows) =>
    forBonds(graph, s, species, model.reach, (bonds) => {
      const { centres, count, from } = bonds
      const around = surroundings(model, bonds, theta, derivativesOf)
      const { density, angular } = around
      const parts = [angular?.angles, density, angular?.radial, angular?.angle].map((part) => part?.record.byteOffset ?? 0)
      const through = (): readonly number[] => {
        if (typeof energy === "number") return [0, 0]
        const [n, gradients] = [heap.f64(centres), heap.f64(4 * count)]
        around.add(n, gradients)
        const centred = centreSpecies(graph, species, from, centres)
        const kinds = centreKinds(centred)
        const points = derivativesOf(functions, { count: centres, x: n, kinds, table: energy }, theta)
        // Centres of unknown elements have no rows.
        for (let i = 0; i < centres; i++) if (centred[i] < 0) kinds[i] = -1
        return [points.record.byteOffset, gradients.byteOffset]
      }
      const room = rowArrays(parameters, bonds)
      const to = [...around.shares, ...through(), room.byteOffset, rows.byteOffset]
      exports.addEmbeddedRows(bonds.record.byteOffset, bonds.graph.byteOffset, ...parts, ...to)
    }),
  )
}
