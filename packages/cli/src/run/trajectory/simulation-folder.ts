import { existsSync } from "node:fs"
import { open, readdir, readFile, rm, truncate, type FileHandle } from "node:fs/promises"
import { join } from "node:path"
import { Failure, loadMotion, type Motion, saveMotion, type SavedMotion } from "@luthier/core"
import { z } from "zod"
import { demandWritable } from "../../files/demand-writable.ts"
import { makeFolder } from "../../files/make-folder.ts"
import { unreadable } from "../../files/unreadable.ts"
import { jsonText, writeWhole } from "../../files/write-whole.ts"
import { digestInputs } from "../checkpoint.ts"
import type { FolderChoice } from "../claim-folder.ts"
import { type Measurements, measurementsSchema } from "./measurements.ts"
import { type SimulationSettings, trajectoryFiles } from "./settings.ts"

/** The folder of a simulation, open for writing. */
export interface SimulationFolder {
  /** Where it goes on; absent at the start. */
  readonly resumed: { readonly motion: Motion; readonly measurements: z.infer<typeof measurementsSchema> } | undefined
  row(text: string): Promise<void>
  frame(content: string | Uint8Array): Promise<void>
  /** Keeps the state, and how long the files are with it. */
  save(motion: Motion, measurements: Measurements): Promise<void>
  /** Step of the last state that was kept. */
  saved(): number
  /** Writes the last frame before the motion broke down; its file. */
  leave(frame: string): Promise<string>
  /** Writes what was found at the end. */
  finish(averages: object, final: string): Promise<void>
  close(): Promise<void>
}

/** What is left of a motion that broke down. */
const LAST = "last-sane.xyz"

const arrays = z.object({
  positions: z.string(),
  velocities: z.string(),
  forces: z.string(),
  virial: z.string(),
  masses: z.string(),
  bath: z.string(),
  scalars: z.string(),
})
const motionSchema: z.ZodType<SavedMotion> = z.object({
  numbers: z.array(z.int()),
  pbc: z.tuple([z.boolean(), z.boolean(), z.boolean()]),
  arrays,
  cell: z.string().nullable(),
  steps: z.int(),
  random: z.object({ key: z.tuple([z.number(), z.number()]), counter: z.tuple([z.number(), z.number(), z.number(), z.number()]) }),
})
const checkpointSchema = z.object({
  inputs: z.string(),
  digest: z.string(),
  state: z.object({
    motion: motionSchema,
    measurements: measurementsSchema,
    bytes: z.object({ thermo: z.int(), trajectory: z.int() }),
  }),
})

/**
 * Opens the folder of a simulation, anew or where its checkpoint is: files are cut to what they held then.
 *
 * @param inputs what settings and files come to
 * @throws Failure for a checkpoint of other inputs; what else a folder may hold, `inspectSimulation` sees.
 */
export async function openSimulationFolder(
  folder: string,
  settings: SimulationSettings,
  inputs: string,
  resume: boolean,
): Promise<SimulationFolder> {
  const path = (name: string): string => join(folder, name)
  const files = { thermo: path("thermo.csv"), trajectory: path(trajectoryFiles[settings.format]) }
  const checkpoint = path("checkpoint.json")
  const resumed = resume ? await readSaved(checkpoint, inputs) : undefined
  if (resumed) {
    for (const name of ["thermo", "trajectory"] as const) {
      await truncate(files[name], resumed.bytes[name]).catch((cause: unknown) => {
        throw unreadable(files[name], cause)
      })
    }
  } else {
    await makeFolder(folder)
    for (const name of [
      "averages.json",
      "final.xyz",
      LAST,
      "checkpoint.json",
      "md.json",
      "thermo.csv",
      ...Object.values(trajectoryFiles),
    ]) {
      await rm(path(name), { force: true })
    }
    await writeWhole(path("md.json"), jsonText(settings))
  }
  const told = async <T>(name: keyof typeof files, work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (cause) {
      throw unreadable(files[name], cause)
    }
  }
  const handles: Record<keyof typeof files, FileHandle> = {
    thermo: await told("thermo", open(files.thermo, "a")),
    trajectory: await told("trajectory", open(files.trajectory, "a")),
  }
  let saved = resumed?.motion.steps ?? 0
  const bytes = resumed ? { ...resumed.bytes } : { thermo: 0, trajectory: 0 }
  const append = async (name: keyof typeof files, content: string | Uint8Array): Promise<void> => {
    const data = typeof content === "string" ? Buffer.from(content) : content
    bytes[name] += data.length
    await told(name, handles[name].appendFile(data))
  }
  return {
    resumed: resumed && { motion: loadMotion(resumed.motion), measurements: resumed.measurements },
    row: (text) => append("thermo", text),
    frame: (content) => append("trajectory", content),
    async save(motion, measurements) {
      for (const name of ["thermo", "trajectory"] as const) await told(name, handles[name].sync())
      const state = { motion: saveMotion(motion), measurements: measurements.memory(), bytes: { ...bytes } }
      await writeWhole(checkpoint, jsonText({ inputs, digest: digestInputs(state), state }))
      saved = motion.steps
    },
    saved: () => saved,
    async leave(frame) {
      await writeWhole(path(LAST), frame)
      return path(LAST)
    },
    async finish(averages, final) {
      await rm(path(LAST), { force: true })
      await writeWhole(path("final.xyz"), final)
      await writeWhole(path("averages.json"), jsonText(averages))
    },
    async close() {
      for (const handle of Object.values(handles)) await handle.close()
    },
  }
}

/** The step of the simulation of a folder [fs], and in how many threads it runs; nothing where the folder does not say so. */
export async function chosenBefore(
  folder: string,
): Promise<{ readonly timestep?: number | undefined; readonly threads?: number | undefined }> {
  const text = await readFile(join(folder, "md.json"), "utf8").catch(() => "{}")
  try {
    return z.object({ threads: z.int().positive().optional(), timestep: z.number().positive().optional() }).parse(JSON.parse(text))
  } catch {
    return {}
  }
}

async function readSaved(file: string, inputs: string) {
  const place = { file }
  const text = await readFile(file, "utf8").catch(() => {
    throw new Failure("there is no checkpoint to resume from", { place, advice: "leave --resume out" })
  })
  const advice = "start anew with --force"
  let content: z.infer<typeof checkpointSchema>
  try {
    content = checkpointSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Failure("this is no checkpoint of a simulation", { place, advice, cause })
  }
  if (content.inputs !== inputs) {
    throw new Failure("the options, the potential or the structure are not those of this simulation", {
      place,
      advice: "resume with the same (more --steps are allowed), or start anew with --force",
    })
  }
  if (content.digest !== digestInputs(content.state)) throw new Failure("the checkpoint is damaged", { place, advice })
  return content.state
}

/** Sees whether a simulation may be written to `folder`, or goes on there; changes nothing. @throws Failure saying what stands there and what to do. */
export async function inspectSimulation(folder: string, { resume, force }: FolderChoice): Promise<void> {
  await demandWritable(folder)
  if (!resume) return demandFree(folder, force)
  const file = join(folder, "checkpoint.json")
  if (!existsSync(file)) throw new Failure("there is no checkpoint to resume from", { place: { file }, advice: "leave --resume out" })
}

async function demandFree(folder: string, force: boolean): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (names.length === 0 || (force && existsSync(join(folder, "md.json")))) return
  const place = { file: folder }
  if (!existsSync(join(folder, "md.json"))) {
    throw new Failure("the output folder is not empty, and not a simulation of luthier", { place, advice: "name another with --out" })
  }
  throw new Failure("a simulation is here", {
    place,
    advice: "--resume goes on with it, --force starts it anew, --out names another folder",
  })
}
