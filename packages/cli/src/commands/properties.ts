import { basename, join } from "node:path"
import {
  Failure,
  isMotionSuite,
  type MeasuredPart,
  measureMolecules,
  measureSuite,
  type MotionSuite,
  motionSuites,
  nearestWell,
  partsOf,
  pointAt,
  propertiesRecord,
  suggest,
  type SuiteName,
  suiteNames,
  symbolOf,
} from "@luthier/core"
import { Command, Option } from "commander"
import { demandWritable } from "../files/demand-writable.ts"
import { isFolder } from "../files/is-folder.ts"
import { watchSignals } from "../run/interruption.ts"
import { createLog, type Log } from "../run/log.ts"
import { chooseCrystal, chooseMolecule } from "../run/properties/choose-crystal.ts"
import { chooseReservoirs } from "../run/properties/choose-reservoirs.ts"
import { openStudied, type StudiedPotential } from "../run/properties/open-study.ts"
import { measureMotion } from "../run/properties/motion-suite.ts"
import { readReferences, referencesOf } from "../run/properties/reference-values.ts"
import { propertiesFile, propertiesText, writeProperties } from "../run/properties/write-properties.ts"
import { shownPath } from "../run/read-data.ts"
import { printJson } from "../terminal.ts"
import { foreignOptions, potentialArgument, withPotentialFileOptions, type PotentialFileOptions } from "./options.ts"
import { type MotionOptions, motionSettings, withMotionOptions } from "./motion-options.ts"
import { positive } from "./simulation-options.ts"

interface PropertiesOptions extends PotentialFileOptions, MotionOptions {
  readonly suite: SuiteName | MotionSuite
  readonly crystal?: string
  readonly lattice?: number
  readonly reservoirs?: string
  readonly molecule?: string
  readonly only?: string
  readonly reference?: string
  readonly out?: string
  readonly json?: boolean
}

/** `luthier properties`: what a potential says of a material, beside what is known of it. */
export function propertiesCommand(): Command {
  const command = new Command("properties")
    .description("work out what a potential says of a material: crystal, elasticity, phonons, defects; liquids, melting")
    .argument("<potential>", potentialArgument)
    .addOption(new Option("--suite <name>", "what is asked").choices([...suiteNames, ...Object.keys(motionSuites)]).makeOptionMandatory())
    .option("--crystal <name>", "fcc, B1:Na,Cl, or a file with its cell (default: as the element is found)")
    .option("--lattice <Å>", "lattice parameter from which the relaxation starts (default: looked for)", positive)
    .option("--reservoirs <list>", "where elements of a compound stand by themselves: Ni=fcc,P=file (default: as they are found)")
    .option("--molecule <file>", "a molecule, of the suite molecule (default: pairs of atoms only)")
    .option("--only <parts>", `some of: ${[...new Set(suiteNames.flatMap(partsOf))].join(", ")}`)
    .option("--reference <file>", "YAML of values to compare with")
    .option("-o, --out <folder>", "where to write properties.json and properties.html (default: properties, in a run folder)")
    .option("--json", "print properties.json on standard output")
  return withMotionOptions(withPotentialFileOptions(command)).action(properties)
}

async function properties(given: string, options: PropertiesOptions): Promise<void> {
  const { suite, json = false } = options
  const log = createLog()
  const wanted = wantedParts(suite, options.only)
  const out = options.out ?? ((await isFolder(given)) ? join(given, "properties") : "properties")
  await demandWritable(out)
  const references = options.reference === undefined ? undefined : await readReferences(options.reference)
  const studied = await openStudied(given, foreignOptions(options))
  const { potential } = studied.fitted
  const { subject, measured } = await measure(studied, options, wanted, log)
  const found = measured.flatMap(({ values }) => values)
  const values = references ? referencesOf(references, found, options.only === undefined) : new Map<string, number>()
  const record = propertiesRecord({ suite, subject, reference: references?.source ?? null }, measured, values)
  const errors = isMotionSuite(suite) ? "time" : studied.spread ? "parameters" : "none"
  await writeProperties(out, record, potential, errors)
  if (json) printJson(propertiesFile(record, potential))
  else process.stdout.write(`${propertiesText(record, errors)}\nwritten to ${shownPath(join(out, "properties.html"))}\n`)
}

/** What was looked at, and what came out. */
interface Measured {
  readonly subject: string
  readonly measured: readonly MeasuredPart[]
}

async function measure(
  { fitted, spread }: StudiedPotential,
  options: PropertiesOptions,
  wanted: readonly string[],
  log: Log,
): Promise<Measured> {
  const { suite, lattice } = options
  const { potential, theta } = fitted
  const point = pointAt(potential, theta.slice(0, potential.parameters.length))
  if (suite === "molecule") {
    const molecule = options.molecule === undefined ? null : await chooseMolecule(potential, options.molecule)
    const subject = options.molecule === undefined ? potential.elements.map(symbolOf).join("–") : basename(options.molecule)
    return { subject, measured: toldParts(measureMolecules({ point, spread }, molecule, wanted), wanted.length, log) }
  }
  const { crystal: given, prototype } = await chooseCrystal(potential, options.crystal, lattice, log)
  const crystal = lattice === undefined && prototype !== null ? nearestWell(point, given) : given
  const reservoirs = options.reservoirs === undefined ? undefined : await chooseReservoirs(point, crystal, options.reservoirs)
  const measured = isMotionSuite(suite)
    ? await interruptible((signal) => measureMotion(suite, fitted, crystal, motionSettings(options), log, signal))
    : toldParts(measureSuite(suite, { point, crystal, prototype, spread, reservoirs, told: log.progress }, wanted), wanted.length, log)
  return { subject: crystal.name, measured }
}

/** Works parts out one after the other, and tells how far it is. */
function toldParts(parts: Iterable<MeasuredPart>, count: number, log: Log): readonly MeasuredPart[] {
  const measured: MeasuredPart[] = []
  for (const part of parts) {
    measured.push(part)
    log.progress(`${part.title}: done (${measured.length} of ${count} parts)`)
  }
  return measured
}

async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = watchSignals()
  try {
    return await interruption.during(work(interruption.signal))
  } finally {
    interruption.release()
  }
}

function wantedParts(suite: SuiteName | MotionSuite, only: string | undefined): readonly string[] {
  const all = isMotionSuite(suite) ? motionSuites[suite] : partsOf(suite)
  if (only === undefined) return all
  if (isMotionSuite(suite)) throw new Failure(`the suite ${suite} is measured as a whole`, { advice: "leave --only out" })
  const wanted = only.split(/[\s,]+/u).filter(Boolean)
  const unknown = wanted.find((name) => !all.includes(name))
  if (unknown === undefined && wanted.length > 0) return all.filter((name) => wanted.includes(name))
  throw new Failure(unknown === undefined ? "--only names no part" : `the suite ${suite} has no part called "${unknown}"`, {
    advice: unknown === undefined ? `name some of ${all.join(", ")}` : suggest(unknown, all),
  })
}
