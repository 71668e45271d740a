import { resolve } from "node:path"
import { Failure, readAny, SpecFailure, type Structure, type TargetEntry } from "@luthier/core"
import { fileSource } from "../files/file-source.ts"

/** The crystals that targets read from files, by the absolute path of each: the first frame. @throws SpecFailure (path `targets…`) for one that is none. */
export async function readCrystals(targets: readonly TargetEntry[]): Promise<ReadonlyMap<string, Structure>> {
  const crystals = new Map<string, Structure>()
  for (const [k, entry] of targets.entries()) {
    if ("dimer" in entry || entry.file === undefined || crystals.has(entry.file)) continue
    crystals.set(entry.file, await firstFrame(entry.file, ["targets", k, "file"]))
  }
  return crystals
}

/** The entries with the paths of their files absolute. */
export function withAbsoluteFiles(targets: readonly TargetEntry[], folder: string): readonly TargetEntry[] {
  return withFiles(targets, (file) => resolve(folder, file))
}

/** The entries with the paths of their files changed. */
export function withFiles(targets: readonly TargetEntry[], change: (file: string) => string): readonly TargetEntry[] {
  return targets.map((entry) => ("dimer" in entry || entry.file === undefined ? entry : { ...entry, file: change(entry.file) }))
}

async function firstFrame(file: string, path: readonly (string | number)[]): Promise<Structure> {
  try {
    for await (const { structure } of readAny(await fileSource(file))) {
      if (structure.cell !== null && structure.pbc.every(Boolean)) return structure
      throw new Failure("its first frame is no crystal: it does not repeat in three directions", { advice: "give a file with a cell" })
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new SpecFailure(`${file}: ${error.message}`, { path, advice: error.advice, cause: error })
  }
  throw new SpecFailure(`${file}: there is no frame in this file`, { path, advice: "name a file with one crystal" })
}
