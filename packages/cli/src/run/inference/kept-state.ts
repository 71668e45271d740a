import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { Failure } from "@luthier/core"
import { z } from "zod"
import { jsonText, writeWhole } from "../../files/write-whole.ts"
import { digestInputs } from "../checkpoint.ts"

/** Whether to go on with what is there, or to write over it. */
export interface KeptChoice {
  readonly resume: boolean
  readonly force: boolean
}

/** States are written at least this far apart [ms]; an interruption writes in any case. */
const INTERVAL = 1000

/** Keeps the state of long work in a file: with the digest of what it depends on, and one of itself. */
export interface KeptState {
  /** The state to go on from; undefined where there is none, or it shall not count. @throws Failure. */
  read(choice: KeptChoice): Promise<unknown>
  /** Takes a new state, with what else the file shall hold; writes it when the last was written a while ago, or at once. */
  take(state: object, beside: object, now?: boolean): Promise<void>
}

const schema = z.looseObject({ inputs: z.string(), digest: z.string(), state: z.unknown() })

/** A state kept in `file`; `inputs` identifies all that it depends on. */
export function keptState(file: string, inputs: string): KeptState {
  let written = -Infinity
  const read = async ({ resume, force }: KeptChoice): Promise<unknown> => {
    if (force || !existsSync(file)) return undefined
    const place = { file }
    if (!resume) throw new Failure("this is there already", { place, advice: "--resume goes on with it, --force starts it anew" })
    const kept = schema.safeParse(await jsonOf(file))
    if (!kept.success || kept.data.digest !== digestInputs(kept.data.state)) {
      throw new Failure("this is damaged", { place, advice: "start it anew with --force" })
    }
    if (kept.data.inputs !== inputs) {
      throw new Failure("this belongs to other options, or to an earlier state of the run", {
        place,
        advice: "ask for the same options to resume, or start it anew with --force",
      })
    }
    return kept.data.state
  }
  const take = async (state: object, beside: object, now: boolean = false): Promise<void> => {
    if (!now && performance.now() - written < INTERVAL) return
    await writeWhole(file, jsonText({ schema: 1, ...beside, inputs, digest: digestInputs(state), state }))
    written = performance.now()
  }
  return { read, take }
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"))
  } catch {
    return undefined
  }
}
