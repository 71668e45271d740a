import type { Model } from "./model.ts"
import type { Sample, ShortestDistance } from "./sample.ts"
import type { Reference } from "./scans/hull.ts"
import type { ReferenceCrystal } from "./surroundings/crystals.ts"

/** Sizes against which deviations are small or large. */
interface Scales {
  /** Of an atom's binding [eV]. */
  readonly energy: number
  /** Of neighbours' distance [Å]. */
  readonly length: number
  /** energy/length [eV/Å] */
  readonly force: number
}

/** How much is tried. */
export type Effort = "full" | "quick"

/** Everything that the checks of a certificate are made with. */
export interface Bench extends Model {
  readonly samples: readonly Sample[]
  readonly crystals: readonly ReferenceCrystal[]
  /** Energies of what is known to exist: free atoms, crystals, data. */
  readonly references: readonly Reference[]
  /** Of every pair of elements. */
  readonly shortest: readonly ShortestDistance[]
  readonly scales: Scales
  readonly effort: Effort
  random(): number
  /** Time [ms], for the check of cost. */
  clock(): number
}
