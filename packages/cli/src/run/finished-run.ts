import { existsSync } from "node:fs"
import { join } from "node:path"
import {
  classTriangle,
  Failure,
  loadPosterior,
  type Posterior,
  type PosteriorClass,
  type SavedPosterior,
  type StatisticsStore,
  type Triangle,
} from "@luthier/core"
import { loadConfig, type LoadedConfig } from "../config/load.ts"
import { artefactsOf, type Artefacts } from "./artefacts.ts"
import { type FittedPotential, loadPotential } from "./potential-file.ts"
import { statisticsFolder } from "./statistics-folder.ts"

/** A run that has ended, read back from its folder. No data are read: `prepareRun(run.loaded)` does that for those who need them. */
export interface FinishedRun {
  readonly artefacts: Artefacts
  /** The resolved config, and the way back to its lines. */
  readonly loaded: LoadedConfig
  /** Potential and baseline with θ at the minimum. */
  readonly fitted: FittedPotential
  readonly posterior: Posterior
  /** Every class of data with the triangle of its unit-σ rows at the minimum; one at a time is in memory. */
  classTriangles(): AsyncGenerator<readonly [PosteriorClass, Triangle]>
  /** As it was saved, with the store of the class triangles: for those who need single classes, or folds. */
  readonly saved: SavedPosterior
  readonly statistics: StatisticsStore
}

/** Reads a finished run. @throws Failure for a folder that is none, or one that an earlier version wrote. */
export async function openRun(folder: string): Promise<FinishedRun> {
  const artefacts = artefactsOf(folder)
  const place = { file: folder }
  if (!existsSync(artefacts.config)) {
    throw new Failure("this is no folder of a run", { place, advice: "name the folder that luthier fit wrote, such as runs/copper" })
  }
  if (!existsSync(artefacts.metrics)) {
    throw new Failure("this run has not ended", { place, advice: "go on with it: luthier fit … --resume" })
  }
  const saved = await loadPosterior(statisticsFolder(folder)).catch((error: unknown) => {
    throw error instanceof Failure ? new Failure(error.message, { place, advice: error.advice, cause: error }) : error
  })
  if (!saved) {
    throw new Failure(`${join(folder, "posterior.json")} is missing`, {
      place,
      advice: "write it with luthier report, which reads the data again",
    })
  }
  const { posterior } = saved
  const statistics = statisticsFolder(artefacts.statistics)
  const loaded = await loadConfig(artefacts.config)
  const { potential } = await loadPotential(artefacts.potential)
  const { baseline, theta } = posterior.setup
  return Object.freeze({
    artefacts,
    loaded,
    fitted: { potential, baseline, theta },
    posterior,
    saved,
    statistics,
    async *classTriangles(): AsyncGenerator<readonly [PosteriorClass, Triangle]> {
      for (const own of posterior.classes) yield [own, await classTriangle(saved, statistics, own)]
    },
  })
}
