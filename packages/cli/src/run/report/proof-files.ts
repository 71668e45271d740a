import { existsSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { type PropertiesRecord, stabilitySchema } from "@luthier/core"
import type { CertificateRecord, StabilityRecord } from "@luthier/core/report"
import { z } from "zod"
import { shownPath } from "../read-data.ts"

/** What was found out about a potential beside its fit, as files in the folder of its run have it. */
export interface Proofs {
  readonly certificate?: CertificateRecord
  readonly stability: readonly StabilityRecord[]
  readonly properties: readonly PropertiesRecord[]
  /** Files that could not be read, a sentence each. */
  readonly unread: readonly string[]
}

// JSON has no infinities: null stands for what is no number.
const known = z.number().nullable()
const text = z.string()
const point = z.object({ x: z.number(), y: known })

const certificateFile: z.ZodType<CertificateRecord> = z.object({
  passed: z.boolean(),
  checks: z.array(
    z.object({
      ...{ name: text, law: text, quantity: text, unit: text, worst: text, measured: known, bound: known, compared: z.number() },
      verdict: z.enum(["pass", "fail", "not applicable"]),
    }),
  ),
  samples: z.array(z.object({ name: text, atoms: z.number() })),
  refused: z.array(text),
  crystals: z.array(z.object({ name: text, nearest: z.number(), volume: z.number(), energy: z.number() })),
  dimers: z.array(
    z.object({
      ...{ pair: text, distances: z.array(z.number()), energies: z.array(known), shortest: z.number() },
      origin: z.enum(["data", "crystal", "molecule", "cutoff"]),
    }),
  ),
})

const stabilityFile: z.ZodType<StabilityRecord> = z.object({
  passed: z.boolean(),
  settings: stabilitySchema,
  crystals: z.array(z.object({ name: text, volume: z.number(), binding: z.number(), melting: z.number() })),
  trials: z.array(
    z.object({
      ...{ kind: text, name: text, passed: z.boolean(), reason: text.nullable(), atoms: z.number(), temperature: z.number() },
      ...{ seed: z.number(), timestep: z.number(), picoseconds: z.number(), drift: known, mean: known, swelling: known },
      ...{ depth: known, shortest: known, file: text.exactOptional() },
    }),
  ),
  notices: z.array(text),
})

const curves = z.object({
  ...{ kind: z.literal("curves"), key: text, caption: text, x: text, y: text },
  curves: z.array(z.object({ name: text, points: z.array(point), mark: z.enum(["line", "dots", "both"]) })),
  range: z.tuple([z.number(), z.number()]).exactOptional(),
})
const bands = z.object({
  ...{
    kind: z.literal("bands"),
    key: text,
    caption: text,
    unit: text,
    places: z.array(z.number()),
    branches: z.array(z.array(z.number())),
  },
  ticks: z.array(z.object({ at: z.number(), label: text })),
  density: z.object({ frequencies: z.array(z.number()), values: z.array(z.number()) }),
})
const propertiesFile: z.ZodType<PropertiesRecord> = z.object({
  suite: z.enum(["metal", "semiconductor", "molecule", "liquid", "melting", "heating"]),
  subject: text,
  reference: text.nullable(),
  properties: z.array(
    z.object({
      ...{ key: text, part: text, label: text, unit: text, trouble: text.nullable() },
      ...{ value: known, standardError: known, reference: known, deviation: known },
    }),
  ),
  parts: z.array(
    z.object({ name: text, title: text, remarks: z.array(text), figures: z.array(z.discriminatedUnion("kind", [curves, bands])) }),
  ),
})

/** Reads what `luthier certify`, the gates and `luthier properties` left in the folder of a run. */
export async function readProofs(folder: string): Promise<Proofs> {
  const unread: string[] = []
  const read = async <T>(file: string, schema: z.ZodType<T>): Promise<readonly T[]> => {
    if (!existsSync(file)) return []
    const found = schema.safeParse(await parsed(file))
    if (found.success) return [found.data]
    unread.push(`${shownPath(file)} is none that this version reads, and is left out of the report: write it anew`)
    return []
  }
  const names = (await readdir(folder)).filter((name) => existsSync(join(folder, name, "properties.json"))).sort()
  const [certificate] = await read(join(folder, "certificate", "certificate.json"), certificateFile)
  const stability: StabilityRecord[] = []
  for (const place of ["stability", "certificate/stability"]) {
    for (const record of await read(join(folder, place, "stability.json"), stabilityFile)) {
      // Of the folder of the run, where the report is.
      const trials = record.trials.map((trial) => (trial.file === undefined ? trial : { ...trial, file: `${place}/${trial.file}` }))
      stability.push({ ...record, trials })
    }
  }
  const properties: PropertiesRecord[] = []
  for (const name of names) properties.push(...(await read(join(folder, name, "properties.json"), propertiesFile)))
  return { ...(certificate && { certificate }), stability, properties, unread }
}

async function parsed(file: string): Promise<unknown> {
  const content = await readFile(file, "utf8")
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
