import type { Graph } from "../../../graph/graph.ts"
import { pairSegments } from "../../../graph/pair-segments.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { JacobianBlock } from "../../potential.ts"
import type { EamColumns, EamFunctions } from "../functions.ts"
import { gatherDensities } from "./densities.ts"
import { embed } from "./embed.ts"
import { scatterPairs } from "./forces.ts"
import { addEmbeddingVirial } from "./planes.ts"
import { jacobianWork } from "./work.ts"

/**
 * Adds ∂(E, F, W)/∂θ of structure `s`. With D_ik = ∂ρ_i/∂θ_k and G_ik = dF′_i/dθ_k = ∂F′_i/∂θ_k + F″_i D_ik, the central force
 * S = φ′ + F′_i g_I + F′_j g_J of a pair has ∂S/∂θ_k = φ′_k + F′_i g_I,k + F′_j g_J,k + G_ik g_I + G_jk g_J. Each pair gathers its row of
 * these and adds it to its six rows of forces; sums over the structure (energy, virial) go parameter by parameter instead, and those
 * of G atom by atom.
 *
 * @param species as in `evaluateEam`
 */
export function jacobianEam(
  functions: EamFunctions,
  columns: EamColumns,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
): void {
  const { heap } = kernels()
  // Kept with the graph, so it must not be made inside the scope.
  const half = pairSegments(graph)
  heap.scope(() => {
    const work = jacobianWork(heap, half, functions, columns, species, graph, s, theta)
    gatherDensities(work)
    embed(work, heap, block)
    scatterPairs(work, block)
    addEmbeddingVirial(work, block)
  })
}
