import { constants, existsSync } from "node:fs"
import { access, mkdir } from "node:fs/promises"
import { dirname } from "node:path"
import { isFolder } from "./is-folder.ts"
import { unreadable } from "./unreadable.ts"

/** Makes a folder that can be written to, before the work whose results it is for. @throws Failure where that is not to be had. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await made(folder)
    await access(folder, constants.W_OK)
  } catch (cause) {
    throw unreadable(folder, cause)
  }
}

/** Not `mkdir` with `recursive`, which goes on for ever where the system denies that a folder it shows is there, as in /proc. */
async function made(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined
    if (code === "EEXIST" && (await isFolder(folder))) return
    if (code !== "ENOENT" || existsSync(dirname(folder))) throw cause
    await made(dirname(folder))
    await made(folder)
  }
}
