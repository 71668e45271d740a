import { existsSync } from "node:fs"
import { readdir, rm } from "node:fs/promises"
import { join } from "node:path"
import { Failure } from "@luthier/core"
import { unreadable } from "../files/unreadable.ts"
import { artefactsOf, type Artefacts } from "./artefacts.ts"

/** What a user said about a folder that is already there. */
export interface FolderChoice {
  readonly resume: boolean
  readonly force: boolean
}

/** Sees whether a run may be written to `folder`; changes nothing. @throws Failure saying what stands there and what to do. */
export async function inspectFolder(folder: string, { resume, force }: FolderChoice): Promise<Artefacts> {
  const artefacts = artefactsOf(folder)
  const place = { file: folder }
  const names = await contents(folder)
  if (resume) {
    if (existsSync(artefacts.latest)) return artefacts
    throw new Failure("there is no checkpoint to resume from", { place, advice: "leave --resume out, or name the run's folder with --out" })
  }
  if (names.length === 0) return artefacts
  if (!existsSync(artefacts.environment)) {
    throw new Failure("the output folder is not empty, and not a run of luthier", { place, advice: "name another with --out" })
  }
  if (force) return artefacts
  const advice = existsSync(artefacts.metrics)
    ? "--force writes over it, --out names another folder"
    : "--resume goes on with it, --force starts it anew, --out names another folder"
  throw new Failure(existsSync(artefacts.metrics) ? "a finished run is here" : "an unfinished run is here", { place, advice })
}

/** Removes what an earlier run wrote, and nothing else. */
export async function clearRun(artefacts: Artefacts): Promise<void> {
  const { folder, environment, config, log, progress, potential, metrics, errors, fisher, report, targets, linear } = artefacts
  const { posterior, posteriorNumbers, activeSet, activeSetNumbers, identify, identifyPage, profiles, geodesics } = artefacts
  const { uncertainty, uncertaintyNumbers, calibration } = artefacts
  // The metrics first: without them a folder does not count as finished, should this be cut short.
  for (const file of [
    metrics,
    config,
    log,
    progress,
    potential,
    errors,
    fisher,
    posterior,
    posteriorNumbers,
    activeSet,
    activeSetNumbers,
    identify,
    identifyPage,
    profiles,
    geodesics,
    report,
    uncertainty,
    uncertaintyNumbers,
    calibration,
    targets,
    linear,
    environment,
  ])
    await rm(file, { force: true })
  // One a suite, if each was given a folder of its own.
  const studies = (await contents(folder)).filter((name) => existsSync(join(folder, name, "properties.json")))
  for (const name of ["checkpoints", "predictions", "exports", "certificate", "stability", "statistics", "samples", ...studies])
    await rm(join(folder, name), { recursive: true, force: true })
}

async function contents(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return []
  return readdir(folder).catch((cause: unknown) => {
    throw cause instanceof Error && "code" in cause && cause.code === "ENOTDIR"
      ? new Failure("the output folder is a file", { place: { file: folder }, advice: "name another with --out", cause })
      : unreadable(folder, cause)
  })
}
