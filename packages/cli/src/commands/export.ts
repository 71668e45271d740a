import { join } from "node:path"
import { Command } from "commander"
import { exportLammps } from "../engines/export-lammps.ts"
import { loadPotential } from "../run/potential-file.ts"

/** `luthier export`: the files of another program. */
export function exportCommand(): Command {
  return new Command("export")
    .description("write the files that LAMMPS needs to run a potential")
    .argument("<potential>", "potential.json, or a setfl file")
    .requiredOption("-o, --out <folder>", "where to write them")
    .action(async (file: string, { out }: { out: string }) => {
      const { potential, theta } = await loadPotential(file)
      const { model } = await exportLammps(out, potential, theta.slice(0, potential.parameters.length), [])
      process.stdout.write(`${[...Object.keys(model.files), "in.lammps"].map((name) => join(out, name)).join("\n")}\n`)
    })
}
