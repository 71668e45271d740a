import type { Configuration } from "../atoms/structure.ts"
import { configurationGraph } from "../graph/configuration-graph.ts"
import { releaseGraph } from "../graph/release-graph.ts"
import { checkElements } from "./check-elements.ts"

/** Structures whose graph is held at a time. */
const BATCH = 64
/** Enough to see atoms at one place [Å]. */
const NEAR = 1

/**
 * Sees whether a potential of these elements can predict configurations, before time is spent on a fit.
 * @throws Failure, at its place in its file, for one with another element, two atoms at one place, or a cell without volume.
 */
export function checkData(configurations: readonly Configuration[], elements: readonly number[]): void {
  checkElements(configurations, elements)
  for (let first = 0; first < configurations.length; first += BATCH) {
    releaseGraph(configurationGraph(configurations.slice(first, first + BATCH), elements, NEAR))
  }
}
