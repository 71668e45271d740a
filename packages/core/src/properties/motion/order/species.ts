import { elementsOf } from "../../../atoms/elements.ts"

/** The elements of atoms, which species each atom is of, and how many there are of each. */
export interface Species {
  /** Atomic numbers, ascending. */
  readonly elements: readonly number[]
  /** Index into `elements`, `[N]`. */
  readonly kinds: Uint8Array
  readonly counts: readonly number[]
}

/** Sorts atoms by their elements. */
export function speciesIn(numbers: Int32Array): Species {
  const elements = elementsOf(numbers)
  const kinds = Uint8Array.from(numbers, (number) => elements.indexOf(number))
  const counts = elements.map(() => 0)
  for (const kind of kinds) counts[kind]++
  return { elements, kinds, counts }
}

/** Unordered pairs (a ≤ b) of `count` species, in the order of `speciesPair`. */
export function pairsOf(count: number): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, a) => Array.from({ length: count - a }, (__, k) => [a, a + k] as const)).flat()
}
