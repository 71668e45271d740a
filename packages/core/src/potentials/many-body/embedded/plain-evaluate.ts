import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import { angleNumbers, anglesOf } from "../angles.ts"
import { addCosine, addLength, scatterGradients } from "../gradients.ts"
import { bondNumbers, forNeighbourhoods, type Neighbourhoods } from "../neighbourhoods.ts"
import { valuesAt } from "../points.ts"
import type { Evaluation } from "../../potential.ts"
import { centreSpecies, type EmbeddedModel } from "./model.ts"

/**
 * `evaluateEmbedded` in plain loops: the reference of the kernels.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 */
export function plainEvaluateEmbedded(
  model: EmbeddedModel,
  species: readonly number[],
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  for (let s = 0; s + 1 < graph.structures.length; s++) {
    forNeighbourhoods(graph, s, species, model.reach, (bonds) => addNeighbourhoods(model, species, bonds, graph, theta, out))
  }
}

function addNeighbourhoods(
  model: EmbeddedModel,
  species: readonly number[],
  bonds: Neighbourhoods,
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  const { centres, first, from } = bonds
  const n = kernels().heap.f64(centres)
  const gradients = new Float64Array(3 * bonds.edges.length)
  addDensities(model, bonds, theta, n, gradients)
  addAngles(model, bonds, theta, n, gradients)
  const { energy } = model
  if (typeof energy === "number") {
    for (let i = 0; i < centres; i++) out.energies[from + i] += energy * n[i]
    for (let at = 0; at < gradients.length; at++) gradients[at] *= energy
  } else {
    const centred = centreSpecies(graph, species, from, centres)
    const { f, df } = valuesAt(
      model.functions,
      Int32Array.from(centred, (a) => energy[Math.max(0, a)]),
      centres,
      n,
      theta,
    )
    for (let i = 0; i < centres; i++) {
      if (centred[i] < 0) continue
      out.energies[from + i] += f[i]
      for (let at = 3 * first[i]; at < 3 * first[i + 1]; at++) gradients[at] *= df[i]
    }
  }
  scatterGradients(graph, bonds, gradients, out)
}

function addDensities(
  { density, elements, functions, share = 1 }: EmbeddedModel,
  bonds: Neighbourhoods,
  theta: Float64Array,
  n: Float64Array,
  gradients: Float64Array,
): void {
  if (!density) return
  const { f, df } = valuesAt(functions, bondNumbers(bonds, elements, density), bonds.edges.length, bonds.distances, theta)
  for (let i = 0; i < bonds.centres; i++) {
    for (let bond = bonds.first[i]; bond < bonds.first[i + 1]; bond++) {
      n[i] += share * f[bond]
      addLength(bonds, bond, share * df[bond], gradients, 3 * bond)
    }
  }
}

function addAngles(
  { angular, elements, functions }: EmbeddedModel,
  bonds: Neighbourhoods,
  theta: Float64Array,
  n: Float64Array,
  gradients: Float64Array,
): void {
  if (!angular) return
  const radial = valuesAt(functions, bondNumbers(bonds, elements, angular.radial), bonds.edges.length, bonds.distances, theta)
  const angles = anglesOf(bonds, elements, angular.angle)
  const angle = valuesAt(functions, angleNumbers(angles, angular.angle), angles.count, angles.cosines, theta)
  for (let i = 0; i < bonds.centres; i++) {
    for (let t = angles.first[i]; t < angles.first[i + 1]; t++) {
      const [e, f, weight] = [angles.e[t], angles.f[t], angles.weights[t]]
      const [g, fe, ff] = [weight * angle.f[t], radial.f[e], radial.f[f]]
      n[i] += g * fe * ff
      addLength(bonds, e, g * radial.df[e] * ff, gradients, 3 * e)
      addLength(bonds, f, g * fe * radial.df[f], gradients, 3 * f)
      addCosine(bonds, e, f, angles.cosines[t], weight * angle.df[t] * fe * ff, gradients, 3 * e, 3 * f)
    }
  }
}
