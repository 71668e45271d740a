import { existsSync } from "node:fs"
import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { checkData, Failure, readAny, type Configuration } from "@luthier/core"
import { Command } from "commander"
import { describeCheck, exportLammps } from "../engines/export-lammps.ts"
import { fileSource } from "../files/file-source.ts"
import { demandWritable } from "../files/demand-writable.ts"
import { isFolder } from "../files/is-folder.ts"
import { makeFolder } from "../files/make-folder.ts"
import { loadPotential } from "../run/potential-file.ts"
import { foreignOptions, potentialArgument, withPotentialFileOptions, type PotentialFileOptions } from "./options.ts"

interface ExportOptions extends PotentialFileOptions {
  readonly out: string
  readonly data?: readonly string[]
  readonly force?: boolean
}

/** `luthier export`: the files of another program. */
export function exportCommand(): Command {
  const command = new Command("export")
    .description("write the files that LAMMPS needs to run a potential")
    .argument("<potential>", potentialArgument)
    .requiredOption("-o, --out <folder>", "where to write them")
    .option("--data <file...>", "structures: one becomes structure.data, and LAMMPS is run on a sample of them (check.json)")
    .option("--force", "write into a folder that is not empty")
  return withPotentialFileOptions(command).action(writeFiles)
}

async function writeFiles(file: string, options: ExportOptions): Promise<void> {
  const { out, data = [], force = false } = options
  await demandWritable(out)
  if (!force) await demandEmpty(out)
  const { potential, theta } = await loadPotential(file, foreignOptions(options))
  const configurations: Configuration[] = []
  for (const one of data) for await (const configuration of readAny(await fileSource(one))) configurations.push(configuration)
  checkData(configurations, potential.elements)
  await makeFolder(out)
  const { model, written, check } = await exportLammps(out, potential, theta.slice(0, potential.parameters.length), configurations)
  process.stdout.write(`${written.map((name) => join(out, name)).join("\n")}\n`)
  for (const warning of model.warnings) process.stderr.write(`${warning}\n`)
  if (check) process.stderr.write(`${describeCheck(check)}\n`)
  else if (data.length > 0) process.stderr.write("no LAMMPS is found: the files are not checked\n")
}

/** An input script of one's own may have the name of one that is written. @throws Failure for a folder that holds anything. */
async function demandEmpty(folder: string): Promise<void> {
  if (!existsSync(folder) || !(await isFolder(folder)) || (await readdir(folder)).length === 0) return
  throw new Failure("the folder is not empty", {
    place: { file: folder },
    advice: "name another with --out, or write into it with --force",
  })
}
