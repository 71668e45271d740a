import { Failure } from "@luthier/core"
import { Command } from "commander"
import { canRunInLammps, writeLammps } from "../run/exports.ts"
import { loadPotential } from "../run/potential-file.ts"

/** `luthier export`: the files of another program. */
export function exportCommand(): Command {
  return new Command("export")
    .description("write the files that LAMMPS needs to run a potential")
    .argument("<potential>", "potential.json, or a setfl file")
    .requiredOption("-o, --out <folder>", "where to write them")
    .action(async (file: string, { out }: { out: string }) => {
      const { potential, theta } = await loadPotential(file)
      if (!canRunInLammps(potential)) {
        throw new Failure(`LAMMPS has no style for ${potential.spec.kind} potentials`, { place: { file } })
      }
      const written = await writeLammps(out, potential, theta.slice(0, potential.parameters.length))
      process.stdout.write(`${written.map((name) => `${out}/${name}`).join("\n")}\n`)
    })
}
