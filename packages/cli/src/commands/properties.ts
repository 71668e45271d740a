import { join } from "node:path"
import {
  Failure,
  type MeasuredPart,
  measureSuite,
  nearestWell,
  partsOf,
  pointAt,
  propertiesRecord,
  suggest,
  type SuiteName,
  suiteNames,
} from "@luthier/core"
import { Command, Option } from "commander"
import { isFolder } from "../files/is-folder.ts"
import { createLog } from "../run/log.ts"
import { chooseCrystal } from "../run/properties/choose-crystal.ts"
import { openStudied } from "../run/properties/open-study.ts"
import { readReferences, referencesOf } from "../run/properties/reference-values.ts"
import { propertiesFile, propertiesText, writeProperties } from "../run/properties/write-properties.ts"
import { shownPath } from "../run/read-data.ts"
import { printJson } from "../terminal.ts"
import { foreignOptions, potentialArgument, withPotentialFileOptions, type PotentialFileOptions } from "./options.ts"
import { positive } from "./simulation-options.ts"

interface PropertiesOptions extends PotentialFileOptions {
  readonly suite: SuiteName
  readonly crystal?: string
  readonly lattice?: number
  readonly only?: string
  readonly reference?: string
  readonly out?: string
  readonly json?: boolean
}

/** `luthier properties`: what a potential says of a material, beside what is known of it. */
export function propertiesCommand(): Command {
  const command = new Command("properties")
    .description("work out what a potential says of a material: crystal, elasticity, phonons, defects")
    .argument("<potential>", potentialArgument)
    .addOption(new Option("--suite <name>", "what is asked").choices(suiteNames).makeOptionMandatory())
    .option("--crystal <name>", "fcc, B1:Na,Cl, or a file with its cell (default: as the element is found)")
    .option("--lattice <Å>", "lattice parameter from which the relaxation starts (default: looked for)", positive)
    .option("--only <parts>", `some of: ${[...new Set(suiteNames.flatMap(partsOf))].join(", ")}`)
    .option("--reference <file>", "YAML of values to compare with")
    .option("-o, --out <folder>", "where to write properties.json and properties.html (default: properties, in a run folder)")
    .option("--json", "print properties.json on standard output")
  return withPotentialFileOptions(command).action(properties)
}

async function properties(given: string, options: PropertiesOptions): Promise<void> {
  const { suite, json = false } = options
  const log = createLog()
  const wanted = wantedParts(suite, options.only)
  const references = options.reference === undefined ? undefined : await readReferences(options.reference)
  const { fitted, spread } = await openStudied(given, foreignOptions(options))
  const { potential } = fitted
  const point = pointAt(potential, fitted.theta.slice(0, potential.parameters.length))
  const chosen = await chooseCrystal(potential, options.crystal, options.lattice)
  const searched = options.lattice === undefined && chosen.prototype !== null
  const crystal = searched ? nearestWell(point, chosen.crystal) : chosen.crystal
  const measured: MeasuredPart[] = []
  for (const part of measureSuite(suite, { point, crystal, prototype: chosen.prototype, spread }, wanted)) {
    measured.push(part)
    log.progress(`${part.title}: done, ${measured.length} of ${wanted.length}`)
  }
  const found = measured.flatMap(({ values }) => values)
  const values = references ? referencesOf(references, found, options.only === undefined) : new Map<string, number>()
  const record = propertiesRecord({ suite, crystal: crystal.name, reference: references?.source ?? null }, measured, values)
  const out = options.out ?? ((await isFolder(given)) ? join(given, "properties") : "properties")
  await writeProperties(out, record, potential, spread !== undefined)
  if (json) printJson(propertiesFile(record, potential))
  else process.stdout.write(`${propertiesText(record)}\nwritten to ${shownPath(join(out, "properties.html"))}\n`)
}

function wantedParts(suite: SuiteName, only: string | undefined): readonly string[] {
  const all = partsOf(suite)
  if (only === undefined) return all
  const wanted = only.split(/[\s,]+/u).filter(Boolean)
  const unknown = wanted.find((name) => !all.includes(name))
  if (unknown === undefined && wanted.length > 0) return all.filter((name) => wanted.includes(name))
  throw new Failure(unknown === undefined ? "--only names no part" : `the suite ${suite} has no part called "${unknown}"`, {
    advice: unknown === undefined ? `name some of ${all.join(", ")}` : suggest(unknown, all),
  })
}
