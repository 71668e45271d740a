import { cellVolume } from "../atoms/cell.ts"
import type { DataSet } from "./finding.ts"

/** What a fit will need. */
export interface SizeEstimate {
  readonly atoms: number
  /** Pairs within the cutoff, each once. */
  readonly pairs: number
  /** For neighbour graphs, reference data and factors [bytes]. */
  readonly memory: number
  /** Of one Jacobian evaluation on one core, for about 30 parameters [s]. */
  readonly seconds: number
}

/** Graph arrays, their half view and the structures themselves, per pair. */
const BYTES_PER_PAIR = 130
const BYTES_PER_ATOM = 400
/** Measured for an embedded-atom potential of 30 parameters; a pair potential takes a third of it. */
const SECONDS_PER_PAIR = 1e-6

/** Estimates memory and time from densities and the cutoff [Å]. */
export function estimateSize(sets: readonly DataSet[], cutoff: number): SizeEstimate {
  let atoms = 0
  let pairs = 0
  for (const { configurations } of sets) {
    for (const { structure } of configurations) {
      const n = structure.numbers.length
      atoms += n
      const most = (n * (n - 1)) / 2
      const dense = structure.cell ? (n * (n / cellVolume(structure.cell)) * 4 * Math.PI * cutoff ** 3) / 6 : most
      pairs += structure.cell && structure.pbc.some(Boolean) ? dense : Math.min(dense, most)
    }
  }
  return { atoms, pairs: Math.round(pairs), memory: BYTES_PER_PAIR * pairs + BYTES_PER_ATOM * atoms, seconds: SECONDS_PER_PAIR * pairs }
}
