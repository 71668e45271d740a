import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { basename } from "node:path"
import {
  createPotential,
  emptyBaseline,
  Failure,
  numberOf,
  parseSpec,
  SpecFailure,
  symbolOf,
  type Baseline,
  type Parameter,
  type Potential,
  type PotentialSpec,
} from "@luthier/core"
import { z } from "zod"
import { parseConfigDocument } from "../config/document.ts"
import { isFolder } from "../files/is-folder.ts"
import { unreadable } from "../files/unreadable.ts"
import { artefactsOf } from "./artefacts.ts"
import { foreignSpec, type ForeignOptions } from "./foreign-spec.ts"

/** A parameter's fitted value. */
export interface FittedParameter {
  key: string
  value: number
  unit: string
  standardError?: number
  fixed: boolean
}

/** `potential.json`. The same fit gives the same bytes: there is no time and no path in it. */
export interface PotentialFile {
  format: "luthier-potential"
  version: 1
  spec: PotentialSpec
  elements: string[]
  /** [Å] */
  cutoff: number
  parameters: FittedParameter[]
  /** Energies of free atoms [eV]. */
  references: Record<string, number>
  /** Constant energy per atom [eV/atom]. */
  offset?: number
  /** Constant stresses by group, Voigt [eV/Å³]. */
  stressOffsets: Record<string, number[]>
  /** `data`: SHA-256 of the files of each set. */
  provenance: { luthier: string; seed: number; data: Record<string, string[]> }
}

const schema: z.ZodType<PotentialFile> = z.strictObject({
  format: z.literal("luthier-potential"),
  version: z.literal(1),
  spec: z.looseObject({ kind: z.string() }),
  elements: z.array(z.string()),
  cutoff: z.number(),
  parameters: z.array(
    z.strictObject({ key: z.string(), value: z.number(), unit: z.string(), standardError: z.number().exactOptional(), fixed: z.boolean() }),
  ),
  references: z.record(z.string(), z.number()),
  offset: z.number().exactOptional(),
  stressOffsets: z.record(z.string(), z.array(z.number()).length(6)),
  provenance: z.strictObject({ luthier: z.string(), seed: z.int(), data: z.record(z.string(), z.array(z.string())) }),
})

/** A potential with the values of its parameters and of what was fitted beside it. */
export interface FittedPotential {
  readonly potential: Potential
  readonly baseline: Baseline
  /** Of potential and baseline. */
  readonly theta: Float64Array
}

/** Reads a potential: a run folder, our `potential.json`, or a file of LAMMPS, which has no energies of free atoms. @throws Failure. */
export async function loadPotential(given: string, options: ForeignOptions = {}): Promise<FittedPotential> {
  const file = await potentialFileOf(given)
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  try {
    return text.trimStart().startsWith("{") ? fromJson(text, file) : await fromForeign(text, file, options)
  } catch (error) {
    // JSON is YAML: the reader of configs knows where each value is written.
    if (error instanceof SpecFailure) throw parseConfigDocument(text, file).placed(error)
    // Some readers know the file by its name only.
    if (!(error instanceof Failure) || error.place?.file !== basename(file)) throw error
    throw new Failure(error.message, { place: { ...error.place, file }, advice: error.advice, cause: error })
  }
}

/** The potential of a run folder, or the file itself. @throws Failure for a folder without one. */
export async function potentialFileOf(given: string): Promise<string> {
  if (!(await isFolder(given))) return given
  const { potential } = artefactsOf(given)
  if (existsSync(potential)) return potential
  throw new Failure("this is a folder, and no run that has ended: it holds no potential.json", {
    place: { file: given },
    advice: "name the folder of a finished run, or a file",
  })
}

async function fromForeign(text: string, file: string, options: ForeignOptions): Promise<FittedPotential> {
  try {
    const potential = createPotential(await foreignSpec(text, file, options))
    return { potential, baseline: emptyBaseline, theta: Float64Array.from(potential.parameters, ({ value }) => value) }
  } catch (error) {
    if (!(error instanceof SpecFailure)) throw error
    throw new Failure(error.message, { place: { file }, advice: error.advice, cause: error })
  }
}

function fromJson(text: string, file: string): FittedPotential {
  const content = parsePotentialFile(text, file)
  const potential = inSpec(() => createPotential(content.spec))
  const expected = potential.parameters.map(({ key }) => key)
  const found = content.parameters.map(({ key }) => key)
  if (expected.join() !== found.join()) {
    const odd = expected.find((key, k) => found[k] !== key) ?? found[expected.length]
    throw new Failure(`the parameters are not those of its spec: ${odd}`, { place: { file }, advice: "write the file with luthier fit" })
  }
  const baseline = baselineOf(content)
  const values = [...content.parameters, ...baseline.parameters].map(({ value }) => value)
  return { potential, baseline, theta: Float64Array.from(values) }
}

/** Reads the text of a `potential.json`. @throws Failure. */
function parsePotentialFile(text: string, file: string): PotentialFile {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const [, what, line, column] = /^(.*?)(?:,? in JSON|, (?:\.\.\.)?"|$)(?:.*\(line (\d+) column (\d+)\))?/s.exec(String(cause)) ?? []
    const place = line === undefined ? { file } : { file, line: Number(line), column: Number(column) }
    throw new Failure(`this is not valid JSON: ${what.replace("SyntaxError: ", "").toLowerCase()}`, {
      place,
      advice: "is the file whole?",
      cause,
    })
  }
  return parseSpec(schema, value)
}

/** A failure inside `spec` told from the file's root. */
function inSpec<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof SpecFailure ? error.within("spec") : error
  }
}

/** Takes the fitted baseline apart into the fields of the file. */
export function baselineFields(
  baseline: Baseline,
  values: ArrayLike<number>,
): Pick<PotentialFile, "references" | "offset" | "stressOffsets"> {
  return {
    references: Object.fromEntries(baseline.elements.map((element, k) => [symbolOf(element), values[k]])),
    ...(baseline.offset >= 0 && { offset: values[baseline.offset] }),
    stressOffsets: Object.fromEntries(
      Object.entries(baseline.stress).map(([group, columns]) => [group, columns.map((column) => (column < 0 ? 0 : values[column]))]),
    ),
  }
}

function baselineOf({ references, offset, stressOffsets }: PotentialFile): Baseline {
  const parameters: Parameter[] = []
  const add = (key: string, value: number, unit: string): number => {
    const free = { lower: -Infinity, upper: Infinity, transform: "identity", fixed: true, linear: true, doc: "" } as const
    return parameters.push({ key, value, unit, ...free }) - 1
  }
  const elements = Object.entries(references).map(([symbol, value]) => {
    add(`reference.${symbol}`, value, "eV")
    return elementNumber(symbol)
  })
  const offsetIndex = offset === undefined ? -1 : add("offset", offset, "eV/atom")
  const stress = Object.fromEntries(
    Object.entries(stressOffsets).map(([group, values]) => [group, values.map((value, v) => add(`stress.${group}.${v}`, value, "eV/Å³"))]),
  )
  return { parameters, elements, offset: offsetIndex, stress }
}

function elementNumber(symbol: string): number {
  const number = numberOf(symbol)
  if (number === undefined) throw new SpecFailure(`no element is called ${symbol}`, { path: ["references", symbol] })
  return number
}
