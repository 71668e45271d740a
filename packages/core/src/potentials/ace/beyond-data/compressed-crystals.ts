import type { Regulariser, RegulariserRow } from "../../regulariser.ts"
import type { AceEvaluator } from "../fast/ace-evaluator.ts"
import type { AceCore, AceModel } from "../model.ts"
import { energyDifference } from "./energy-difference.ts"
import { type EnergyPoint, energyPoint } from "./energy-point.ts"
import type { MatterScale } from "./matter-scale.ts"
import { binaries, closePacked, dimer, distanceAt, type Prototype, structureOf } from "./prototypes.ts"

/** Ratio of the distances of one structure and the next: two lie close enough that nothing hides between them. */
const STEP = 0.99
/** Structures end at this part of the first distance, where a core is too weak to end them. */
const SMALLEST = 0.2
/** Relative compression that is a unit of a: soft, so that every solid is stiffer. */
const LENGTH = 0.4
/** Share of the universal curve, and of the core where it takes over, that is asked for. */
const SHARE = 0.5
/** What a slope may be short of, beside the slope at a = 1. */
const TOLERANCE = 0.05
/** One element among several may be smaller than the mean of all. */
const SMALLER = 0.75

/** From where on structures are denser than all data. */
export interface Compression extends MatterScale {
  /** Distance below which there are no data, by species of the pair [Å]. */
  readonly shortest: (first: number, second: number) => number
}

/**
 * What is known of structures that are denser than all data, where polynomials know no bounds: their energies rise with every further compression.
 * Crystals of each element and pair of elements are squeezed from `volume` or the shortest distance of the data, whichever they
 * meet first, and pairs of atoms from that distance, until the expansion has faded into its core. With x the distance of nearest
 * neighbours beside that at the beginning, a = (1 − x)/0.4 and s the share of the expansion,
 *
 *     −dE/dx ≥ ½ [energy s a exp(a)/0.4 − (1 − s) dC/dx]
 *
 * the slope of half the universal binding curve −energy (1 − a) exp(a), with a length that is larger than that of solids, and of half the core energy C.
 * Only slopes that fall short of this cost anything: the rows say nothing of how stiff a material is. Without a core there are none.
 * J. H. Rose, J. Ferrante and J. R. Smith, doi:10.1103/PhysRevLett.47.675.
 */
export function compressedCrystals(model: AceModel, evaluator: AceEvaluator, compression: Compression): readonly Regulariser[] {
  const { elements, core } = model
  if (!core) return []
  const { volume, shortest } = compression
  const several = elements.length > 1
  const rows = elements.flatMap((_, a) =>
    elements.slice(a).flatMap((_, other) => {
      const b = a + other
      const near = shortest(a, b)
      const own = a === b && several ? SMALLER * volume : volume
      const all = [...(a === b ? closePacked : []), ...binaries, dimer]
      return all.flatMap((prototype) =>
        rowsOf(model, core, evaluator, prototype, [a, b], Math.max(near, distanceAt(prototype, own)), compression.energy),
      )
    }),
  )
  const doc = "energies of crystals that are denser than all data rise with every further compression"
  return [Object.freeze({ name: "compressed crystals", doc, strength: TOLERANCE ** -2, rows })]
}

/** Rows of one structure, closer and closer. */
function rowsOf(
  model: AceModel,
  core: AceCore,
  evaluator: AceEvaluator,
  prototype: Prototype,
  species: readonly number[],
  first: number,
  energy: number,
): RegulariserRow[] {
  const rows: RegulariserRow[] = []
  const numbers = species.map((one) => model.elements[one])
  let before: EnergyPoint | undefined
  for (let distance = first; distance > SMALLEST * first; distance *= STEP) {
    const here = energyPoint(model, core, evaluator, structureOf(prototype, numbers, distance))
    if (here.share === 0 && (!before || before.share === 0)) break
    if (before) {
      const a = (1 - (0.5 * (1 + 1 / STEP) * distance) / first) / LENGTH
      // What the universal curve rises by from one distance to the next, where a = 1 but for the exponential.
      const unit = (SHARE * energy * Math.exp(a) * (1 / STEP - 1) * distance) / (LENGTH * first)
      const { share } = here
      const { parameters, coefficients, core: byCore } = energyDifference(here, before, unit)
      rows.push({ parameters, coefficients, atLeast: share * a - byCore * (1 - SHARE * (1 - share)) })
    }
    before = here
  }
  return rows
}
