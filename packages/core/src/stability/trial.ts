import type { Structure } from "../atoms/structure.ts"
import type { Ensemble } from "../dynamics/integrators/ensemble.ts"

/** What kind of matter is tried. */
export type TrialKind = "constant energy" | "constant volume" | "zero pressure" | "compressed" | "surface" | "random start"

/** A piece of matter that is to be set in motion. */
export interface Trial {
  readonly kind: TrialKind
  /** Such as `fcc Cu compressed to 0.5 of its volume, 2716 K, seed 2`. */
  readonly name: string
  readonly structure: Structure
  /** Whether atoms go to the nearest minimum before they are set in motion. */
  readonly relaxed: boolean
  readonly ensemble: Ensemble
  /** [K] */
  readonly temperature: number
  readonly seed: number
  /** [fs] */
  readonly timestep: number
  readonly steps: number
  /** Energy of the lowest crystal of its density [eV per atom]: matter that comes to lie well below it has collapsed. */
  readonly lowest: number
  /** What a bond is worth: the energy that binds the crystal [eV per atom]. */
  readonly binding: number
  /** Distance below which two atoms lie on each other [Å]. */
  readonly touching: number
}

/** What became of a trial. */
export interface TrialResult {
  readonly kind: TrialKind
  readonly name: string
  readonly passed: boolean
  /** Why it failed. */
  readonly reason: string | null
  readonly atoms: number
  /** [K] */
  readonly temperature: number
  readonly seed: number
  /** [fs] */
  readonly timestep: number
  /** How long matter moved [ps]. */
  readonly picoseconds: number
  /** Slope of what should be conserved, by least squares [eV per atom and ps]; null of less than three points. */
  readonly drift: number | null
  /** Lowest potential energy beside that of the lowest crystal of the density [eV per atom]. */
  readonly depth: number
  /** Mean temperature of the second half [K]; null of none. */
  readonly mean: number | null
  /** Shortest distance that was seen [Å]. */
  readonly shortest: number
  /** Volume at the end beside that at the beginning; null without one. */
  readonly swelling: number | null
  /** Of a failure: where the motion began, the last look at which all was well, and the one that shows it; without what no method could label. */
  readonly structures: readonly Structure[]
}
