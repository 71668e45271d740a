import { spawn } from "node:child_process"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  checkDataFile,
  checkForceFile,
  checkScript,
  Failure,
  formatLammpsData,
  type LammpsData,
  type LammpsModel,
  pressureLammps,
  rotateBack,
  rotateVoigt,
  type Prediction,
  stressFromLammps,
  type Structure,
  symbolOf,
  transpose,
} from "@luthier/core"
import type { Lammps } from "./find-lammps.ts"

/** LAMMPS's own factor of `units metal` is 1.6021765e6 bar Å³/eV; ours follows CODATA. Undoing it keeps ten digits. */
const PRESSURE_FACTOR = 1.602176634 / 1.6021765

/**
 * Spares Open MPI the search for networks and other processes, which takes longer than all the rest. Each run then needs a temporary
 * folder of its own: processes that know nothing of each other take the same names there.
 */
const ALONE = { OMPI_MCA_ess_singleton_isolated: "1", OMPI_MCA_btl: "self", OMPI_MCA_pml: "ob1" }

/** Energies, forces and stresses of structures as LAMMPS computes them from a model and its files. @throws Failure when LAMMPS refuses. */
export async function runLammps(
  lammps: Lammps,
  model: LammpsModel,
  elements: readonly number[],
  structures: readonly Structure[],
): Promise<readonly Prediction[]> {
  const folder = await mkdtemp(join(tmpdir(), "luthier-lammps-"))
  try {
    const data = structures.map((structure) => formatLammpsData(structure, elements))
    const script = checkScript(
      model,
      elements.map(symbolOf),
      data.map(({ boundary }) => boundary),
    )
    await Promise.all([
      writeFile(join(folder, "in.check"), script),
      ...Object.entries(model.files).map(([name, contents]) => writeFile(join(folder, name), contents)),
      ...data.map(({ text }, k) => writeFile(join(folder, checkDataFile(k)), text)),
    ])
    const output = await runScript(lammps, folder, "in.check")
    return await Promise.all(data.map((entry, k) => readPrediction(folder, output, entry, k)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What LAMMPS prints when it runs a script in its folder. @throws Failure with LAMMPS's own complaint when it refuses. */
export function runScript(lammps: Lammps, folder: string, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, OMP_NUM_THREADS: "1", ...ALONE, TMPDIR: folder }
    const child = spawn(lammps.path, ["-in", script, "-log", "none", "-nocite"], { cwd: folder, env: environment })
    const chunks: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => chunks.push(text))
    child.on("error", (cause) => reject(new Failure(`LAMMPS (${lammps.path}) does not start: ${cause.message}`, { cause })))
    child.on("close", (code) => {
      const output = chunks.join("")
      if (code === 0 && !/^ERROR/m.test(output)) return resolve(output)
      const complaint = output.split("\n").find((line) => line.startsWith("ERROR")) ?? `it ended with exit code ${code}`
      reject(new Failure(`LAMMPS (${lammps.version}) does not run the exported files: ${complaint.trim()}`))
    })
  })
}

async function readPrediction(folder: string, output: string, data: LammpsData, k: number): Promise<Prediction> {
  const line = output.split("\n").find((text) => text.startsWith(`check ${k} `))
  if (!line) throw new Failure(`LAMMPS gave no result for structure ${k}`)
  const [energy, ...pressure] = line.trim().split(/\s+/).slice(2).map(Number)
  const text = await readFile(join(folder, checkForceFile(k)), "utf8").catch((cause: unknown) => {
    throw new Failure(`LAMMPS wrote no forces of structure ${k}`, { cause })
  })
  const dump = text.trim().split("\n")
  const rows = dump.slice(dump.findIndex((text) => text.startsWith("ITEM: ATOMS")) + 1)
  const forces = Float64Array.from(rows.flatMap((row) => row.trim().split(/\s+/).slice(1).map(Number)))
  const turned = stressFromLammps(pressureLammps(pressure.map((value) => value * PRESSURE_FACTOR)))
  return {
    energy,
    forces: rotateBack(forces, data.rotation),
    stress: rotateVoigt(turned, transpose(data.rotation)),
  }
}
