import {
  Failure,
  geodesicFollower,
  type GeodesicState,
  manifoldLimit,
  type ManifoldLimit,
  parseGeodesicState,
  profileLimit,
} from "@luthier/core"
import { Command, Option } from "commander"
import { z } from "zod"
import { digestInputs } from "../run/checkpoint.ts"
import { advance } from "../run/inference/advance.ts"
import { type KeptChoice, keptState } from "../run/inference/kept-state.ts"
import { openProblem } from "../run/inference/open-problem.ts"
import { watchSignals } from "../run/interruption.ts"
import { createLog } from "../run/log.ts"
import { shownPath } from "../run/read-data.ts"
import { printJson } from "../terminal.ts"
import { positiveInteger } from "./options.ts"

interface ReduceOptions extends Partial<KeptChoice> {
  readonly direction: number
  readonly steps: number
  readonly threads?: number
  readonly json?: boolean
}

/** `luthier reduce`: which simpler model lies at the end of the direction that the data know least. */
export function reduceCommand(): Command {
  return new Command("reduce")
    .description("follow the direction that the data know least to the edge of the model, and say which simpler model is there")
    .argument("<run>", "a run folder")
    .option("--direction <number>", "which direction, from the least known, 1", positiveInteger, 1)
    .option("--steps <count>", "steps either way at most", positiveInteger, 400)
    .option("--threads <count>", "threads (default: as many as the machine runs at once)", positiveInteger)
    .addOption(new Option("--resume", "go on with geodesics.json").conflicts("force"))
    .option("--force", "write over geodesics.json")
    .option("--json", "print the limits on standard output")
    .action(reduce)
}

const pathsSchema = z.array(z.unknown()).length(2)

async function reduce(folder: string, options: ReduceOptions): Promise<void> {
  const { direction, steps, threads, json = false, resume = false, force = false } = options
  const log = createLog()
  const opened = await openProblem(folder, { threads })
  const { problem, x, free, run, identity, iterated } = opened
  const interruption = watchSignals()
  try {
    if (!iterated) {
      throw new Failure("predictions of this fit are linear in its parameters: its manifold is flat and has no edge", {
        place: { file: folder },
        advice: "luthier identify says which directions the data know least",
      })
    }
    const file = run.artefacts.geodesics
    const kept = keptState(file, digestInputs(identity, direction, steps))
    const before = await kept.read({ resume, force })
    const logarithmic = free.map(({ transform }) => transform === "log")
    const followers = ([-1, 1] as const).map((side) => geodesicFollower(logarithmic, { side, direction: direction - 1, steps }))
    const begin = (): Promise<GeodesicState[]> => Promise.all(followers.map(({ init }) => init(problem, x)))
    const begun = before === undefined ? await interruption.during(begin()) : pathsSchema.parse(before).map(parseGeodesicState)
    let limits: readonly ManifoldLimit[] = []
    const beside = (): object => ({ direction, parameters: free.map(({ key }) => key), limits, remarks: opened.remarks })
    const work = {
      isDone: (paths: readonly GeodesicState[]) => paths.every(({ end }) => end !== null),
      step: (paths: readonly GeodesicState[]) => Promise.all(followers.map(({ step }, i) => step(problem, paths[i]))),
      taken: async (paths: readonly GeodesicState[]) => {
        log.progress(
          paths.map(({ iteration, length, end }) => `${iteration}: ${length.toPrecision(4)} σ${end ? `, ${end}` : ""}`).join("   "),
        )
        await kept.take(paths, beside())
      },
      save: (paths: readonly GeodesicState[]) => kept.take(paths, beside(), true),
    }
    const paths = await advance(begun, work, interruption, log)
    const start = await problem.cost(x)
    limits = await interruption.during(Promise.all(paths.map((path) => manifoldLimit(problem, path, free, start, profileLimit(0.95)))))
    await kept.take(paths, beside(), true)
    if (json) printJson({ schema: 1, ...beside() })
    else
      process.stdout.write(
        `${limits.map(({ sentence }, i) => `${i === 0 ? "one way" : "the other way"}: ${sentence}`).join("\n")}\n\nwritten to ${shownPath(file)}\n`,
      )
  } finally {
    interruption.release()
    await opened.close()
  }
}
