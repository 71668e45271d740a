import { screened, seconds } from "../model/build-model.ts"
import { coordination } from "../model/lattice.ts"
import { pairOf, type MeamModel } from "../model/model.ts"
import { constant, power, product, scaled, type Quantity } from "../model/quantity.ts"
import { alloyShells } from "./first-neighbours.ts"

/** `weight × φ⁽¹⁾(ratio × r)` of elements a ≤ b, φ⁽¹⁾ as from `firstNeighbours`. */
export interface PairTerm {
  readonly a: number
  readonly b: number
  readonly ratio: number
  readonly weight: Quantity
}

/** Terms of the series of second neighbours' second neighbours. */
const TERMS = 10

/**
 * The terms that φ(r) of elements a ≤ b is a sum of: what the first neighbours of their reference structure leave, without other pairs that
 * act there and, where the pair allows for them, without second neighbours and theirs (B.-J. Lee, M. I. Baskes,
 * doi:10.1103/PhysRevB.62.8564).
 */
export function pairTerms(model: MeamModel<Quantity>, a: number, b: number): readonly PairTerm[] {
  const { lattice, second } = pairOf(model, a, b)
  const first = firstTerms(model, a, b, 1, constant(1))
  if (!second) return first
  if (lattice === "l12") {
    const [ofA, ofB] = alloyShells(model, a, b)
    const { ratio } = ofA
    return [...first, ...alike(model, a, ratio, scaled(ofA.screening, -0.75)), ...alike(model, b, ratio, scaled(ofB.screening, -0.25))]
  }
  if (lattice !== "b1" && lattice !== "b2" && lattice !== "dia") return [...first, ...series(model, a, b, 1, constant(1))]
  // Second neighbours are of one element: their pair energies, with their own second neighbours.
  const twice = 2 * coordination(lattice)
  const ofOne = (one: number, other: number): readonly PairTerm[] => {
    const { count, screening, ratio } = seconds(model, one, other)
    return alike(model, one, ratio, scaled(screening, -count / twice))
  }
  return [...first, ...ofOne(a, b), ...ofOne(b, a)]
}

/** φ of one element, second neighbours allowed for. */
function alike(model: MeamModel<Quantity>, a: number, ratio: number, weight: Quantity): readonly PairTerm[] {
  return [...firstTerms(model, a, a, ratio, weight), ...series(model, a, a, ratio, weight)]
}

/** Σ (−Z₂S/Z₁)ⁿ φ⁽¹⁾(shellⁿ r) for n ≥ 1. */
function series(model: MeamModel<Quantity>, a: number, b: number, ratio: number, weight: Quantity): readonly PairTerm[] {
  const { count, screening, ratio: shell } = seconds(model, a, b)
  if (!(screening.value > 0)) return []
  const part = scaled(screening, -count / coordination(pairOf(model, a, b).lattice))
  return Array.from({ length: TERMS }, (_, k) =>
    firstTerms(model, a, b, ratio * shell ** (k + 1), product(weight, power(part, k + 1))),
  ).flat()
}

/** φ⁽¹⁾ without what other pairs do in the same structure. */
function firstTerms(model: MeamModel<Quantity>, a: number, b: number, ratio: number, weight: Quantity): readonly PairTerm[] {
  const { lattice, angle } = pairOf(model, a, b)
  const number = coordination(lattice)
  const own = { a, b, ratio, weight }
  /** Neighbours in a chain or molecule of alternating elements. */
  const apart = (one: number, other: number): readonly PairTerm[] =>
    firstTerms(model, one, one, 2 * angle.sine * ratio, scaled(product(weight, screened(model, one, other, 1, 1)), -1 / number))
  switch (lattice) {
    case "c11": {
      const single = pairOf(model, a, a).lattice === "dia" ? a : b
      return [own, ...firstTerms(model, single, single, ratio, scaled(weight, -5 / number))]
    }
    case "l12":
      return [own, ...alike(model, a, ratio, scaled(weight, -1))]
    case "zig":
      return a === b ? [own] : [own, ...apart(a, b), ...apart(b, a)]
    case "tri":
      return a === b ? [own] : [own, ...apart(a, b)]
    default:
      return [own]
  }
}
