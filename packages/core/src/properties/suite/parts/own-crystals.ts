import { elementsOf, symbolOf } from "../../../atoms/elements.ts"
import { equilibriumOf } from "../../bulk/equilibrium.ts"
import type { Crystal } from "../../crystal/crystal.ts"
import { crystalOfUsualVolume, groundStateOf } from "../../crystal/ground-states.ts"
import { nearestWell } from "../../crystal/scaled.ts"
import type { Study } from "../study.ts"

/** The crystals in which the elements of a compound stand by themselves. */
export interface OwnCrystals {
  readonly crystals: ReadonlyMap<number, Crystal>
  /** Why there is none, by element. */
  readonly missing: readonly string[]
}

/** Those that are given, or usual, as far as the potential holds them. */
export function ownCrystals({ point, crystal, reservoirs }: Study): OwnCrystals {
  return point.once(`${crystal.name}: crystals of its elements`, () => {
    const crystals = new Map<number, Crystal>()
    const missing: string[] = []
    for (const number of elementsOf(crystal.primitive.numbers)) {
      const state = groundStateOf(number)
      const own = reservoirs?.get(number) ?? (state && nearestWell(point, crystalOfUsualVolume(state.prototype, [symbolOf(number)])))
      if (!own) {
        missing.push(`no crystal of ${symbolOf(number)} is usual: --reservoirs can name one`)
        continue
      }
      const { trouble } = equilibriumOf(point, own)
      if (trouble === null) crystals.set(number, own)
      else missing.push(`${own.name} is no reservoir: ${trouble}`)
    }
    return { crystals, missing }
  })
}
