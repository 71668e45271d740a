import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { JacobianBlock } from "../../potential.ts"
import { forBonds } from "../sums/bond-list.ts"
import { derivativesOf } from "../sums/function-points.ts"
import { record } from "../sums/record.ts"
import { rowArrays, withBlock } from "../sums/rows.ts"
import { bondOrderFunctions } from "./functions.ts"
import { neighbourReach, type BondOrderModel } from "./model.ts"

/** Adds ∂(E, F, W)/∂θ of structure `s`. */
export function jacobianBondOrder(
  model: BondOrderModel,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
): void {
  const { heap, exports } = kernels()
  const { parameters } = model
  const reach = neighbourReach(model, model.bondReach(theta), model.angleReach(theta))
  withBlock(graph, s, parameters, block, (rows) =>
    forBonds(graph, s, species, reach, (bonds) => {
      const functions = bondOrderFunctions(model, bonds, theta, derivativesOf)
      const [zeta, along, bySurroundings] = [heap.f64(parameters), heap.f64(parameters), heap.f64(parameters)]
      const [marks, list, slopes] = [heap.u8(parameters), heap.i32(parameters), heap.f64(4 * bonds.most)]
      const columns = record(zeta, along, bySurroundings, marks, list, 0, slopes)
      const room = [columns, rowArrays(parameters, bonds), rows].map((part) => part.byteOffset)
      exports.addBondOrderRows(bonds.record.byteOffset, bonds.graph.byteOffset, ...functions, ...room)
    }),
  )
}
