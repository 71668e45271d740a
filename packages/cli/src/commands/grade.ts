import { configureDense, type Executor, type Grader, gradeStructures } from "@luthier/core"
import { Command, InvalidArgumentError, Option } from "commander"
import { findDenseBackend } from "../backends/openblas.ts"
import { growingExecutor } from "../executors/growing.ts"
import { demandOutput, frameEndings } from "../files/demand-output.ts"
import { writeWhole } from "../files/write-whole.ts"
import { openRun } from "../run/finished-run.ts"
import { describeGrades, gradesRecord } from "../run/grading/describe-grades.ts"
import { type GradedFrame, gradedFrame, gradedText } from "../run/grading/graded-frames.ts"
import { type GradingChoice, openGrader } from "../run/grading/open-grader.ts"
import { createLog } from "../run/log.ts"
import { readBatches } from "../run/read-batches.ts"
import { shownPath } from "../run/read-data.ts"
import { printJson } from "../terminal.ts"
import { positiveInteger } from "./options.ts"

interface GradeOptions {
  readonly out?: string
  readonly force?: boolean
  readonly by: GradingChoice
  readonly threshold: number
  readonly threads?: number
  readonly json?: boolean
}

/** `luthier grade`: how far the atoms of a trajectory are from all that a fit was made of. */
export function gradeCommand(): Command {
  return new Command("grade")
    .description("say how far each atom of a trajectory is from the data of a fit")
    .argument("<run>", "a run folder")
    .argument("<trajectory...>", "files of structures; labels are not looked at")
    .option("-o, --out <file>", "write the frames with the grade of every atom as extended XYZ")
    .option("--force", "write over an existing file")
    .addOption(
      new Option(
        "--by <what>",
        "volume: combinations of the most extreme atoms of the training data, for potentials that are linear; variance: standard errors of forces; auto: volume where it can be",
      )
        .choices(["auto", "volume", "variance"])
        .default("auto"),
    )
    .option("--threshold <grade>", "grade above which a frame extrapolates", grade, 2)
    .option("--threads <count>", "threads (default: as many as the machine runs at once)", positiveInteger)
    .option("--json", "every frame's largest grade, on standard output")
    .action(gradeFiles)
}

async function gradeFiles(folder: string, files: readonly string[], options: GradeOptions): Promise<void> {
  const { out, force = false, by, threshold, threads, json } = options
  if (out !== undefined) await demandOutput(out, { endings: frameEndings, force })
  configureDense(await findDenseBackend())
  const run = await openRun(folder)
  const executor = growingExecutor({ threads })
  const frames: GradedFrame[] = []
  try {
    const grader = await openGrader(run, by, executor, createLog())
    const graded = gradeAll(grader, files, executor, frames)
    if (out === undefined) for await (const _ of graded);
    else await writeWhole(out, graded)
    if (json) printJson(gradesRecord(grader, frames, threshold))
    else process.stdout.write(`${describeGrades(grader, frames, threshold)}\n${out === undefined ? "" : `written to ${shownPath(out)}\n`}`)
  } finally {
    await executor.close()
  }
}

/** Gives the frames of files with their grades, and keeps what they come to; a batch is in memory at a time. */
async function* gradeAll(grader: Grader, files: readonly string[], executor: Executor, frames: GradedFrame[]): AsyncGenerator<string> {
  for (const file of files) {
    for await (const batch of readBatches(shownPath(file))) {
      const grades = await gradeStructures(grader, batch, executor)
      for (const [k, configuration] of batch.entries()) {
        const frame = gradedFrame(configuration, grades[k])
        frames.push(frame)
        yield gradedText(configuration, grades[k], frame)
      }
    }
  }
}

function grade(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError("It must be a number above zero.")
  return value
}
