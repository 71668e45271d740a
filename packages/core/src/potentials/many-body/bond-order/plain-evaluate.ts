import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { addCosine, addLength, scatterGradients } from "../gradients.ts"
import { bondNumbers, forNeighbourhoods, type Neighbourhoods } from "../neighbourhoods.ts"
import { valuesAt } from "../points.ts"
import type { Evaluation } from "../../potential.ts"
import { neighbourReach, type BondOrderModel } from "./model.ts"
import { orderTerms } from "./order-terms.ts"

/**
 * `evaluateBondOrder` in plain loops: the reference of the kernels.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 */
export function plainEvaluateBondOrder(
  model: BondOrderModel,
  species: readonly number[],
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  const [bondReach, angleReach] = [model.bondReach(theta), model.angleReach(theta)]
  const reach = neighbourReach(model, bondReach, angleReach)
  for (let s = 0; s + 1 < graph.structures.length; s++) {
    forNeighbourhoods(graph, s, species, reach, (bonds) => addNeighbourhoods(model, bonds, [bondReach, angleReach], graph, theta, out))
  }
}

function addNeighbourhoods(
  model: BondOrderModel,
  bonds: Neighbourhoods,
  [bondReach, angleReach]: readonly [Float64Array, Float64Array],
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  const { functions, elements } = model
  const { a, b, centres, distances, edges, first, from } = bonds
  const count = edges.length
  const at = (table: Int32Array): Int32Array => bondNumbers(bonds, elements, table)
  const repulsion = valuesAt(functions, at(model.repulsion), count, distances, theta)
  const attraction = valuesAt(functions, at(model.attraction), count, distances, theta)
  const terms = orderTerms(model, bonds, bondReach, angleReach)
  const screen = valuesAt(functions, terms.screen, terms.count, terms.distances, theta)
  const angle = valuesAt(functions, terms.angle, terms.count, terms.cosines, theta)
  const asymmetry = valuesAt(functions, terms.asymmetry, terms.count, terms.differences, theta)
  const zeta = kernels().heap.f64(count)
  for (let e = 0; e < count; e++) {
    for (let t = terms.first[e]; t < terms.first[e + 1]; t++) zeta[e] += screen.f[t] * angle.f[t] * asymmetry.f[t]
  }
  const order = valuesAt(functions, at(model.order), count, zeta, theta)
  const gradients = new Float64Array(3 * count)
  for (let i = 0; i < centres; i++) {
    let energy = 0
    for (let e = first[i]; e < first[i + 1]; e++) {
      if (distances[e] >= bondReach[a[e] * elements + b[e]]) continue
      energy += 0.5 * (repulsion.f[e] + order.f[e] * attraction.f[e])
      let along = 0.5 * (repulsion.df[e] + order.f[e] * attraction.df[e])
      const slope = 0.5 * order.df[e] * attraction.f[e]
      for (let t = terms.first[e]; t < terms.first[e + 1]; t++) {
        const f = terms.f[t]
        const [s, g, x] = [screen.f[t], angle.f[t], asymmetry.f[t]]
        along += slope * s * g * asymmetry.df[t]
        addLength(bonds, f, slope * g * (screen.df[t] * x - s * asymmetry.df[t]), gradients, 3 * f)
        addCosine(bonds, e, f, terms.cosines[t], slope * s * angle.df[t] * x, gradients, 3 * e, 3 * f)
      }
      addLength(bonds, e, along, gradients, 3 * e)
    }
    out.energies[from + i] += energy
  }
  scatterGradients(graph, bonds, gradients, out)
}
