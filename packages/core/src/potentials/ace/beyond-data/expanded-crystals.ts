import type { Regulariser, RegulariserRow } from "../../regulariser.ts"
import type { AceEvaluator } from "../fast/ace-evaluator.ts"
import type { AceModel } from "../model.ts"
import { energyDifference } from "./energy-difference.ts"
import { type EnergyPoint, energyPoint } from "./energy-point.ts"
import type { MatterScale } from "./matter-scale.ts"
import { binaries, closePacked, dimer, distanceAt, structureOf } from "./prototypes.ts"

/** Distance with which crystals begin, beside that of close packing where the data end: about 1.14 of that of the data. */
const FIRST = 1.25
/** Ratio of the distances of one structure and the next. */
const STEP = 1.02
/** What energies may fall by while the distance grows by itself, in cohesive energies. */
const TOLERANCE = 0.05

/**
 * What is known of crystals whose nearest neighbours are farther apart than they are in close packing at rest, which has the longest
 * bonds of all crystals: they lose their binding when they are pulled further apart,
 *
 *     dE/dx ≥ 0
 *
 * with x the distance of nearest neighbours. Few data have such distances alone, and polynomials that are made for shells of neighbours
 * put barriers between them, and wells of several eV behind the barriers. Crystals of each element and pair of elements are pulled apart
 * from there until no atom sees another one. Only energies that fall cost anything. Without a core there are no rows.
 */
export function expandedCrystals(model: AceModel, evaluator: AceEvaluator, { volume, energy }: MatterScale): readonly Regulariser[] {
  const { elements, core, cutoff } = model
  if (!core) return []
  const first = FIRST * distanceAt(closePacked[0], volume)
  const rows = elements.flatMap((one, a) =>
    elements.slice(a).flatMap((other) => {
      const crystals = [...(one === other ? closePacked : []), ...binaries, dimer]
      return crystals.flatMap((prototype) => {
        const rowsOfOne: RegulariserRow[] = []
        let before: EnergyPoint | undefined
        for (let distance = first; distance < STEP * cutoff; distance *= STEP) {
          const here = energyPoint(model, core, evaluator, structureOf(prototype, [one, other], distance))
          if (before) {
            const { parameters, coefficients, core: byCore } = energyDifference(here, before, energy * Math.log(STEP))
            if (parameters.length > 0) rowsOfOne.push({ parameters, coefficients, atLeast: -byCore })
          }
          before = here
        }
        return rowsOfOne
      })
    }),
  )
  const doc = "crystals that are pulled apart further than the data reach lose their binding"
  return [Object.freeze({ name: "expanded crystals", doc, strength: TOLERANCE ** -2, rows })]
}
