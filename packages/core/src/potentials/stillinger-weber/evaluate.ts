import type { Graph } from "../../graph/graph.ts"
import { angleNumbers, anglesOf } from "../many-body/angles.ts"
import { addCosine, addLength, scatterGradients } from "../many-body/gradients.ts"
import { bondNumbers, forNeighbourhoods, type Neighbourhoods } from "../many-body/neighbourhoods.ts"
import { valuesAt } from "../many-body/points.ts"
import type { Evaluation } from "../potential.ts"
import type { AngularModel } from "./model.ts"

/**
 * Adds energies (pairs half to each atom, angles to the centre), forces and virials of a graph.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 */
export function evaluateAngular(model: AngularModel, species: readonly number[], graph: Graph, theta: Float64Array, out: Evaluation): void {
  const reach = reachOf(model, theta)
  for (let s = 0; s + 1 < graph.structures.length; s++) {
    forNeighbourhoods(graph, s, species, reach, (bonds) => addNeighbourhoods(model, bonds, graph, theta, out))
  }
}

/** How far bonds reach [Å], by their elements. */
export function reachOf({ cutoff }: AngularModel, theta: Float64Array): Float64Array {
  return Float64Array.from(cutoff, (column) => theta[column])
}

function addNeighbourhoods(model: AngularModel, bonds: Neighbourhoods, graph: Graph, theta: Float64Array, out: Evaluation): void {
  const { functions } = model
  const { distances, edges, from, first, centres } = bonds
  const count = edges.length
  const pair = valuesAt(functions, bondNumbers(bonds, model.elements, model.pair), count, distances, theta)
  const radial = valuesAt(functions, bondNumbers(bonds, model.elements, model.radial), count, distances, theta)
  const angles = anglesOf(bonds, model.elements, model.angle)
  const angular = valuesAt(functions, angleNumbers(angles, model.angle), angles.count, angles.cosines, theta)
  const gradients = new Float64Array(3 * count)
  for (let i = 0; i < centres; i++) {
    let energy = 0
    for (let bond = first[i]; bond < first[i + 1]; bond++) {
      energy += 0.5 * pair.f[bond]
      addLength(bonds, bond, 0.5 * pair.df[bond], gradients, 3 * bond)
    }
    for (let t = angles.first[i]; t < angles.first[i + 1]; t++) {
      const [e, f, weight] = [angles.e[t], angles.f[t], angles.weights[t]]
      const [u, he, hf] = [weight * angular.f[t], radial.f[e], radial.f[f]]
      energy += u * he * hf
      addLength(bonds, e, u * radial.df[e] * hf, gradients, 3 * e)
      addLength(bonds, f, u * he * radial.df[f], gradients, 3 * f)
      addCosine(bonds, e, f, angles.cosines[t], weight * angular.df[t] * he * hf, gradients, 3 * e, 3 * f)
    }
    out.energies[from + i] += energy
  }
  scatterGradients(graph, bonds, gradients, out)
}
