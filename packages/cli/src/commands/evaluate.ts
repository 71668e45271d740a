import { basename } from "node:path"
import { addErrors, errorTable, Failure, referenceObservations } from "@luthier/core"
import type { CalibrationRecord, ErrorTable, Executor, GroupedErrors } from "@luthier/core"
import { Command } from "commander"
import { growingExecutor } from "../executors/growing.ts"
import { demandOutput, frameEndings } from "../files/demand-output.ts"
import { writeWhole } from "../files/write-whole.ts"
import { loadPotential } from "../run/potential-file.ts"
import { readBatches } from "../run/read-batches.ts"
import { calibrationText } from "../run/uncertainty/calibration-text.ts"
import { committeeMembers } from "../run/uncertainty/committee-members.ts"
import { openUncertainty } from "../run/uncertainty/open-uncertainty.ts"
import { plainPredictor, type Predictor, uncertainPredictor } from "../run/uncertainty/predictor.ts"
import { printJson } from "../terminal.ts"
import { errorRows } from "./error-rows.ts"
import {
  coverage,
  foreignOptions,
  positiveInteger,
  potentialArgument,
  withPotentialFileOptions,
  type PotentialFileOptions,
} from "./options.ts"

interface EvaluateOptions extends PotentialFileOptions {
  readonly json?: boolean
  readonly predictions?: string
  readonly force?: boolean
  readonly threads?: number
  readonly uncertainty?: boolean
  readonly committee?: boolean
  readonly coverage: number
}

/** `luthier evaluate`: errors of a potential on data files, read as a stream. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("predict data files and compare with their labels")
    .argument("<potential>", potentialArgument)
    .argument("<data...>", "files of reference data")
    .option("--json", "print `sets` as in metrics.json on standard output")
    .option("--uncertainty", "give error bars, and see how well they hold; needs a run folder, and its training data once")
    .option("--committee", "with --uncertainty: the committee that luthier sample --method committee made, in place of the linearised one")
    .option("--coverage <part>", "of conformal intervals, with --uncertainty", coverage, 0.9)
    .option("--predictions <file>", "write frames with their predictions as extended XYZ")
    .option("--force", "write over an existing file of predictions")
    .option("--threads <count>", "threads (default: as many as the machine runs at once)", positiveInteger)
  return withPotentialFileOptions(command).action(evaluate)
}

async function evaluate(potentialFile: string, files: readonly string[], options: EvaluateOptions): Promise<void> {
  const { json, predictions, force = false, threads, uncertainty, committee } = options
  if (committee && !uncertainty) throw new Failure("--committee chooses among error bars, and goes with --uncertainty")
  if (predictions !== undefined) await demandOutput(predictions, { endings: frameEndings, force })
  const executor = growingExecutor({ threads })
  const sets: Record<string, ErrorTable> = {}
  const calibration: Record<string, readonly CalibrationRecord[]> = {}
  try {
    const predictor = uncertainty
      ? await withBars(potentialFile, options, executor)
      : plainPredictor(await loadPotential(potentialFile, foreignOptions(options)), executor)
    const predicted = async function* (): AsyncGenerator<string> {
      for (const file of files) {
        const name = setName(file, sets)
        yield* predictFile(predictor, file, (errors, records) => {
          sets[name] = errors
          calibration[name] = records
        })
      }
    }
    if (predictions === undefined) for await (const _ of predicted());
    else await writeWhole(predictions, predicted())
  } finally {
    await executor.close()
  }
  if (json) printJson({ sets, ...(uncertainty && { calibration }) })
  else process.stdout.write(`${errorRows(sets)}\n${uncertainty ? `\n${calibrationText(calibration)}\n` : ""}`)
}

async function withBars(path: string, options: EvaluateOptions, executor: Executor): Promise<Predictor> {
  const { run, bars } = await openUncertainty(path, options, executor, tell)
  return uncertainPredictor(bars, executor, options.committee ? await committeeMembers(run) : undefined)
}

function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

/** Gives the frames of a file with their predictions, and its errors at the end; holds a batch in memory at a time. */
async function* predictFile(
  predictor: Predictor,
  file: string,
  finish: (errors: ErrorTable, records: readonly CalibrationRecord[]) => void,
): AsyncGenerator<string> {
  const errors: GroupedErrors = new Map()
  for await (const batch of readBatches(file)) {
    const { predictions, frames } = await predictor.predict(batch)
    batch.forEach((configuration, k) => addErrors(errors, configuration, predictions[k], referenceObservations(configuration)))
    yield* frames
  }
  finish(errorTable(errors), predictor.judged())
}

/** A set is named after its file; the second of the same name after its path. */
function setName(file: string, taken: Readonly<Record<string, unknown>>): string {
  const name = basename(file)
    .replace(/(?:\.gz)$/, "")
    .replace(/\.[^.]+$/, "")
  return Object.hasOwn(taken, name) ? file : name
}
