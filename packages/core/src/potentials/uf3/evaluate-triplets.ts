import type { Graph } from "../../graph/graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { Evaluation } from "../potential.ts"
import { axisInMemory } from "./axis.ts"
import { denseCoefficients, type TripletTerm } from "./triplet-term.ts"
import { graphPointers, mostNeighbours, NEIGHBOUR, speciesOf } from "./triplet-room.ts"

/** Adds E = Σ_i Σ_{j<k} V₃(r_ij, r_ik, r_jk), the energy to the centre i, F and W of a whole graph to `out`. */
export function evaluateTriplets(
  terms: readonly TripletTerm[],
  elements: readonly number[],
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  const { heap, exports } = kernels()
  const atoms = graph.species.length
  const count = graph.structures.length - 1
  heap.scope(() => {
    const room = heap.f64(2 * NEIGHBOUR * mostNeighbours(graph, 0, atoms), "anything")
    const [energies, forces, virials] = [heap.f64(atoms), heap.f64(3 * atoms), heap.f64(6 * count)]
    const pointers = graphPointers(graph)
    for (const term of terms) {
      const species = speciesOf(graph, elements, term)
      if (!species) continue
      const [na, nb, nc] = term.unknowns.shape
      const coefficients = heap.f64(na * nb * nc, "anything")
      denseCoefficients(term, theta, coefficients)
      const [ij, ik, jk] = term.bases.map(axisInMemory)
      for (let s = 0; s < count; s++) {
        exports.addSplineForces(
          ...[graph.structures[s], graph.structures[s + 1], ...species, ij, ik, jk, coefficients.byteOffset, nb, nc, room.byteOffset],
          ...[...pointers, energies.byteOffset, forces.byteOffset, virials.byteOffset + 48 * s],
        )
      }
    }
    increase(out.energies, energies)
    increase(out.forces, forces)
    increase(out.virials, virials)
  })
}

function increase(target: Float64Array, by: Float64Array): void {
  for (let k = 0; k < by.length; k++) target[k] += by[k]
}
