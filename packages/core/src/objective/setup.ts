import type { ConfigurationList } from "../atoms/configuration-list.ts"
import type { Baseline } from "../observables/baseline.ts"
import type { PotentialSpec } from "../potentials/potential.ts"
import type { PropertyChoice } from "./data-class.ts"

/** What a thread needs to predict a data set: plain data that can be cloned into it. */
export interface DataSetup {
  readonly potential: PotentialSpec
  /** An array where threads are to hold the data: only plain data can be sent to them. */
  readonly configurations: ConfigurationList
  /** Configuration offsets of the chunks, `[C + 1]`. */
  readonly chunks: readonly number[]
  readonly baseline: Baseline
  /** A thread keeps neighbour graphs up to this size and builds the others anew each time [bytes]. */
  readonly graphBytes: number
}

/** What a thread needs to form residuals and their Jacobian. */
export interface ObjectiveSetup extends DataSetup {
  readonly use: PropertyChoice
  /** Whether energies and stresses count once for each atom. */
  readonly byAtoms: boolean
  /** By parameter of potential and baseline: the column of the design `[profiled | free]` it feeds, or −1. */
  readonly columns: Int32Array
  /** Columns of profiled parameters, the first of the design. */
  readonly profiled: number
  /** Columns of the design. */
  readonly width: number
}
