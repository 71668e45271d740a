import type { Configuration } from "../../atoms/structure.ts"
import { registerJob } from "../../kernels/jobs.ts"
import { accumulate } from "../../linalg/triangle/accumulate.ts"
import { packTriangle } from "../../linalg/triangle/pack.ts"
import { emptyTriangle } from "../../linalg/triangle/triangle.ts"
import type { ShardSetup } from "../../objective/streaming/shard-setup.ts"
import { reachesUnseen, type RowBasis } from "../predictive/row-basis.ts"
import type { StructureTask } from "../structure-tasks.ts"
import { growVolume, product } from "./max-volume.ts"
import { visitSites } from "./visit-sites.ts"

/** Names of the jobs; whoever runs them imports them from here, so that they are registered. */
export const siteJobs = { triangle: "inference.sites", extremes: "inference.extreme-sites", grades: "inference.site-grades" } as const

/** Triangle of the rows of atoms. */
export interface PackedRows {
  readonly rows: number
  readonly values: Float64Array
}

function siteTriangle(setup: ShardSetup, { configurations }: StructureTask): PackedRows {
  const { width } = setup
  let triangle = emptyTriangle(width)
  visitSites(setup, configurations, ({ configuration, rows }) => {
    const atoms = configuration.structure.numbers.length
    const wide = new Float64Array(atoms * (width + 1))
    for (let i = 0; i < atoms; i++) wide.set(rows.subarray(i * width, (i + 1) * width), i * (width + 1))
    triangle = accumulate(triangle, wide, atoms)
  })
  return { rows: triangle.rows, values: packTriangle(triangle) }
}

/** What threads know of the active set while it is found. */
export interface ExtremeSetup {
  readonly basis: RowBasis
  /** A⁻¹, row-major `[rank × rank]`. */
  readonly inverse: Float64Array
}

/** Atoms that would enlarge the volume. */
export interface ExtremeSites {
  /** Index of the structure in the task, and of the atom in it. */
  readonly sites: readonly (readonly [structure: number, atom: number])[]
  /** Their rows u = Bᵀx, row-major `[sites × rank]`. */
  readonly rows: Float64Array
}

function extremeSites({ basis, inverse }: ExtremeSetup, { configurations }: StructureTask): ExtremeSites {
  const { rank, factor, setup } = basis
  const whitened = new Float64Array(rank * countAtoms(configurations))
  const sites: (readonly [number, number])[] = []
  visitSites(setup, configurations, ({ configuration, index, rows }) => {
    const atoms = configuration.structure.numbers.length
    whitened.set(product(rows, atoms, setup.width, factor, rank), sites.length * rank)
    for (let i = 0; i < atoms; i++) sites.push([index, i])
  })
  const swaps = growVolume(product(whitened, sites.length, rank, inverse, rank), rank)
  const out = new Float64Array(swaps.length * rank)
  swaps.forEach(({ row }, n) => out.set(whitened.subarray(row * rank, (row + 1) * rank), n * rank))
  return { sites: swaps.map(({ row }) => sites[row]), rows: out }
}

function countAtoms(configurations: readonly Configuration[]): number {
  return configurations.reduce((sum, { structure }) => sum + structure.numbers.length, 0)
}

/** What threads know of the active set once it is found. */
export interface SiteGrader {
  readonly basis: RowBasis
  /** B A⁻¹, row-major `[width × rank]`: c = x B A⁻¹ for the row x of an atom. */
  readonly transform: Float64Array
}

/** γ = max_j |c_j| of every atom, by structure; infinite for one that reaches beyond all that the data span. */
function siteGrades({ basis, transform }: SiteGrader, { configurations }: StructureTask): Float64Array[] {
  const { rank, setup } = basis
  const { width } = setup
  const grades: Float64Array[] = []
  visitSites(setup, configurations, ({ configuration, rows }) => {
    const atoms = configuration.structure.numbers.length
    const c = product(rows, atoms, width, transform, rank)
    const own = Float64Array.from({ length: atoms }, (_, i) => {
      if (reachesUnseen(basis, rows.subarray(i * width, (i + 1) * width))) return Infinity
      let most = 0
      for (let k = i * rank; k < (i + 1) * rank; k++) most = Math.max(most, Math.abs(c[k]))
      return most
    })
    grades.push(own)
  })
  return grades
}

registerJob(siteJobs.triangle, siteTriangle)
registerJob(siteJobs.extremes, extremeSites)
registerJob(siteJobs.grades, siteGrades)
