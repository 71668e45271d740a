import { z } from "zod"
import type { StatisticsStore } from "../../objective/streaming/statistics-store.ts"
import type { Posterior } from "../posterior/posterior.ts"
import { type Beside, readBeside, writeBeside } from "../posterior/saved-beside.ts"
import type { ActiveSet } from "./active-set.ts"

/** What is kept of the data of a fit for grading: they need not be read again. */
export interface SavedGraders {
  readonly active?: ActiveSet
  /** The largest standard error of a force in the data [eV/Å]. */
  readonly largest?: number
}

const FILES = { header: "active-set.json", numbers: "active-set.bin" }

/** Of the layout of these files: what is read must be what this program writes. */
const VERSION = 1

const headerSchema = z.strictObject({
  format: z.literal("luthier-active-set"),
  version: z.literal(VERSION),
  largest: z.number().nullable(),
  rank: z.int().nullable(),
  atoms: z.array(z.strictObject({ file: z.string(), frame: z.int(), atom: z.int() })),
})

type KnownPosterior = Pick<Posterior, "joint" | "setup">

/** Writes `active-set.json`, with the names of the active atoms, and `active-set.bin`. */
export async function saveGraders(store: StatisticsStore, { active, largest }: SavedGraders, posterior: KnownPosterior): Promise<void> {
  const description = {
    ...{ format: "luthier-active-set", version: VERSION, largest: largest ?? null },
    ...{ rank: active?.basis.rank ?? null, atoms: active?.atoms ?? [] },
  }
  await writeBeside(store, FILES, posterior, description, active ? arraysOf(active) : [])
}

/** What was saved with a fit; nothing where it is of another one, or of an earlier layout. @throws Failure when it is damaged. */
export async function loadGraders(store: StatisticsStore, posterior: KnownPosterior): Promise<SavedGraders> {
  const read = await readBeside(store, FILES, posterior, headerSchema)
  if (!read) return {}
  const { largest, rank, atoms } = read.description
  return {
    ...(largest !== null && { largest }),
    ...(rank !== null && { active: activeSet(posterior, rank, atoms, read.next) }),
  }
}

function arraysOf({ basis: { factor, unseen, units }, transform }: ActiveSet): readonly Float64Array[] {
  return [factor, transform, unseen, units]
}

function activeSet({ setup }: KnownPosterior, rank: number, atoms: ActiveSet["atoms"], next: Beside<unknown>["next"]): ActiveSet {
  const { potential, baseline, columns, width, theta, scales } = setup
  const [factor, transform, unseen, units] = [width * rank, width * rank, width * (width - rank), width].map(next)
  const use = { energy: true, forces: true, stress: true }
  const basis = { setup: { potential, baseline, columns, width, theta, scales, use, byAtoms: false }, rank, factor, unseen, units }
  return { basis, transform, atoms }
}
