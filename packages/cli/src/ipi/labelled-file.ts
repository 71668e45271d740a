import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { open, readFile, truncate } from "node:fs/promises"
import { dirname } from "node:path"
import { type Configuration, Failure, formatExtxyz, readAny, type Structure } from "@luthier/core"
import { fileSource } from "../files/file-source.ts"
import { makeFolder } from "../files/make-folder.ts"
import { unreadable } from "../files/unreadable.ts"

/** A file of labelled frames that grows frame by frame, so that what has been computed is never lost. */
export interface LabelledFile {
  /** Frames that were in it. */
  readonly frames: number
  /** Whether a structure was in it; each frame of the file answers once. */
  claim(structure: Structure): boolean
  append(configuration: Configuration): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the file, or makes it. A last frame that was cut short when a program ended is taken off.
 *
 * @throws Failure when it holds anything but labelled frames.
 */
export async function openLabelledFile(file: string, say: (sentence: string) => void): Promise<LabelledFile> {
  const found = new Map<string, number>()
  let frames = 0
  if (existsSync(file)) {
    await trim(file, say)
    for await (const { structure, energy, forces, origin } of nonEmpty(file)) {
      if (energy === undefined || forces === undefined) {
        throw new Failure("this frame has no labels", {
          place: { file, ...(origin.line !== undefined && { line: origin.line }) },
          advice: "choose another file to write to",
        })
      }
      const key = keyOf(structure)
      found.set(key, (found.get(key) ?? 0) + 1)
      frames++
    }
  }
  await makeFolder(dirname(file))
  const handle = await open(file, "a").catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  return {
    frames,
    claim(structure) {
      const key = keyOf(structure)
      const left = found.get(key) ?? 0
      if (left > 0) found.set(key, left - 1)
      return left > 0
    },
    async append(configuration) {
      await handle.appendFile(formatExtxyz(configuration))
      await handle.datasync()
    },
    close: () => handle.close(),
  }
}

async function* nonEmpty(file: string): AsyncGenerator<Configuration> {
  const handle = await open(file)
  const { size } = await handle.stat()
  await handle.close()
  if (size > 0) yield* readAny(await fileSource(file), { format: "extxyz" })
}

/** Takes off a last frame that is not whole. */
async function trim(file: string, say: (sentence: string) => void): Promise<void> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  let whole = 0
  for (let at = 0, line = 1; at < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, at)
    const count = bytes.toString("latin1", at, end < 0 ? bytes.length : end).trim()
    if (!/^\d+$/u.test(count)) {
      throw new Failure("this is no extended XYZ", { place: { file, line }, advice: "choose another file to write to" })
    }
    const lines = Number(count) + 2
    for (let k = 0; k < lines && at >= 0; k++) at = bytes.indexOf(NEWLINE, at) + 1 || -1
    if (at < 0) break
    line += lines
    whole = at
  }
  if (whole === bytes.length) return
  say(`${file}: the last frame was cut short, and is taken off`)
  await truncate(file, whole)
}

const NEWLINE = 10

function keyOf({ numbers, positions, cell, pbc }: Structure): string {
  const hash = createHash("sha256").update(numbers).update(positions).update(JSON.stringify(pbc))
  if (cell) hash.update(cell)
  return hash.digest("base64")
}
