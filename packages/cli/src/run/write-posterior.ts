import { classesOfStatistics, type ClassTriangles, type LinearStatistics, type Posterior, savePosterior, storeClasses } from "@luthier/core"
import type { Artefacts } from "./artefacts.ts"
import { removeLeftovers, statisticsFolder } from "./statistics-folder.ts"

/** What a fit knows at its end, with the triangles of its classes or the statistics they are in. */
export type Knowledge =
  | { readonly posterior: Posterior; readonly triangles: ClassTriangles }
  | { readonly posterior: Posterior; readonly statistics: LinearStatistics }

/** Writes `posterior.json` and `posterior.bin`, and the triangles of an iterated fit beside those of linear ones, in `statistics/`. */
export async function writePosterior({ folder, statistics }: Artefacts, knowledge: Knowledge): Promise<void> {
  const { posterior } = knowledge
  await removeLeftovers(folder)
  const classes =
    "triangles" in knowledge
      ? await storeClasses(statisticsFolder(statistics), knowledge.triangles)
      : classesOfStatistics(posterior, knowledge.statistics)
  await savePosterior(statisticsFolder(folder), { posterior, classes })
}
