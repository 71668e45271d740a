import { join } from "node:path"
import { inputScript, symbolOf, type Potential, type WithLammps } from "@luthier/core"
import { checkLammps, type EngineCheck } from "../engines/check-lammps.ts"
import { findLammps } from "../engines/find-lammps.ts"
import { jsonText, writeWhole } from "../files/write-whole.ts"
import type { Artefacts } from "./artefacts.ts"
import type { ConcludedRun } from "./conclude.ts"
import type { Log } from "./log.ts"

/** Writes `exports/lammps/` and, where an `lmp` is found, runs it on structures of the data and writes `check.json`. */
export async function writeExports(artefacts: Artefacts, run: ConcludedRun, log: Log): Promise<readonly EngineCheck[]> {
  const { potential, sets } = run.prepared
  if (!canRunInLammps(potential)) {
    log.line(`LAMMPS has no style for this potential: nothing is exported`)
    return []
  }
  const theta = run.result.theta.slice(0, potential.parameters.length)
  const folder = artefacts.exports("lammps")
  await writeLammps(folder, potential, theta)
  const lammps = await findLammps()
  if (!lammps) {
    log.line("no lmp on the PATH: the exported files are not checked")
    return []
  }
  const check = await checkLammps(lammps, potential.lammps(theta), potential, theta, [
    ...(sets.test?.configurations ?? []),
    ...sets.train.configurations,
  ])
  await writeWhole(join(folder, "check.json"), jsonText(check))
  for (const { quantity, largest, unit } of check.differences)
    log.line(`LAMMPS against luthier: largest ${quantity} difference ${largest.toPrecision(2)} ${unit}`)
  return [check]
}

/** Writes the files of LAMMPS for a potential, and an `in.lammps` that uses them; gives their names. */
export async function writeLammps(folder: string, potential: Potential & WithLammps, theta: Float64Array): Promise<readonly string[]> {
  const model = potential.lammps(theta)
  const files = { ...model.files, "in.lammps": inputScript(model, potential.elements.map(symbolOf)) }
  for (const [name, text] of Object.entries(files)) await writeWhole(join(folder, name), text)
  return Object.keys(files)
}

/** Whether a potential declares what LAMMPS needs to run it. */
export function canRunInLammps(potential: Potential): potential is Potential & WithLammps {
  return "lammps" in potential && typeof potential.lammps === "function"
}
