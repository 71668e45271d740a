import { speciesPair } from "../../graph/pair-segments.ts"
import type { RadialFunction } from "../functions/radial.ts"

/** The energy of one unordered pair of elements, φ(r) [eV]. */
export interface PairTerm {
  readonly radial: RadialFunction
  /** Its parameters are θ[offset] to θ[offset + radial.parameters.length − 1]. */
  readonly offset: number
}

/** Terms in the order of `speciesPair(a, b, n)` for n elements. */
export interface PairTerms {
  /** Atomic numbers, `[n]`. */
  readonly elements: readonly number[]
  /** `[n(n + 1)/2]` */
  readonly terms: readonly PairTerm[]
}

/** The terms for the pairs of species of a graph, in its order; `undefined` where an element is none of the potential's. */
export function termsOfGraph({ elements, terms }: PairTerms, graphElements: readonly number[]): readonly (PairTerm | undefined)[] {
  const species = graphElements.map((number) => elements.indexOf(number))
  const found: (PairTerm | undefined)[] = []
  for (let a = 0; a < species.length; a++) {
    for (let b = a; b < species.length; b++) {
      const known = species[a] >= 0 && species[b] >= 0
      found[speciesPair(a, b, species.length)] = known ? terms[speciesPair(species[a], species[b], elements.length)] : undefined
    }
  }
  return found
}
