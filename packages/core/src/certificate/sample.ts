import type { Structure } from "../atoms/structure.ts"

/** A structure on which laws are tried. */
export interface Sample {
  /** Such as `hot fcc Cu`, or `train.xyz (frame 3)`. */
  readonly name: string
  readonly structure: Structure
}

/** The shortest distance of a pair of elements that a potential is meant for. */
export interface ShortestDistance {
  /** Atomic numbers, the smaller first. */
  readonly elements: readonly [number, number]
  /** [Å] */
  readonly distance: number
  readonly origin: "data" | "crystal" | "molecule" | "cutoff"
}
