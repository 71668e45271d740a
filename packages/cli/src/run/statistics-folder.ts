import { readdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import type { StatisticsStore } from "@luthier/core"
import { writeWhole } from "../files/write-whole.ts"

/** The store of statistics in a folder: a file a piece, each written whole. */
export function statisticsFolder(folder: string): StatisticsStore {
  return Object.freeze({
    read: (name: string) =>
      readFile(join(folder, name)).catch((cause: unknown) => {
        if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined
        throw cause
      }),
    write: (name: string, bytes: Uint8Array) => writeWhole(join(folder, name), bytes),
    remove: (name: string) => rm(join(folder, name), { force: true }),
  })
}

/** Removes what a run that was killed while it wrote has left. */
export async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) if (name.startsWith(".") && name.endsWith(".tmp")) await rm(join(folder, name), { force: true })
}
