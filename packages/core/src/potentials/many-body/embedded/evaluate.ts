import type { Graph } from "../../../graph/graph.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { Evaluation } from "../../potential.ts"
import { forBonds, withSums, type BondList } from "../sums/bond-list.ts"
import { valuesOf } from "../sums/function-points.ts"
import { centreKinds, centreSpecies, type EmbeddedModel } from "./model.ts"
import { surroundings } from "./surroundings.ts"

/**
 * Adds energies, forces and virials of a graph.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know
 */
export function evaluateEmbedded(
  model: EmbeddedModel,
  species: readonly number[],
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  withSums(graph, out, (sums) => {
    for (let s = 0; s + 1 < graph.structures.length; s++) {
      forBonds(graph, s, species, model.reach, (bonds) => {
        const gradients = addEnergies(model, graph, species, bonds, theta, sums.energies)
        const virial = sums.virials.byteOffset + 48 * s
        kernels().exports.scatterBonds(
          bonds.record.byteOffset,
          bonds.graph.byteOffset,
          gradients.byteOffset,
          sums.forces.byteOffset,
          virial,
        )
      })
    }
  })
}

/** Adds the energies of the centres and returns the gradients of their bonds. */
function addEnergies(
  model: EmbeddedModel,
  graph: Graph,
  species: readonly number[],
  bonds: BondList,
  theta: Float64Array,
  energies: Float64Array,
): Float64Array {
  const { heap, exports } = kernels()
  const { energy } = model
  const { centres, from } = bonds
  const gradients = heap.f64(4 * bonds.count)
  const around = surroundings(model, bonds, theta, valuesOf)
  if (typeof energy === "number") {
    around.add(energies.subarray(from), gradients)
    return gradients
  }
  const centred = centreSpecies(graph, species, from, centres)
  const n = heap.f64(centres)
  around.add(n, gradients)
  const { f, df } = valuesOf(model.functions, { count: centres, x: n, kinds: centreKinds(centred), table: energy }, theta)
  for (let i = 0; i < centres; i++) if (centred[i] >= 0) energies[from + i] += f[i]
  exports.scaleGradients(bonds.record.byteOffset, df.byteOffset, gradients.byteOffset)
  return gradients
}
