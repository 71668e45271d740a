import type { Graph } from "../../../../graph/graph.ts"
import type { Evaluation } from "../../../potential.ts"
import { type AceEvaluator, createAceEvaluator } from "../../fast/ace-evaluator.ts"
import type { AceModel } from "../../model.ts"
import type { Yace } from "../yace.ts"
import { atomEnergy } from "./atom-energy.ts"

/** Atoms that the compiled code hands over at a time stand so far apart in its arrays. */
const LANES = 4

/**
 * The compiled evaluator of a file's model, whose energies are functions of the densities of an atom. With the inner cutoff `zbl` they
 * are not: its energies know the nearest neighbour too.
 */
export function fastYace(yace: Yace, model: AceModel): Pick<AceEvaluator, "evaluate"> {
  const counts = model.centres.map(({ functions }) => functions.offsets.length - 1)
  const densities = Math.max(...counts)
  const own = new Float64Array(densities)
  const pulls = new Float64Array(densities)
  const evaluator = createAceEvaluator(model, {
    densities,
    densityOf: Uint8Array.from(counts.flatMap((count) => Array.from({ length: count }, (_, p) => p))),
    evaluate(species, count, given, energies, slopes): void {
      for (let a = 0; a < count; a++) {
        for (let p = 0; p < counts[species]; p++) own[p] = given[LANES * p + a]
        energies[a] = atomEnergy(yace, species, own, pulls)
        for (let p = 0; p < counts[species]; p++) slopes[LANES * p + a] = pulls[p]
      }
    },
  })
  const ones = new Float64Array(counts.reduce((sum, count) => sum + count, 0)).fill(1)
  return Object.freeze({ evaluate: (graph: Graph, _theta: Float64Array, out: Evaluation) => evaluator.evaluate(graph, ones, out) })
}
