import { stat } from "node:fs/promises"
import { dirname } from "node:path"
import { Failure } from "@luthier/core"
import { demandWritable } from "./demand-writable.ts"

/** Which names a command writes to. */
export interface OutputRules {
  /** What a name may end in, such as `.xyz`; any where it is left out. */
  readonly endings?: readonly string[]
  /** Whether a file that is there may be written over. */
  readonly force: boolean
  /** The option that allows it. */
  readonly forcedBy?: string
}

/** Names of files of frames with their numbers. */
export const frameEndings: readonly string[] = [".xyz", ".extxyz"]

/**
 * Sees whether a file can be written, before the work whose result it is to hold; changes nothing.
 *
 * @throws Failure for a name with another ending, a folder, a device, a file that is there, and a folder that cannot be written to.
 */
export async function demandOutput(file: string, { endings, force, forcedBy = "--force" }: OutputRules): Promise<void> {
  const place = { file }
  if (endings && !endings.some((ending) => file.toLowerCase().endsWith(ending))) {
    throw new Failure("the name does not tell a format that is written", {
      place,
      advice: `give it one of the endings ${endings.join(", ")}`,
    })
  }
  const found = await stat(file).catch(() => undefined)
  if (found?.isDirectory()) throw new Failure("this is a folder", { place, advice: "name a file in it" })
  if (found && !found.isFile())
    throw new Failure("this is no ordinary file", { place, advice: "name one, which is then replaced as a whole" })
  if (found && !force) {
    throw new Failure("the file is already there", { place, advice: `name another, or write over it with ${forcedBy}` })
  }
  await demandWritable(dirname(file))
}
