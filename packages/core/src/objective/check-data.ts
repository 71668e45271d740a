import { batchesOf, type ConfigurationList } from "../atoms/configuration-list.ts"
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
export function checkData(configurations: ConfigurationList, elements: readonly number[]): void {
  checkElements(configurations, elements)
  for (const batch of batchesOf(configurations, BATCH)) releaseGraph(configurationGraph(batch, elements, NEAR))
}
