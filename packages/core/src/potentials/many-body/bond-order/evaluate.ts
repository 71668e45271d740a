import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { Evaluation } from "../../potential.ts"
import { forBonds, withSums } from "../sums/bond-list.ts"
import { valuesOf } from "../sums/function-points.ts"
import { bondOrderFunctions } from "./functions.ts"
import { neighbourReach, type BondOrderModel } from "./model.ts"

/**
 * Adds energies (each bond half to either atom, as that atom's surroundings have it), forces and virials of a graph.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 */
export function evaluateBondOrder(
  model: BondOrderModel,
  species: readonly number[],
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  const { heap, exports } = kernels()
  const reach = neighbourReach(model, model.bondReach(theta), model.angleReach(theta))
  withSums(graph, out, ({ energies, forces, virials }) => {
    for (let s = 0; s + 1 < graph.structures.length; s++) {
      forBonds(graph, s, species, reach, (bonds) => {
        const list = bonds.record.byteOffset
        const gradients = heap.f64(4 * bonds.count).byteOffset
        exports.addBondOrders(list, ...bondOrderFunctions(model, bonds, theta, valuesOf), energies.byteOffset + 8 * bonds.from, gradients)
        exports.scatterBonds(list, bonds.graph.byteOffset, gradients, forces.byteOffset, virials.byteOffset + 48 * s)
      })
    }
  })
}
