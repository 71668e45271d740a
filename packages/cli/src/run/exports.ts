import type { EngineCheck } from "../engines/check-lammps.ts"
import { exportLammps } from "../engines/export-lammps.ts"
import type { Artefacts } from "./artefacts.ts"
import { dataStatistics } from "@luthier/core"
import type { ConcludedRun } from "./conclude.ts"
import type { Log } from "./log.ts"

/** Writes `exports/` and says how LAMMPS judged the files, where there is one. */
export async function writeExports(
  artefacts: Artefacts,
  { prepared, result, measured }: ConcludedRun,
  log: Log,
): Promise<EngineCheck | undefined> {
  const { potential, sets, config } = prepared
  if (!config.export.lammps) return undefined
  const theta = result.theta.slice(0, potential.parameters.length)
  const shortest = { ...prepared.shortest }
  const ofTest = sets.test ? dataStatistics(sets.test.configurations).minimumDistance : {}
  for (const [pair, distance] of Object.entries(ofTest)) shortest[pair] = Math.min(distance, shortest[pair] ?? Infinity)
  const configurations = [...(measured.test?.sample ?? []), ...measured.train.sample]
  const { model, check } = await exportLammps(artefacts.exports("lammps"), potential, theta, configurations, shortest)
  if (!check) log.line("no LAMMPS is found: the exported files are not checked")
  for (const warning of model.warnings) log.line(`exported files: ${warning}`)
  if (check?.refusal !== undefined) log.line(`exported files: ${check.refusal}`)
  for (const { quantity, largest, unit } of check?.differences ?? []) {
    log.line(`LAMMPS ${check?.version} against luthier: largest ${quantity} difference ${largest.toPrecision(2)} ${unit}`)
  }
  return check
}
