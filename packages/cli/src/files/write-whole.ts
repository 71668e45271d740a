import { open, rename, rm } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { makeFolder } from "./make-folder.ts"
import { unreadable } from "./unreadable.ts"

/** Writes a file so that it is there whole or not at all: to a temporary file beside it, to the disk, then renamed. Makes its folder. */
export async function writeWhole(file: string, content: string | Uint8Array | AsyncIterable<string> | Iterable<string>): Promise<void> {
  await makeFolder(dirname(file))
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`)
  try {
    const handle = await open(temporary, "w")
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (cause) {
    await rm(temporary, { force: true })
    throw unreadable(file, cause)
  }
}

/** A value as the JSON text that our files hold. @throws when it holds a number that JSON cannot. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(
    value,
    (key, entry: unknown) => {
      if (typeof entry === "number" && !Number.isFinite(entry)) throw new Error(`${key} is ${entry}, which JSON cannot hold`)
      return entry
    },
    1,
  )}\n`
}
