import { Command, InvalidArgumentError, Option } from "commander"
import { chooseFrom, type SelectionRequest } from "../run/selection/choose-from.ts"
import { describeSelection, selectionRecord } from "../run/selection/describe-selection.ts"
import { selectedFrames } from "../run/selection/selected-frames.ts"
import { demandOutput, frameEndings } from "../files/demand-output.ts"
import { writeWhole } from "../files/write-whole.ts"
import { createLog } from "../run/log.ts"
import { printJson } from "../terminal.ts"
import { positiveInteger } from "./options.ts"

interface SelectOptions {
  readonly structures: number
  readonly atoms?: number
  readonly out?: string
  readonly force?: boolean
  readonly aim: SelectionRequest["aim"]
  readonly nearest: number
  readonly likeness: number
  readonly threads?: number
  readonly json?: boolean
}

/** `luthier select`: which structures of a pool to label. */
export function selectCommand(): Command {
  return new Command("select")
    .description("choose the structures of a pool whose labels would tell most; no label of the pool is looked at")
    .argument("<knowledge>", "a run, or a config before there are any labels")
    .argument("<pool...>", "files of structures")
    .requiredOption("-n, --structures <count>", "how many structures at most", count)
    .option("--atoms <count>", "how many atoms at most, of all together: what counts then is what a structure tells for each atom", count)
    .option("-o, --out <file>", "write the chosen frames as extended XYZ, as they were read")
    .option("--force", "write over an existing file")
    .addOption(
      new Option("--aim <aim>", "what is to be known well: all predictions for the pool, or all parameters")
        .choices(["predictions", "parameters"])
        .default("predictions"),
    )
    .option("--nearest <part>", "leave out structures nearer to a chosen one than this part of the spread of the pool", part, 0.02)
    .option(
      "--likeness <weight>",
      "how far the chosen are held to be like the pool as a whole; 0 for potentials that can be exact, whose most extreme structures tell most",
      weight,
      1,
    )
    .option("--threads <count>", "threads (default: as many as the machine runs at once)", positiveInteger)
    .option("--json", "what was chosen and why, on standard output")
    .action(select)
}

async function select(knowledge: string, pool: readonly string[], options: SelectOptions): Promise<void> {
  const { structures, atoms, out, force = false, aim, nearest, likeness, threads, json } = options
  if (out !== undefined) await demandOutput(out, { endings: frameEndings, force })
  const log = createLog()
  const selection = await chooseFrom({ knowledge, pool, structures, atoms, aim, nearest, likeness, threads }, log)
  if (out !== undefined) await writeWhole(out, selectedFrames(selection))
  if (json) printJson(selectionRecord(selection))
  else process.stdout.write(`${describeSelection(selection)}\n${out === undefined ? "" : `written to ${out}\n`}`)
}

function count(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number above zero.")
  return value
}

function part(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError("It must be a number from 0 to 1.")
  return value
}

function weight(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 1000)) throw new InvalidArgumentError("It must be a number from 0 to 1000.")
  return value
}
