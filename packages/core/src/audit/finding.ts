import type { Configuration, Origin } from "../atoms/structure.ts"

/** One thing a fitter should know about the data before using them. */
export interface Finding {
  /** `error`: a fit would be wrong; `warning`: look before you fit; `note`: good to know. */
  readonly severity: "error" | "warning" | "note"
  /** Stable name of the kind of finding, such as `net-force`. */
  readonly code: string
  /** What was found, with its numbers. */
  readonly message: string
  /** What to do. */
  readonly advice: string
  /** The first few frames it was found in. */
  readonly frames: readonly Origin[]
}

/** A named part of the data: `train`, `test`, or a file. */
export interface DataSet {
  readonly name: string
  readonly configurations: readonly Configuration[]
}

/** The frames of a finding: the first five, in the order given. */
export function firstOrigins(configurations: readonly Configuration[]): readonly Origin[] {
  return configurations.slice(0, 5).map((configuration) => configuration.origin)
}
