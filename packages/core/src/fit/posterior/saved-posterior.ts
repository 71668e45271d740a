import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import type { Posterior, PosteriorClass } from "../../inference/posterior/posterior.ts"
import { shiftTriangle } from "../../linalg/triangle/change-columns.ts"
import { mergeInto } from "../../linalg/triangle/combine-rows.ts"
import { packTriangle, unpackTriangle } from "../../linalg/triangle/pack.ts"
import { emptyTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { ClassTriangles } from "../../objective/assemble-chunk.ts"
import { classKey } from "../../objective/data-class.ts"
import type { LinearStatistics } from "../../objective/streaming/linear-statistics.ts"
import { baselineSchema } from "../../objective/streaming/saved-statistics.ts"
import {
  bytesOfJson,
  bytesOfNumbers,
  digestBytes,
  jsonOfBytes,
  numbersOfBytes,
  type StatisticsStore,
} from "../../objective/streaming/statistics-store.ts"
import { properties } from "../../observables/property.ts"
import { readTriangle, type TrianglePiece, trianglePieceSchema, writeTriangle } from "../../objective/streaming/triangle-pieces.ts"

/** Triangles of the classes of data as they lie in a store: of unit-σ rows `√weight × [∂prediction/∂z | residual]`. */
export interface StoredClasses {
  readonly pieces: readonly TrianglePiece[]
  /** From where residuals are taken to the minimum, by column; empty where they are taken there. */
  readonly step: readonly number[]
}

/** A posterior that was read back, with the way to the triangles of its classes. */
export interface SavedPosterior {
  readonly posterior: Posterior
  readonly classes: StoredClasses
}

const HEADER = "posterior.json"
const NUMBERS = "posterior.bin"

/** Of the layout of these files: what is read must be what this program writes. */
const VERSION = 1

const numbers = z.array(z.number()).transform((values) => Float64Array.from(values))

const classSchema: z.ZodType<PosteriorClass> = z.strictObject({
  property: z.enum(["energy", "forces", "stress"]),
  group: z.string(),
  count: z.int(),
  sigma: z.number(),
  unit: z.string(),
  origin: z.enum(["given", "estimated"]),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  factor: z.number(),
  degrees: z.number().nullable(),
  // Runs of before say nothing of these.
  tails: z.strictObject({ scale: z.number(), part: z.number() }).nullable().default(null),
})

const packedSchema = z.strictObject({ rows: z.int(), length: z.int().min(0) })

const headerSchema = z.strictObject({
  format: z.literal("luthier-posterior"),
  version: z.int(),
  setup: z.strictObject({
    potential: z.looseObject({ kind: z.string() }),
    baseline: baselineSchema,
    use: z.strictObject({ energy: z.boolean(), forces: z.boolean(), stress: z.boolean() }),
    byAtoms: z.boolean(),
    columns: z.array(z.int()).transform((values) => Int32Array.from(values)),
    width: z.int(),
    theta: numbers,
    scales: numbers,
  }),
  columns: z.array(z.string()),
  profiled: z.int(),
  x: numbers,
  classes: z.array(classSchema),
  rounding: z.boolean().default(false),
  held: z.array(z.strictObject({ key: z.string(), reason: z.string() })),
  remarks: z.array(z.string()),
  triangles: z.array(packedSchema.extend({ of: z.enum(["joint", "targets", "priors", ...properties]) })),
  digest: z.string(),
  stored: z.strictObject({ pieces: z.array(trianglePieceSchema), step: z.array(z.number()) }),
})

/** Triangles of a posterior by what they are of, in the order in which they are written. */
function trianglesOf({ joint, targets, priors, properties: own }: Posterior) {
  return [
    { of: "joint" as const, triangle: joint },
    { of: "targets" as const, triangle: targets },
    { of: "priors" as const, triangle: priors },
    ...own.map(({ property, triangle }) => ({ of: property, triangle })),
  ]
}

/** Writes `posterior.json` and `posterior.bin` to a store. */
export async function savePosterior(store: StatisticsStore, { posterior, classes }: SavedPosterior): Promise<void> {
  const { joint: _, targets: __, priors: ___, properties: ____, setup, x, ...rest } = posterior
  const written = trianglesOf(posterior).map(({ of, triangle }) => ({ of, rows: triangle.rows, packed: packTriangle(triangle) }))
  const all = new Float64Array(written.reduce((sum, { packed }) => sum + packed.length, 0))
  written.reduce((at, { packed }) => (all.set(packed, at), at + packed.length), 0)
  const triangles = written.map(({ of, rows, packed }) => ({ of, rows, length: packed.length }))
  const bytes = bytesOfNumbers(all)
  const { columns, theta, scales } = setup
  await store.write(NUMBERS, bytes)
  await store.write(
    HEADER,
    bytesOfJson({
      ...{ format: "luthier-posterior", version: VERSION },
      setup: { ...setup, columns: Array.from(columns), theta: Array.from(theta), scales: Array.from(scales) },
      x: Array.from(x),
      ...rest,
      ...{ triangles, digest: await digestBytes(bytes), stored: classes },
    }),
  )
}

/**
 * The posterior in a store, or `undefined` where there is none.
 * @throws Failure when it is damaged or of another version
 */
export async function loadPosterior(store: StatisticsStore): Promise<SavedPosterior | undefined> {
  const header = await store.read(HEADER)
  if (!header) return undefined
  const parsed = headerSchema.safeParse(jsonOf(header))
  if (!parsed.success) throw damaged(`${HEADER} does not describe a posterior`)
  const { format: _, version, triangles, digest, stored, ...rest } = parsed.data
  if (version !== VERSION) throw damaged(`the posterior is of version ${version} of its layout, and this program reads version ${VERSION}`)
  const bytes = await store.read(NUMBERS)
  if (!bytes || (await digestBytes(bytes)) !== digest) throw damaged(`${NUMBERS} is ${bytes ? "damaged" : "missing"}`)
  const values = numbersOfBytes(bytes)
  let at = 0
  const read = new Map(
    triangles.map(({ of, rows, length }) => {
      return [of, unpackTriangle(values.subarray(at, (at += length)), rest.columns.length, rows)] as const
    }),
  )
  const [joint, targets, priors] = (["joint", "targets", "priors"] as const).map((part) => read.get(part))
  if (!joint || !targets || !priors) throw damaged(`${HEADER} names no joint triangle`)
  const own = properties.flatMap((property) => {
    const triangle = read.get(property)
    return triangle ? [{ property, triangle }] : []
  })
  return { posterior: { ...rest, joint, targets, priors, properties: own }, classes: stored }
}

/** Stores the triangles of the classes of an iterated fit, which are taken at its minimum. */
export async function storeClasses(store: StatisticsStore, triangles: ClassTriangles): Promise<StoredClasses> {
  const pieces: TrianglePiece[] = []
  for (const [key, triangle] of triangles) {
    const { n, rows } = triangle
    pieces.push(await writeTriangle(store, `class-${pieces.length}.bin`, { key, fold: 0 }, { n, rows, values: packTriangle(triangle) }))
  }
  return { pieces, step: [] }
}

/** The classes of a fit that was solved from statistics: their pieces are there already. */
export function classesOfStatistics({ setup }: Pick<Posterior, "setup">, { pieces, theta }: LinearStatistics): StoredClasses {
  const step = new Float64Array(setup.width)
  setup.columns.forEach((column, k) => {
    if (column >= 0 && setup.scales[k] === 1) step[column] = setup.theta[k] - theta[k]
  })
  return { pieces, step: Array.from(step) }
}

/** The triangle of one class at the minimum, of unit-σ rows; times `factor` of the class it is in units of σ. One class is in memory at a time. */
export async function classTriangle(
  { posterior, classes: { pieces, step } }: SavedPosterior,
  store: StatisticsStore,
  { property, group }: Pick<PosteriorClass, "property" | "group">,
): Promise<Triangle> {
  const key = classKey(group, property)
  let total = emptyTriangle(posterior.columns.length)
  for (const piece of pieces) if (piece.key === key) total = mergeInto(total, [await readTriangle(store, piece)])
  return step.length > 0 ? shiftTriangle(total, Float64Array.from(step)) : total
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return jsonOfBytes(bytes)
  } catch {
    return undefined
  }
}

function damaged(what: string): Failure {
  return new Failure(what, { advice: "write it anew with luthier report, which reads the data again" })
}
