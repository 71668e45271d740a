import { elementsOf, symbolOf } from "../../../atoms/elements.ts"
import { equilibriumOf } from "../../bulk/equilibrium.ts"
import type { Crystal } from "../../crystal/crystal.ts"
import { Failure } from "../../../failure/failure.ts"
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
export function ownCrystals(study: Study): OwnCrystals {
  const { point, crystal } = study
  return point.once(`${crystal.name}: crystals of its elements`, () => {
    const crystals = new Map<number, Crystal>()
    const missing: string[] = []
    for (const number of elementsOf(crystal.primitive.numbers)) {
      const own = ownCrystal(study, number)
      if (typeof own === "string") missing.push(own)
      else crystals.set(number, own)
    }
    return { crystals, missing }
  })
}

/** The crystal of an element, or why there is none. */
function ownCrystal({ point, reservoirs }: Study, number: number): Crystal | string {
  const symbol = symbolOf(number)
  try {
    const state = groundStateOf(number)
    const own = reservoirs?.get(number) ?? (state && nearestWell(point, crystalOfUsualVolume(state.prototype, [symbol])))
    if (!own) return `no crystal of ${symbol} is usual: --reservoirs can name one`
    const { trouble } = equilibriumOf(point, own)
    return trouble === null ? own : `${own.name} is no reservoir: ${trouble}`
  } catch (failure) {
    // Ions of one kind are a charge that a crystal cannot have.
    if (failure instanceof Failure) return `no crystal of ${symbol} alone: ${failure.message}`
    throw failure
  }
}
