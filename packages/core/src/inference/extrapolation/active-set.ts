import type { ConfigurationList } from "../../atoms/configuration-list.ts"
import type { Executor } from "../../kernels/executor.ts"
import { mergeInto } from "../../linalg/triangle/combine-rows.ts"
import { unpackTriangle } from "../../linalg/triangle/pack.ts"
import { emptyTriangle } from "../../linalg/triangle/triangle.ts"
import type { ShardSetup } from "../../objective/streaming/shard-setup.ts"
import { createRowBasis, type RowBasis } from "../predictive/row-basis.ts"
import { type StructureTask, structureTasks, together } from "../structure-tasks.ts"
import { growVolume, invertSquare, product } from "./max-volume.ts"
import { type ExtremeSites, type ExtremeSetup, type PackedRows, type SiteGrader, siteJobs } from "./site-jobs.ts"

/** An atom whose surroundings are among the most extreme of the data. */
export interface ActiveAtom {
  readonly file: string
  readonly frame: number
  /** Index in its frame. */
  readonly atom: number
}

/**
 * Atoms of the data, one for each combination of functions that the data know, whose rows span the largest volume: the energy of any atom
 * is a combination `E = Σ_j c_j E_j` of theirs, and where |c_j| ≤ 1 it is an interpolation between them. Plain data.
 *
 * E. V. Podryabinkin, A. V. Shapeev, doi:10.1016/j.commatsci.2017.08.031.
 */
export interface ActiveSet extends SiteGrader {
  /** `[rank]` */
  readonly atoms: readonly ActiveAtom[]
}

/** Who does the work, and who is told of it. */
export interface ActiveSetOptions {
  readonly executor: Executor
  readonly onPass?: (pass: number) => void
}

/** Passes over the data at most: beyond the third few rows change. */
const PASSES = 12

/** Tasks of each thread whose rows are looked at together. */
const TASKS_PER_THREAD = 4

/** Size of the rows to begin with, times 1/√N: they are left behind as soon as every direction has been seen. */
const SMALL = 1e-3

/** Finds the active set of data for a potential that is linear in its parameters. */
export async function createActiveSet(
  setup: ShardSetup,
  configurations: ConfigurationList,
  { executor, onPass }: ActiveSetOptions,
): Promise<ActiveSet> {
  const basis = await siteBasis(setup, configurations, executor)
  const { rank } = basis
  const rows = new Float64Array(rank * rank)
  const places: (readonly [structure: number, atom: number] | undefined)[] = Array.from({ length: rank }, () => undefined)
  let atoms = 0
  for (const { structure } of configurations) atoms += structure.numbers.length
  for (let k = 0; k < rank; k++) rows[k * (rank + 1)] = SMALL / Math.sqrt(atoms)
  let inverse = invertSquare(rows, rank)
  for (let pass = 1; pass <= PASSES; pass++) {
    onPass?.(pass)
    let changed = false
    let first = 0
    for (const tasks of together(structureTasks(configurations), TASKS_PER_THREAD * Math.max(1, executor.threads))) {
      const round: ExtremeSetup = { basis, inverse }
      const found = await executor.map<StructureTask, ExtremeSites>(siteJobs.extremes, round, tasks)
      const starts: number[] = []
      for (const { configurations: own } of tasks) {
        starts.push(first)
        first += own.length
      }
      const offered = found.flatMap(({ sites, rows: own }, t) =>
        sites.map(([structure, atom], n) => ({
          place: [starts[t] + structure, atom] as const,
          row: own.subarray(n * rank, (n + 1) * rank),
        })),
      )
      if (offered.length === 0) continue
      const all = new Float64Array(offered.length * rank)
      offered.forEach(({ row }, n) => all.set(row, n * rank))
      const swaps = growVolume(product(all, offered.length, rank, inverse, rank), rank)
      for (const { row, place } of swaps) {
        rows.set(offered[row].row, place * rank)
        places[place] = offered[row].place
      }
      changed ||= swaps.length > 0
      if (swaps.length > 0) inverse = invertSquare(rows, rank)
    }
    if (!changed) break
  }
  return { basis, transform: product(basis.factor, basis.setup.width, rank, inverse, rank), atoms: named(places, configurations) }
}

/** The basis in which the rows of all atoms are orthonormal: their own spread. */
async function siteBasis(setup: ShardSetup, configurations: ConfigurationList, executor: Executor): Promise<RowBasis> {
  let triangle = emptyTriangle(setup.width)
  for (const tasks of together(structureTasks(configurations), Math.max(1, executor.threads))) {
    const parts = await executor.map<StructureTask, PackedRows>(siteJobs.triangle, setup, tasks)
    triangle = mergeInto(
      triangle,
      parts.map(({ rows, values }) => unpackTriangle(values, setup.width, rows)),
    )
  }
  return createRowBasis({ setup, joint: triangle })
}

function named(places: readonly (readonly [number, number] | undefined)[], configurations: ConfigurationList): readonly ActiveAtom[] {
  return places.map((place) => {
    if (!place) throw new Error("a direction that atoms span has no atom")
    const [structure, atom] = place
    const { file, frame } = configurations.slice(structure, structure + 1)[0].origin
    return { file, frame, atom }
  })
}
