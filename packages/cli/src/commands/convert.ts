import { Failure, formatExtxyz, readAny, type Configuration } from "@luthier/core"
import { Command } from "commander"
import { demandOutput } from "../files/demand-output.ts"
import { fileSource } from "../files/file-source.ts"
import { type StructureFormat, structureFormatOf, structureFormats, structureNames, structureText } from "../files/structure-format.ts"
import { writeWhole } from "../files/write-whole.ts"

interface ConvertOptions {
  readonly to?: string
  readonly frame?: string
  readonly force?: boolean
}

/** `luthier convert`: any format that is read, to one that is written. */
export function convertCommand(): Command {
  return new Command("convert")
    .description("convert a data file to extended XYZ, POSCAR or a LAMMPS data file")
    .argument("<input>", "any format that luthier reads")
    .argument("<output>", `its name tells the format: ${structureNames}`)
    .option("--to <format>", `the format, where the name does not tell it: ${structureFormats.join(", ")}`)
    .option("--frame <number>", "this frame only, counted from 1 (needed for POSCAR and LAMMPS data of several frames)")
    .option("--force", "write over an existing file")
    .action(convert)
}

async function convert(input: string, output: string, { to, frame, force = false }: ConvertOptions): Promise<void> {
  const format = chooseFormat(output, to)
  await demandOutput(output, { force })
  const number = frame === undefined ? undefined : frameNumber(frame)
  const configurations = chosenFrames(input, readAny(await fileSource(input)), number)
  if (format === "extxyz") return writeWhole(output, texts(configurations))
  const all: Configuration[] = []
  for await (const configuration of configurations) {
    all.push(configuration)
    if (all.length > 1) {
      throw new Failure(`a ${format} file holds one structure, and there are several`, {
        place: { file: input },
        advice: "choose one with --frame",
      })
    }
  }
  await writeWhole(output, structureText(all[0], format))
}

async function* texts(configurations: AsyncIterable<Configuration>): AsyncGenerator<string> {
  for await (const configuration of configurations) yield formatExtxyz(configuration)
}

async function* chosenFrames(
  file: string,
  configurations: AsyncIterable<Configuration>,
  number: number | undefined,
): AsyncGenerator<Configuration> {
  let count = 0
  for await (const configuration of configurations) {
    count++
    if (number !== undefined && count !== number) continue
    yield configuration
    if (number !== undefined) return
  }
  if (count === 0) throw new Failure("there is no frame in this file", { place: { file } })
  if (number !== undefined) throw new Failure(`there is no frame ${number}: the file has ${count}`, { place: { file } })
}

function frameNumber(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 1) return number
  throw new Failure(`--frame ${text} is not a frame number`, { advice: "frames count from 1" })
}

function chooseFormat(output: string, to: string | undefined): StructureFormat {
  if (to === undefined) return structureFormatOf(output, `say --to ${structureFormats.join(", --to ")}`)
  const found = structureFormats.find((format) => format === to)
  if (found) return found
  throw new Failure(`no format is called ${to}`, { advice: `--to takes ${structureFormats.join(", ")}` })
}
