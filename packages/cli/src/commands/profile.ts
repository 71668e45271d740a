import {
  Failure,
  nearestName,
  parseProfileState,
  profileIntervals,
  profileLimit,
  profiler,
  type ProfileInterval,
  type ProfileState,
} from "@luthier/core"
import { Command, InvalidArgumentError, Option } from "commander"
import { digestInputs } from "../run/checkpoint.ts"
import { advance } from "../run/inference/advance.ts"
import { type KeptChoice, keptState } from "../run/inference/kept-state.ts"
import { openProblem, type RunProblem } from "../run/inference/open-problem.ts"
import { watchSignals } from "../run/interruption.ts"
import { createLog } from "../run/log.ts"
import { shownPath } from "../run/read-data.ts"
import { printJson, textTable } from "../terminal.ts"
import { positiveInteger } from "./options.ts"

interface ProfileChoices extends Partial<KeptChoice> {
  readonly parameters?: readonly string[]
  readonly confidence: number
  readonly points: number
  readonly threads?: number
  readonly json?: boolean
}

/** Parameters that are profiled without being named at most. */
const MANY = 30

/** `luthier profile`: intervals of parameters that hold where the model is curved, from refits with one of them held. */
export function profileCommand(): Command {
  return new Command("profile")
    .description("intervals of single parameters by refits with each held: how far can it go before the data object?")
    .argument("<run>", "a run folder")
    .option("--parameters <keys>", "parameters to profile, such as pair.Cu-Cu.A,pair.Cu-Cu.p (default: all that are free)", keys)
    .option("--confidence <part>", "probability of the intervals", part, 0.95)
    .option("--points <count>", "points of a parabola on either side", positiveInteger, 6)
    .option("--threads <count>", "threads (default: as many as the machine runs at once)", positiveInteger)
    .addOption(new Option("--resume", "go on with profiles.json").conflicts("force"))
    .option("--force", "write over profiles.json")
    .option("--json", "print the intervals and curves on standard output")
    .action(profile)
}

async function profile(folder: string, options: ProfileChoices): Promise<void> {
  const { confidence, points, threads, json = false, resume = false, force = false } = options
  const log = createLog()
  const opened = await openProblem(folder, { threads })
  const { problem, x, free, identity, run } = opened
  const interruption = watchSignals()
  try {
    const parameters = chosenOf(opened, options.parameters)
    const file = run.artefacts.profiles
    const kept = keptState(file, digestInputs(identity, parameters, confidence, points))
    const before = await kept.read({ resume, force })
    const { init, step } = profiler({ confidence, parameters, points })
    const limit = profileLimit(confidence)
    const begun = before === undefined ? await interruption.during(init(problem, x)) : parseProfileState(before)
    const take = (state: ProfileState, now: boolean = false): Promise<void> =>
      kept.take(state, { confidence, limit, remarks: opened.remarks, intervals: profileIntervals(state, free, limit) }, now)
    const work = {
      isDone: ({ status }: ProfileState) => status !== null,
      step: (state: ProfileState) => step(problem, state),
      taken: async (state: ProfileState) => {
        const sides = state.profiles.flatMap((one) => one.sides)
        log.progress(`${sides.filter(({ end }) => end !== null).length} of ${sides.length} ends after ${state.iteration} refits each`)
        await take(state)
      },
      save: (state: ProfileState) => take(state, true),
    }
    const state = await advance(begun, work, interruption, log)
    for (const note of [...(state.status ? [state.status.sentence, ...state.status.notes] : []), ...opened.remarks]) log.line(note)
    const intervals = profileIntervals(state, free, limit)
    if (json) printJson({ schema: 1, confidence, limit, intervals })
    else process.stdout.write(`${intervalsText(intervals, confidence)}\nwritten to ${shownPath(file)}\n`)
  } finally {
    interruption.release()
    await opened.close()
  }
}

/** @throws Failure for a name that is no free parameter, or for too many without a choice. */
function chosenOf({ free, run }: RunProblem, asked: readonly string[] | undefined): readonly string[] {
  const known = free.map(({ key }) => key)
  const place = { file: run.artefacts.folder }
  if (!asked) {
    if (known.length <= MANY) return known
    throw new Failure(`${known.length} parameters are free: each would be refitted some twenty times`, {
      place,
      advice: `choose some with --parameters, such as ${known[0]},${known[1]}`,
    })
  }
  for (const key of asked) {
    if (known.includes(key)) continue
    const near = nearestName(key, known)
    throw new Failure(`no free parameter of this run is called ${key}`, {
      place,
      advice: near === undefined ? `there are ${known.slice(0, 10).join(", ")}${known.length > 10 ? ", …" : ""}` : `did you mean ${near}?`,
    })
  }
  return asked
}

function intervalsText(intervals: readonly ProfileInterval[], confidence: number): string {
  const percent = Number((100 * confidence).toPrecision(6))
  const head = ["parameter", "value", `${percent} % from`, "to", "quadratic from", "to", "unit"]
  const rows = intervals.map(({ key, value, interval, quadratic, ends, unit }) => [
    key,
    brief(value, 7),
    interval[0] === null ? openEnd(ends[0], "−∞") : brief(interval[0]),
    interval[1] === null ? openEnd(ends[1], "∞") : brief(interval[1]),
    ...(quadratic ?? [null, null]).map((end) => (end === null ? "?" : brief(end))),
    unit === "1" ? "" : unit,
  ])
  const remarks = intervals.filter(({ remark }) => remark !== "").map(({ key, remark }) => `${key}: ${remark}`)
  return `${[textTable([head, ...rows]), ...remarks].join("\n")}\n`
}

/** An end that is not the data's. */
function openEnd(end: ProfileInterval["ends"][number], infinite: string): string {
  return end === "bound" ? "bound" : end === "edge" ? "edge" : infinite
}

function brief(value: number, digits: number = 5): string {
  return String(Number(value.toPrecision(digits)))
}

function keys(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,]+/u).filter(Boolean))]
}

function part(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("It must be a number between 0 and 1, such as 0.95.")
  return value
}
