import { join } from "node:path"
import { type Configuration, formatLammpsData, inputScript, type LammpsModel, lammpsModel, type Potential, symbolOf } from "@luthier/core"
import { jsonText, writeWhole } from "../files/write-whole.ts"
import { checkLammps, type EngineCheck } from "./check-lammps.ts"
import { findLammps } from "./find-lammps.ts"

/** What was written, and how LAMMPS judged it. */
export interface LammpsExport {
  readonly model: LammpsModel
  /** Names of the files. */
  readonly written: readonly string[]
  /** `undefined` where no LAMMPS is found. */
  readonly check: EngineCheck | undefined
}

/**
 * Writes the files that LAMMPS runs: the potential's own, `in.lammps`, `structure.data` and, where a LAMMPS is found, `check.json` with
 * its energies, forces and stresses of a sample of the configurations against ours.
 *
 * @throws Failure when LAMMPS has no style for the potential, or refuses the files.
 */
export async function exportLammps(
  folder: string,
  potential: Potential,
  theta: Float64Array,
  configurations: readonly Configuration[],
): Promise<LammpsExport> {
  const model = lammpsModel(potential, theta)
  const symbols = potential.elements.map(symbolOf)
  const example = configurations.find(({ structure }) => structure.pbc.every(Boolean)) ?? configurations[0]
  const files = {
    ...model.files,
    "in.lammps": inputScript(model, symbols),
    ...(example && { "structure.data": formatLammpsData(example.structure, potential.elements).text }),
  }
  for (const [name, contents] of Object.entries(files)) await writeWhole(join(folder, name), contents)
  const lammps = await findLammps()
  const check = lammps && configurations.length > 0 ? await checkLammps(lammps, model, potential, theta, configurations) : undefined
  if (check) await writeWhole(join(folder, "check.json"), jsonText(check))
  return { model, written: Object.keys(files), check }
}
