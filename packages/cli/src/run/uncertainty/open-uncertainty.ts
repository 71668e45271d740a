import { existsSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { analysePosterior, configureDense, Failure, loadStatistics, type Executor, type UncertaintySetup } from "@luthier/core"
import { findDenseBackend } from "../../backends/openblas.ts"
import { isFolder } from "../../files/is-folder.ts"
import { type FinishedRun, openRun } from "../finished-run.ts"
import { readData } from "../read-data.ts"
import { readTraining } from "./training-data.ts"
import { type BarChoice, keepUncertainty } from "./keep-uncertainty.ts"

/** A run folder by its name or that of its `potential.json`. @throws Failure for what is neither. */
async function runFolderOf(path: string): Promise<string> {
  if (await isFolder(path)) return path
  if (basename(path) === "potential.json" && existsSync(join(dirname(path), "posterior.json"))) return dirname(path)
  throw new Failure("error bars need the run that the potential is from", {
    place: { file: path },
    advice: "name the folder that luthier fit wrote, such as runs/copper",
  })
}

/** A finished run with what its error bars are made of; reads its training data where they have not been made yet. */
export async function openUncertainty(
  path: string,
  choice: BarChoice,
  executor: Executor,
  say: (sentence: string) => void,
): Promise<{ readonly run: FinishedRun; readonly bars: UncertaintySetup }> {
  configureDense(await findDenseBackend())
  const folder = await runFolderOf(path)
  const run = await openRun(folder)
  const { posterior, fitted, loaded, statistics } = run
  const { data, seed, solver } = loaded.config
  const source = {
    ...{ folder, posterior, seed, executor, say },
    training: async () => {
      // Fits that go on from others have data that their config does not name.
      const kept = await loadStatistics(statistics)
      return kept ? readTraining(kept.source.files, data) : (await readData(data.train, data)).configurations
    },
    contiguous: solver.foldsBy === "contiguous",
    tolerance: () => analysePosterior(posterior, fitted.potential).identifiability.tolerance,
  }
  return { run, bars: await keepUncertainty(source, choice) }
}
