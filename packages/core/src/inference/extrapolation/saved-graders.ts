import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import {
  bytesOfJson,
  bytesOfNumbers,
  digestBytes,
  jsonOfBytes,
  numbersOfBytes,
  type StatisticsStore,
} from "../../objective/streaming/statistics-store.ts"
import type { Posterior } from "../posterior/posterior.ts"
import type { ActiveSet } from "./active-set.ts"

/** What is kept of the data of a fit for grading: they need not be read again. */
export interface SavedGraders {
  readonly active?: ActiveSet
  /** The largest standard error of a force in the data [eV/Å]. */
  readonly largest?: number
}

const HEADER = "active-set.json"
const NUMBERS = "active-set.bin"

/** Of the layout of these files: what is read must be what this program writes. */
const VERSION = 1

const headerSchema = z.strictObject({
  format: z.literal("luthier-active-set"),
  version: z.literal(VERSION),
  /** SHA-256 of the joint triangle of the posterior that it belongs to. */
  posterior: z.string(),
  largest: z.number().nullable(),
  rank: z.int().nullable(),
  atoms: z.array(z.strictObject({ file: z.string(), frame: z.int(), atom: z.int() })),
  digest: z.string(),
})

type KnownPosterior = Pick<Posterior, "joint" | "setup">

/** Writes `active-set.json`, with the names of the active atoms, and `active-set.bin`. */
export async function saveGraders(store: StatisticsStore, { active, largest }: SavedGraders, posterior: KnownPosterior): Promise<void> {
  const arrays = active ? arraysOf(active) : []
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0))
  arrays.reduce((at, array) => (all.set(array, at), at + array.length), 0)
  const bytes = bytesOfNumbers(all)
  await store.write(NUMBERS, bytes)
  await store.write(
    HEADER,
    bytesOfJson({
      ...{ format: "luthier-active-set", version: VERSION, posterior: await digestOf(posterior) },
      ...{ largest: largest ?? null, rank: active?.basis.rank ?? null, atoms: active?.atoms ?? [], digest: await digestBytes(bytes) },
    }),
  )
}

/** What was saved with a fit; nothing where it is of another one, or of an earlier layout. @throws Failure when it is damaged. */
export async function loadGraders(store: StatisticsStore, posterior: KnownPosterior): Promise<SavedGraders> {
  const header = await store.read(HEADER)
  if (!header) return {}
  const parsed = headerSchema.safeParse(contentOf(header))
  if (!parsed.success || parsed.data.posterior !== (await digestOf(posterior))) return {}
  const { largest, rank, atoms, digest } = parsed.data
  const bytes = await store.read(NUMBERS)
  if (!bytes || (await digestBytes(bytes)) !== digest) {
    throw new Failure(`${NUMBERS} is ${bytes ? "damaged" : "missing"}`, { advice: `remove ${HEADER}: it is made again` })
  }
  return {
    ...(largest !== null && { largest }),
    ...(rank !== null && { active: activeSet(posterior, rank, atoms, numbersOfBytes(bytes)) }),
  }
}

function arraysOf({ basis: { factor, unseen, units }, transform }: ActiveSet): readonly Float64Array[] {
  return [factor, transform, unseen, units]
}

function activeSet({ setup }: KnownPosterior, rank: number, atoms: ActiveSet["atoms"], numbers: Float64Array): ActiveSet {
  const { potential, baseline, columns, width, theta, scales } = setup
  let at = 0
  const next = (length: number): Float64Array => numbers.slice(at, (at += length))
  const [factor, transform, unseen, units] = [width * rank, width * rank, width * (width - rank), width].map(next)
  const use = { energy: true, forces: true, stress: true }
  const basis = { setup: { potential, baseline, columns, width, theta, scales, use, byAtoms: false }, rank, factor, unseen, units }
  return { basis, transform, atoms }
}

function digestOf({ joint }: KnownPosterior): Promise<string> {
  return digestBytes(bytesOfNumbers(joint.data))
}

function contentOf(bytes: Uint8Array): unknown {
  try {
    return jsonOfBytes(bytes)
  } catch {
    return undefined
  }
}
