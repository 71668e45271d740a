import type { Graph } from "../../graph/graph.ts"
import { addCosine, addLength, scatterGradients } from "../many-body/gradients.ts"
import { forNeighbourhoods, type Neighbourhoods } from "../many-body/neighbourhoods.ts"
import { valuesAt } from "../many-body/points.ts"
import type { Evaluation } from "../potential.ts"
import type { CoordinationModel } from "./model.ts"
import { piecesOf } from "./pieces.ts"

/**
 * Adds energies (all to the centre), forces and virials of a graph.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 */
export function evaluateCoordination(
  model: CoordinationModel,
  species: readonly number[],
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  const reach = model.reach(theta)
  for (let s = 0; s + 1 < graph.structures.length; s++) {
    forNeighbourhoods(graph, s, species, reach, (bonds) => addNeighbourhoods(model, bonds, graph, theta, out))
  }
}

function addNeighbourhoods(model: CoordinationModel, bonds: Neighbourhoods, graph: Graph, theta: Float64Array, out: Evaluation): void {
  const pieces = piecesOf(model, bonds, theta, valuesAt)
  const [P, S, w, h, coordination] = [pieces.repulsion, pieces.attraction, pieces.weakening, pieces.decay, pieces.coordination].map(
    ({ at }) => at,
  )
  const [H, Q, tau] = [pieces.angle, pieces.stiffness, pieces.shift].map(({ at }) => at)
  const { angles } = pieces
  const gradients = new Float64Array(3 * bonds.edges.length)
  for (let i = 0; i < bonds.centres; i++) {
    let energy = 0
    // ∂E/∂Z of the centre.
    let byZ = 0
    for (let e = bonds.first[i]; e < bonds.first[i + 1]; e++) {
      energy += P.f[e] - S.f[e] * w.f[e]
      byZ -= S.f[e] * w.df[e]
      addLength(bonds, e, P.df[e] - S.df[e] * w.f[e], gradients, 3 * e)
    }
    for (let t = angles.first[i]; t < angles.first[i + 1]; t++) {
      const [e, f, weight] = [angles.e[t], angles.f[t], angles.weights[t]]
      const sum = angles.cosines[t] + tau.f[t]
      const both = weight * h.f[e] * h.f[f]
      energy += both * H.f[t]
      byZ += both * H.df[t] * sum * (Q.df[t] * sum + 2 * Q.f[t] * tau.df[t])
      addLength(bonds, e, weight * h.df[e] * h.f[f] * H.f[t], gradients, 3 * e)
      addLength(bonds, f, weight * h.f[e] * h.df[f] * H.f[t], gradients, 3 * f)
      addCosine(bonds, e, f, angles.cosines[t], both * H.df[t] * 2 * Q.f[t] * sum, gradients, 3 * e, 3 * f)
    }
    for (let e = bonds.first[i]; e < bonds.first[i + 1]; e++) addLength(bonds, e, byZ * coordination.df[e], gradients, 3 * e)
    out.energies[bonds.from + i] += energy
  }
  scatterGradients(graph, bonds, gradients, out)
}
