import { join } from "node:path"
import { certify, checkData, type ConfigurationList, type StabilityReport, stabilitySchema } from "@luthier/core"
import { Command, InvalidArgumentError } from "commander"
import { loadConfig } from "../config/load.ts"
import { dataSchema, type DataConfig } from "../config/schema.ts"
import { isFolder } from "../files/is-folder.ts"
import { demandWritable } from "../files/demand-writable.ts"
import { makeFolder } from "../files/make-folder.ts"
import { artefactsOf } from "../run/artefacts.ts"
import { certificateText, workingTime, writeCertificate } from "../run/certificate.ts"
import { recordStability, stabilityText, withoutStructures } from "../run/gates-stability.ts"
import { watchSignals } from "../run/interruption.ts"
import { createLog } from "../run/log.ts"
import { meantWith } from "../run/meant-with.ts"
import { type FittedPotential, loadPotential } from "../run/potential-file.ts"
import { readData, shownPath } from "../run/read-data.ts"
import { printJson } from "../terminal.ts"
import { foreignOptions, potentialArgument, withPotentialFileOptions, type PotentialFileOptions } from "./options.ts"
import { positive } from "./simulation-options.ts"

interface CertifyOptions extends PotentialFileOptions {
  readonly data?: readonly string[]
  readonly out?: string
  readonly seed: number
  readonly quick?: boolean
  readonly stability?: number
  readonly melting?: number
  readonly json?: boolean
}

/** `luthier certify`: whether a potential obeys the laws that every potential must obey; exit code 1 when it breaks one. */
export function certifyCommand(): Command {
  const command = new Command("certify")
    .description("try a potential against the laws it must obey; exit code 1 when it breaks one")
    .argument("<potential>", potentialArgument)
    .option("--data <file...>", "data that it is meant for (default: the training data of a run folder; none of a file)")
    .option("-o, --out <folder>", "where to write certificate.json, certificate.html and failures/ (default: certificate, in a run folder)")
    .option("--seed <number>", "of the structures that are made up", seedNumber, 1)
    .option("--quick", "compare fewer components, and scan more coarsely")
    .option("--stability <ps>", "also set matter in motion, each of some thirty trials for so many picoseconds", positive)
    .option("--melting <K>", "melting temperature that trials go by (default: estimated)", positive)
    .option("--json", "print certificate.json on standard output")
  return withPotentialFileOptions(command).action(run)
}

async function run(given: string, options: CertifyOptions): Promise<void> {
  const { seed, quick = false, json = false } = options
  const folder = (await isFolder(given)) ? artefactsOf(given) : undefined
  const out = options.out ?? (folder ? join(folder.folder, "certificate") : "certificate")
  await demandWritable(out)
  const fitted = await loadPotential(given, foreignOptions(options))
  const wanted: DataConfig | undefined = options.data
    ? dataSchema.parse({ train: [...options.data] })
    : folder && (await loadConfig(folder.config)).config.data
  const read = wanted && (await readData(wanted.train, wanted))
  const data: ConfigurationList = read?.configurations ?? []
  const { potential } = fitted
  checkData(data, potential.elements)
  await makeFolder(out)
  const certificate = certify(potential, fitted.theta.slice(0, potential.parameters.length), {
    data,
    seed,
    effort: quick ? "quick" : "full",
    clock: workingTime,
  })
  const origin = { potential, seed, data: read?.hashes ?? {} }
  const written = await writeCertificate(out, certificate, origin)
  const moved =
    options.stability === undefined ? undefined : await setInMotion(fitted, data, options.stability, options, join(out, "stability"))
  if (json) printJson(moved ? { ...written, stability: withoutStructures(moved) } : written)
  else {
    process.stdout.write(`${certificateText(certificate, potential)}\nwritten to ${shownPath(join(out, "certificate.html"))}\n`)
    if (moved) process.stdout.write(`${stabilityText(moved)}\nwritten to ${shownPath(join(out, "stability", "stability.json"))}\n`)
  }
  const beside = certificate.passed ? undefined : await meantWith(given)
  if (beside !== undefined) process.stderr.write(`${beside}\n`)
  if (!certificate.passed || moved?.passed === false) process.exitCode = 1
}

/** The suite of `gates.stability`, on a potential that is there. */
async function setInMotion(
  { potential, theta }: FittedPotential,
  data: ConfigurationList,
  picoseconds: number,
  { melting, seed }: CertifyOptions,
  folder: string,
): Promise<StabilityReport> {
  const settings = stabilitySchema.parse({ picoseconds, seeds: [seed, seed + 1, seed + 2], ...(melting !== undefined && { melting }) })
  const interruption = watchSignals()
  try {
    const own = theta.slice(0, potential.parameters.length)
    const request = { potential, theta: own, settings, data, signal: interruption.signal }
    return await interruption.during(recordStability(folder, request, createLog()))
  } finally {
    interruption.release()
  }
}

function seedNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0 || text.trim() === "") throw new InvalidArgumentError("It must be a whole number from 0.")
  return value
}
