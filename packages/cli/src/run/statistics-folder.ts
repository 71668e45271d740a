import { readFile, rm } from "node:fs/promises"
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
