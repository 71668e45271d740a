import { basename } from "node:path"
import { addErrors, createDataSetup, errorTable, predictData, readAny, referenceObservations } from "@luthier/core"
import type { Configuration, ErrorTable, Executor, GroupedErrors } from "@luthier/core"
import { Command } from "commander"
import { growingExecutor } from "../executors/growing.ts"
import { fileSource } from "../files/file-source.ts"
import { writeWhole } from "../files/write-whole.ts"
import { loadPotential, type FittedPotential } from "../run/potential-file.ts"
import { predictionFrames } from "../run/predictions.ts"
import { printJson } from "../terminal.ts"
import { errorRows } from "./error-rows.ts"
import { foreignOptions, positiveInteger, potentialArgument, withPotentialFileOptions, type PotentialFileOptions } from "./options.ts"

interface EvaluateOptions extends PotentialFileOptions {
  readonly json?: boolean
  readonly predictions?: string
  readonly threads?: number
}

/** `luthier evaluate`: errors of a potential on data files, read as a stream. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("predict data files and compare with their labels")
    .argument("<potential>", potentialArgument)
    .argument("<data...>", "files of reference data")
    .option("--json", "print `sets` as in metrics.json on standard output")
    .option("--predictions <file>", "write frames with their predictions as extended XYZ")
    .option("--threads <count>", "threads (default: as many as the machine runs at once)", positiveInteger)
  return withPotentialFileOptions(command).action(evaluate)
}

async function evaluate(potentialFile: string, files: readonly string[], options: EvaluateOptions): Promise<void> {
  const { json, predictions, threads } = options
  const fitted = await loadPotential(potentialFile, foreignOptions(options))
  const executor = growingExecutor({ threads })
  const sets: Record<string, ErrorTable> = {}
  const predicted = async function* (): AsyncGenerator<string> {
    for (const file of files) yield* predictFile(fitted, file, executor, (errors) => (sets[setName(file, sets)] = errors))
  }
  try {
    if (predictions === undefined) for await (const _ of predicted());
    else await writeWhole(predictions, predicted())
  } finally {
    await executor.close()
  }
  if (json) printJson({ sets })
  else process.stdout.write(`${errorRows(sets)}\n`)
}

/** Atoms that are read before they are predicted together. */
const BATCH_ATOMS = 20_000

/** Gives the frames of a file with their predictions, and its errors at the end; holds a batch in memory at a time. */
async function* predictFile(
  { potential, baseline, theta }: FittedPotential,
  file: string,
  executor: Executor,
  finish: (errors: ErrorTable) => void,
): AsyncGenerator<string> {
  const errors: GroupedErrors = new Map()
  for await (const batch of batches(readAny(await fileSource(file)))) {
    const predictions = await predictData(createDataSetup(potential.spec, batch, baseline), theta, executor)
    batch.forEach((configuration, k) => addErrors(errors, configuration, predictions[k], referenceObservations(configuration)))
    yield* predictionFrames(batch, predictions)
  }
  finish(errorTable(errors))
}

async function* batches(configurations: AsyncIterable<Configuration>): AsyncGenerator<readonly Configuration[]> {
  let batch: Configuration[] = []
  let atoms = 0
  for await (const configuration of configurations) {
    batch.push(configuration)
    atoms += configuration.structure.numbers.length
    if (atoms < BATCH_ATOMS) continue
    yield batch
    batch = []
    atoms = 0
  }
  if (batch.length > 0) yield batch
}

/** A set is named after its file; the second of the same name after its path. */
function setName(file: string, taken: Readonly<Record<string, unknown>>): string {
  const name = basename(file)
    .replace(/(?:\.gz)$/, "")
    .replace(/\.[^.]+$/, "")
  return Object.hasOwn(taken, name) ? file : name
}
