import type { Structure } from "../../../atoms/structure.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { fade } from "../core/fade.ts"
import { gaussianCore } from "../core/gaussian-core.ts"
import type { AceEvaluator } from "../fast/ace-evaluator.ts"
import type { AceCore, AceModel } from "../model.ts"

/** Energy per atom of a structure, by its parts [eV]. */
export interface EnergyPoint {
  /** By parameter: of the functions, as they have faded. */
  readonly expansion: Float64Array
  readonly core: number
  /** Largest share of the expansion in the energy of an atom. */
  readonly share: number
}

/**
 * What the energy of a structure is made of, `Σ_k θ_k expansion_k + core`, per atom.
 *
 * @param only some of its atoms instead of all
 */
export function energyPoint(
  model: AceModel,
  core: AceCore,
  evaluator: AceEvaluator,
  structure: Structure,
  only?: readonly number[],
): EnergyPoint {
  const { elements, centres, radials, cutoff } = model
  const atoms = structure.numbers.length
  const width = centres.reduce((sum, { functions }) => sum + functions.offsets.length - 1, 0)
  const sites = new Float64Array(atoms * width)
  const graph = buildGraph([structure], elements, cutoff)
  evaluator.siteRows(graph, sites, width, 0)
  const expansion = new Float64Array(width)
  const chosen = only ?? [...Array(atoms).keys()]
  let [total, share] = [0, 0]
  for (const i of chosen) {
    const own = graph.species[i]
    for (let k = 0; k < width; k++) expansion[k] += sites[i * width + k] / chosen.length
    let energy = 0
    for (let e = graph.centres[i]; e < graph.centres[i + 1]; e++) {
      const pair = own * elements.length + graph.species[graph.neighbours[e]]
      const { prefactor, decay } = core.pairs[pair]
      energy += gaussianCore(prefactor, decay, radials[pair].cutoff, graph.distances[e]).value
    }
    total += energy
    share = Math.max(share, fade(energy, core.fades[own]).value)
  }
  releaseGraph(graph)
  return { expansion, core: total / chosen.length, share }
}
