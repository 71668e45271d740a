import { failureAt } from "../atoms/place.ts"
import type { Configuration } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"
import { buildGraph } from "./build-graph.ts"
import type { Graph } from "./graph.ts"
import { releaseGraph } from "./release-graph.ts"

/** The neighbour graph of configurations, as `buildGraph` makes it. @throws Failure at the place of the configuration that has none. */
export function configurationGraph(configurations: readonly Configuration[], elements: readonly number[], cutoff: number): Graph {
  const structures = configurations.map(({ structure }) => structure)
  try {
    return buildGraph(structures, elements, cutoff)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    configurations.forEach((configuration) => {
      try {
        releaseGraph(buildGraph([configuration.structure], elements, cutoff))
      } catch (own) {
        throw own instanceof Failure ? failureAt(configuration, own) : own
      }
    })
    throw error
  }
}
