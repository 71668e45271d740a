import { rm } from "node:fs/promises"
import { join } from "node:path"
import {
  type Configuration,
  dataStatistics,
  Failure,
  formatLammpsData,
  inputScript,
  type LammpsModel,
  lammpsModel,
  type Potential,
  symbolOf,
} from "@luthier/core"
import { jsonText, writeWhole } from "../files/write-whole.ts"
import { checkLammps, type EngineCheck } from "./check-lammps.ts"
import { findLammps } from "./find-lammps.ts"

/** What was written, and how LAMMPS judged it. */
export interface LammpsExport {
  readonly model: LammpsModel
  /** Names of the files. */
  readonly written: readonly string[]
  /** `undefined` where no LAMMPS is found, or no configuration given. */
  readonly check: EngineCheck | undefined
}

/**
 * Writes the files that LAMMPS runs: the potential's own, `in.lammps` and, where configurations are given, one of them as
 * `structure.data` and, where a LAMMPS is found, `check.json` with its energies, forces and stresses against ours.
 *
 * @param shortest distances by pair of elements, of the data that the potential is for [Å]; those of the configurations by default
 * @throws Failure when LAMMPS has no style for the potential; a LAMMPS that refuses the files is told of in the check.
 */
export async function exportLammps(
  folder: string,
  potential: Potential,
  theta: Float64Array,
  configurations: readonly Configuration[],
  shortest: Readonly<Record<string, number>> = configurations.length > 0 ? dataStatistics(configurations).minimumDistance : {},
): Promise<LammpsExport> {
  const model = lammpsModel(potential, theta, shortest)
  const symbols = potential.elements.map(symbolOf)
  const example = configurations.find(({ structure }) => structure.pbc.every(Boolean)) ?? configurations[0]
  const data = example && formatLammpsData(example.structure, potential.elements)
  const files: Record<string, string> = { ...model.files, "in.lammps": inputScript(model, symbols, data?.boundary ?? "p p p") }
  if (data) files["structure.data"] = data.text
  // What an earlier export was judged by says nothing of this one.
  await rm(join(folder, "check.json"), { force: true })
  for (const [name, contents] of Object.entries(files)) await writeWhole(join(folder, name), contents)
  const lammps = configurations.length > 0 ? await findLammps() : undefined
  const check = lammps && (await checkLammps(lammps, model, potential, theta, configurations))
  if (check) {
    files["check.json"] = jsonText(check)
    await writeWhole(join(folder, "check.json"), files["check.json"])
  }
  return { model, written: Object.keys(files), check }
}

/** The sentence for a person on how LAMMPS judged the files. @throws Failure when it refused them. */
export function describeCheck({ engine, version, structures, differences, refusal }: EngineCheck): string {
  if (refusal !== undefined) throw new Failure(refusal, { advice: "check.json tells the structures it was given" })
  const list = differences.map(({ quantity, largest, unit }) => `${quantity} ${largest.toExponential(1)} ${unit}`)
  return `${engine} ${version} on ${structures.length} structures: largest differences ${list.join(", ")}`
}
