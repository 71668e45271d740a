import { resolve } from "node:path"
import { type Configuration, Failure, failureAt, readAny, sentStructure } from "@luthier/core"
import { fileSource } from "../files/file-source.ts"
import { shownPath } from "../run/read-data.ts"
import type { ForceServer } from "./force-server.ts"
import { type LabelledFile, openLabelledFile } from "./labelled-file.ts"
import { bySameAtoms } from "./same-atoms.ts"
import { describeAddress } from "./socket-address.ts"

/** What became of the frames of a data set. */
export interface LabelSummary {
  readonly labelled: number
  /** Those that were in the file already. */
  readonly skipped: number
  readonly failed: number
}

/**
 * Has clients compute energies, forces and stresses of the frames of some files and adds them to `out`, each as soon as it is there.
 * Frames whose structure `out` holds are left out; those that clients fail at are told, and left out too.
 */
export async function labelFrames(
  files: readonly string[],
  out: string,
  server: ForceServer,
  say: (sentence: string) => void,
): Promise<LabelSummary> {
  const taken = files.find((file) => resolve(file) === resolve(out))
  if (taken !== undefined)
    throw new Failure("frames cannot be read from and written to one file", { place: { file: taken }, advice: "choose another --out" })
  const frames: Configuration[] = []
  for (const file of files) for await (const configuration of readAny(await fileSource(shownPath(file)))) frames.push(configuration)
  const labelled = await openLabelledFile(out, say)
  try {
    const wanted = frames.filter(({ structure }) => !labelled.claim(structure))
    if (labelled.frames > 0) say(`${shownPath(out)} holds ${labelled.frames} frames: ${wanted.length} are left`)
    let failed = 0
    const parts = bySameAtoms(wanted)
    for (const [k, { configurations, description }] of parts.entries()) {
      const part = parts.length > 1 ? `part ${k + 1} of ${parts.length}: ` : ""
      const structures = configurations.length === 1 ? "structure" : "structures"
      say(`${part}${configurations.length} ${structures} of ${description}; clients find them at ${describeAddress(server.address)}`)
      const results = configurations.map((configuration) => labelFrame(configuration, server, labelled, say))
      failed += (await Promise.all(results)).filter((done) => !done).length
      server.dismiss()
    }
    return { labelled: wanted.length - failed, skipped: labelled.frames, failed }
  } finally {
    await labelled.close()
  }
}

/** Labels one frame; says why when it cannot. */
async function labelFrame(
  configuration: Configuration,
  server: ForceServer,
  labelled: LabelledFile,
  say: (sentence: string) => void,
): Promise<boolean> {
  const { structure, group, weights, origin, info } = configuration
  try {
    const { message, answer } = sentStructure(structure)
    const force = await server.forces(message)
    const { energy, forces } = force
    if (forces.length !== structure.positions.length) {
      throw new Failure(`the client gives forces on ${forces.length / 3} atoms, not on ${structure.numbers.length}`, {
        advice: "start it with this structure",
      })
    }
    if (![energy, ...forces, ...force.virial].every(Number.isFinite)) {
      throw new Failure("the client's energy, forces or virial are not finite numbers", { advice: "see what it writes" })
    }
    await labelled.append({ structure, energy, ...answer(force), group, weights, origin, ...(info && { info }) })
    say(`${origin.file}, frame ${origin.frame + 1}: ${energy.toFixed(6)} eV`)
    return true
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    say(`${failureAt(configuration, error).describe()}  (frame ${origin.frame + 1} is left out)`)
    return false
  }
}
