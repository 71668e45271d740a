import type { Configuration } from "../../atoms/structure.ts"
import type { Baseline } from "../../observables/baseline.ts"
import type { PotentialSpec } from "../../potentials/potential.ts"
import type { PropertyChoice } from "../data-class.ts"

/** What a thread must know to form rows, beside the configurations themselves. Plain data. */
export interface ShardSetup {
  readonly potential: PotentialSpec
  readonly baseline: Baseline
  readonly use: PropertyChoice
  readonly byAtoms: boolean
  /** By parameter of potential and baseline: the column it feeds, or −1. */
  readonly columns: Int32Array
  readonly width: number
  /** Where residuals are taken. */
  readonly theta: Float64Array
  /** By parameter: ∂θ/∂column. */
  readonly scales: Float64Array
  /** Where rows are weighted by how far off they are. */
  readonly noise?: RowNoise
}

/** Noise of Student's t distribution that rows are weighted by. */
export interface RowNoise {
  /** Step from θ that residuals are taken at, `[width]`. */
  readonly x: Float64Array
  /** By class key: factor/σ of its rows, and ν. */
  readonly classes: ReadonlyMap<string, { readonly scale: number; readonly degrees: number }>
}

/** The configurations of one shard. */
export interface ShardTask {
  readonly configurations: readonly Configuration[]
}

/** A triangle as it is sent and stored: `values` by `packTriangle`. */
export interface PackedTriangle {
  readonly n: number
  /** Rows that went in. */
  readonly rows: number
  /** Of rows that were weighted by their noise: Σ (ln w − w). */
  readonly spread?: number
  readonly values: Float64Array
}

/** The triangles of one shard by class key, of unit-σ rows `√weight × [∂prediction/∂column | residual]`. */
export type ShardResult = ReadonlyMap<string, PackedTriangle>
