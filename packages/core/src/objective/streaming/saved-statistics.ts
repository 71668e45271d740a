import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import type { Baseline } from "../../observables/baseline.ts"
import type { Parameter } from "../../potentials/parameters.ts"
import type { PotentialSpec } from "../../potentials/potential.ts"
import { createPotential } from "../../potentials/registry.ts"
import type { DataStatistics } from "../../potentials/resolve/data-statistics.ts"
import type { DataDescription } from "../data-description.ts"
import type { LinearStatistics } from "./linear-statistics.ts"
import { basisFingerprint } from "./probe-basis.ts"
import { bytesOfJson, digestBytes, jsonOfBytes, type StatisticsStore } from "./statistics-store.ts"
import { trianglePieceSchema } from "./triangle-pieces.ts"

/** What data statistics are of: all that a later fit must know that does not read them again. */
export interface StatisticsSource {
  /** SHA-256 by path. */
  readonly files: Readonly<Record<string, string>>
  /** What an `auto` in the description of a potential is taken from. */
  readonly data: DataStatistics
  /** Shortest distance of every element pair [Å]. */
  readonly shortest: Readonly<Record<string, number>>
  readonly configurations: number
}

/** Statistics as they are kept with a run. */
export interface SavedStatistics {
  readonly statistics: LinearStatistics
  readonly source: StatisticsSource
}

/** Name of the piece that describes the others. */
const HEADER = "statistics.json"

const numbers = z.record(z.string(), z.number())

// JSON has no infinity: a bound that is none is written as null.
const parameterSchema = z.strictObject({
  key: z.string(),
  value: z.number(),
  unit: z.string(),
  lower: z
    .number()
    .nullable()
    .transform((bound) => bound ?? -Infinity),
  upper: z
    .number()
    .nullable()
    .transform((bound) => bound ?? Infinity),
  transform: z.enum(["identity", "log"]),
  fixed: z.boolean(),
  tie: z.strictObject({ key: z.string(), factor: z.number() }).exactOptional(),
  linear: z.boolean(),
  doc: z.string(),
}) satisfies z.ZodType<Parameter>

/** Reads a baseline as JSON holds it. */
export const baselineSchema: z.ZodType<Baseline> = z.strictObject({
  parameters: z.array(parameterSchema),
  elements: z.array(z.int()),
  offset: z.int(),
  stress: z.record(z.string(), z.array(z.int())),
})

const treatment = z.enum(["fit", "profile", "none"])

const descriptionSchema = z.strictObject({
  classes: z.array(
    z.strictObject({ group: z.string(), property: z.enum(["energy", "forces", "stress"]), count: z.int(), atoms: z.number() }),
  ),
  baseline: baselineSchema,
  settings: z.strictObject({
    references: z.union([z.enum(["fit", "profile", "isolated", "none"]), numbers]),
    offset: z.union([treatment, z.number()]),
    stressOffset: z.strictObject({
      treatment,
      form: z.enum(["hydrostatic", "full"]),
      per: z.enum(["group", "data set"]),
      groups: z.array(z.string()).optional(),
    }),
  }),
  profiled: z.array(z.string()),
  lowest: z.array(z.strictObject({ shares: z.array(z.number()), energy: z.number() })).exactOptional(),
  held: z.array(z.strictObject({ key: z.string(), reason: z.string() })).exactOptional(),
  notices: z.array(z.string()),
}) satisfies z.ZodType<DataDescription>

const savedSchema = z.strictObject({
  statistics: z.strictObject({
    potential: z.looseObject({ kind: z.string() }) satisfies z.ZodType<PotentialSpec>,
    columns: z.array(z.string()),
    theta: z.array(z.number()),
    use: z.strictObject({ energy: z.boolean(), forces: z.boolean(), stress: z.boolean() }),
    byAtoms: z.boolean(),
    folds: z.int().min(1),
    description: descriptionSchema,
    pieces: z.array(trianglePieceSchema),
  }),
  source: z.strictObject({
    files: z.record(z.string(), z.string()),
    data: z.strictObject({
      elements: z.array(z.int()),
      minimumDistance: numbers,
      nearestNeighbour: numbers,
      crowded: z.record(z.string(), z.record(z.string(), z.array(z.number()))).exactOptional(),
      volumePerAtom: z.number().exactOptional(),
      energySpread: z.number().exactOptional(),
    }),
    shortest: numbers,
    configurations: z.int(),
  }),
  basis: z.array(z.number()),
}) satisfies z.ZodType<SavedStatistics & { readonly basis: readonly number[] }>

/** Of the layout of statistics: what is read must be what this program writes. */
const VERSION = 2

/** Relative difference of fingerprints below which functions are the same, whatever kernels computed them. */
const SAME = 1e-9

/** Writes what describes the pieces of a store, last of all: without it they do not count. */
export async function saveStatistics(store: StatisticsStore, saved: SavedStatistics): Promise<void> {
  const content = { ...saved, basis: basisFingerprint(createPotential(saved.statistics.potential)) }
  const digest = await digestBytes(bytesOfJson(content))
  await store.write(HEADER, bytesOfJson({ format: "luthier-statistics", version: VERSION, digest, ...content }))
}

/**
 * The statistics of a store, or `undefined` where there are none.
 * @throws Failure when they are damaged, of another version, or of functions that this program computes otherwise.
 */
export async function loadStatistics(store: StatisticsStore): Promise<SavedStatistics | undefined> {
  const bytes = await store.read(HEADER)
  if (!bytes) return undefined
  try {
    const { format: _, version, digest, ...content } = headerSchema.parse(jsonOfBytes(bytes))
    if (version !== VERSION) {
      throw damaged(`the statistics are of version ${version} of their layout, and this program reads version ${VERSION}`)
    }
    if (digest !== (await digestBytes(bytesOfJson(content)))) throw damaged("the statistics are damaged")
    const { basis, ...saved } = savedSchema.parse(content)
    checkBasis(saved, basis)
    return saved
  } catch (cause) {
    throw cause instanceof Failure ? cause : damaged(`${HEADER} does not describe statistics`, cause)
  }
}

function checkBasis({ statistics: { potential } }: SavedStatistics, basis: readonly number[]): void {
  const now = basisFingerprint(createPotential(potential))
  const size = basis.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (now.length === basis.length && now.every((value, k) => Math.abs(value - basis[k]) <= SAME * size)) return
  throw damaged(`the statistics were taken by a version of this program that computes the functions of kind ${potential.kind} otherwise`)
}

const headerSchema = z.looseObject({ format: z.literal("luthier-statistics"), version: z.int(), digest: z.string() })

function damaged(what: string, cause?: unknown): Failure {
  return new Failure(what, { advice: "fit anew from the data", cause })
}
