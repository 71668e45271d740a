import { Failure, LARGEST_R_HAT, naturalTemperature, SMALLEST_SIZE } from "@luthier/core"
import { Command, InvalidArgumentError, Option } from "commander"
import { openProblem, type RunProblem } from "../run/inference/open-problem.ts"
import { createLog } from "../run/log.ts"
import { shownPath } from "../run/read-data.ts"
import type { ResampledUnit } from "../run/sampling/bootstrap-source.ts"
import { methodFor, type SamplingMethod } from "../run/sampling/open-source.ts"
import { type SamplingRecord, sampleRun } from "../run/sampling/sample-run.ts"
import { printJson, textTable } from "../terminal.ts"
import { positiveInteger } from "./options.ts"

interface SampleOptions {
  readonly method: SamplingMethod | "auto"
  readonly draws?: number
  readonly warmUp?: number
  readonly chains?: number
  readonly temperature: number | "natural"
  readonly resample?: ResampledUnit
  readonly weights: "counts" | "dirichlet"
  readonly spread: number
  readonly seed: number
  readonly threads?: number
  readonly resume?: boolean
  readonly force?: boolean
  readonly json?: boolean
}

/** Draws of each chain. */
const DRAWS = 1000

/** Members of a committee: a standard deviation is known to an eighth by them. */
const MEMBERS = 32

/** `luthier sample`: parameters that the data leave possible, drawn with their probability. */
export function sampleCommand(): Command {
  return new Command("sample")
    .description("draw parameters that the data leave possible, into samples/ of a run")
    .argument("<run>", "a run folder")
    .addOption(
      new Option(
        "--method <name>",
        "exact: of a linear fit; noise: with its σ; hamiltonian, crank-nicolson, ensemble: Markov chains; bootstrap: refits to data drawn anew; committee: the same from other starts, for error bars; auto: what suits the fit",
      )
        .choices(["auto", "exact", "noise", "ensemble", "hamiltonian", "crank-nicolson", "bootstrap", "committee"])
        .default("auto"),
    )
    .option("-n, --draws <count>", `draws of each chain (default: ${DRAWS}, or ${MEMBERS} members of a committee)`, count)
    .option("--warm-up <steps>", "steps before the first draw (default: 500 of an ensemble, 200 of others)", count)
    .option("--chains <count>", "walkers of an ensemble, or other chains", positiveInteger)
    .option("--temperature <T>", "costs count 1/T; natural: 2 C/N, which spans what the model gets wrong", temperature, 1)
    .addOption(
      new Option("--resample <unit>", "what bootstrap draws anew (default: fold of fits from statistics, else structure)").choices([
        "structure",
        "group",
        "fold",
      ]),
    )
    .addOption(
      new Option("--weights <kind>", "how: as often as they come with replacement, or with smooth weights")
        .choices(["counts", "dirichlet"])
        .default("counts"),
    )
    .option("--spread <part>", "how far from the fit a committee starts, of the value of each parameter", positive, 0.1)
    .option("--seed <number>", "of the random numbers", whole, 1)
    .option("--threads <count>", "threads (default: as many as the machine runs at once)", positiveInteger)
    .addOption(new Option("--resume", "go on with samples/, to more draws if asked").conflicts("force"))
    .option("--force", "write over samples/")
    .option("--json", "print summary.json on standard output")
    .action(sample)
}

async function sample(folder: string, options: SampleOptions): Promise<void> {
  const { warmUp, chains, seed, threads, json, resume = false, force = false } = options
  const log = createLog()
  const committee = options.method === "committee"
  const structures = committee || (options.method === "bootstrap" && (options.resample ?? "structure") === "structure")
  const opened = await openProblem(folder, { threads, data: structures })
  try {
    const method = options.method === "auto" ? methodFor(opened) : options.method
    const request = {
      ...{ method, seed, warmUp, chains, resampling: options.weights, spread: options.spread },
      temperature: options.temperature === "natural" ? await naturalOf(opened) : options.temperature,
      resample: options.resample ?? (opened.iterated ? "structure" : "fold"),
    }
    const record = await sampleRun(opened, request, options.draws ?? (committee ? MEMBERS : DRAWS), { resume, force }, log)
    if (json) printJson(record)
    else process.stdout.write(`${recordText(record)}\nwritten to ${shownPath(opened.run.artefacts.samples)}\n`)
  } finally {
    await opened.close()
  }
}

async function naturalOf({ problem, x, run }: RunProblem): Promise<number> {
  const found = naturalTemperature(await problem.cost(x), x.length)
  if (found > 0) return found
  throw new Failure("the fit meets its data exactly: its natural temperature is zero", {
    place: { file: run.artefacts.folder },
    advice: "give a temperature",
  })
}

/** Parameters of the table at most. */
const SHOWN = 30

function recordText({ title, draws, chains, temperature: T, parameters, remarks }: SamplingRecord): string {
  const independent = chains === 1
  const head = [
    "parameter",
    "fit",
    "mean",
    "± deviation",
    "2.5 %",
    "50 %",
    "97.5 %",
    "unit",
    ...(independent ? [] : ["R̂", "ESS", "of tails"]),
  ]
  const rows = parameters
    .slice(0, SHOWN)
    .map(({ name, value, mean, deviation, quantiles, unit, rHat, bulkSize, tailSize }) => [
      ...[name, value === null ? "" : brief(value, 7), brief(mean), brief(deviation, 3), ...quantiles.map((one) => brief(one))],
      unit === "1" ? "" : unit,
      ...(independent ? [] : [rHat === null ? "–" : rHat.toFixed(3), size(bulkSize), size(tailSize)]),
    ])
  const more = parameters.length > SHOWN ? [`… and ${parameters.length - SHOWN} more in summary.json`] : []
  const heat = T === 1 ? "" : ` at temperature ${brief(T, 4)}`
  const said = `${chains === 1 ? draws : `${chains} × ${draws}`} draws by ${title}${heat}`
  return `${[textTable([head, ...rows]), ...more, "", said, ...(independent ? [] : [convergence(parameters)]), ...remarks].join("\n")}\n`
}

/** Whether chains agree well enough for their draws to be used, in a sentence. */
function convergence(parameters: SamplingRecord["parameters"]): string {
  const moving = parameters.filter(({ deviation }) => deviation > 0)
  const worst = moving.reduce((most, { rHat }) => Math.max(most, rHat ?? Infinity), 0)
  const least = moving.reduce((low, { bulkSize, tailSize }) => Math.min(low, bulkSize ?? 0, tailSize ?? 0), Infinity)
  const agreed = worst <= LARGEST_R_HAT && least >= SMALLEST_SIZE
  const numbers = `R̂ up to ${Number.isFinite(worst) ? worst.toFixed(3) : "∞"}, effective sizes from ${Math.floor(least)}`
  return agreed
    ? `the chains agree: ${numbers}`
    : `the chains do not agree yet: ${numbers}, where ${LARGEST_R_HAT} and ${SMALLEST_SIZE} are asked for; draw more with --resume and a larger --draws`
}

function size(value: number | null): string {
  return value === null ? "–" : String(Math.floor(value))
}

function brief(value: number, digits: number = 5): string {
  return String(Number(value.toPrecision(digits)))
}

function count(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number above zero.")
  return value
}

function whole(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number from zero on.")
  return value
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError("It must be a number above zero.")
  return value
}

function temperature(text: string): number | "natural" {
  if (text === "natural") return text
  const value = Number(text)
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError("It must be a number above zero, or natural.")
  return value
}
