import { cohesionOf } from "../../atoms/cohesive-energy.ts"
import { minimumDistances } from "../../atoms/distances.ts"
import { symbolOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { transform } from "../../atoms/transform.ts"
import { equilibriumOf } from "../../properties/bulk/equilibrium.ts"
import { crystalOf } from "../../properties/crystal/crystal-of.ts"
import { tryEvaluate } from "../../properties/evaluate.ts"
import { pointAt } from "../../properties/point.ts"
import type { Model } from "../model.ts"
import { outermostWell } from "./outermost-well.ts"

/** A crystal at the minimum of its energy. */
export interface ReferenceCrystal {
  /** Such as `fcc Cu`. */
  readonly name: string
  readonly structure: Structure
  /** [Å³/atom] */
  readonly volume: number
  /** Nearest neighbours [Å]. */
  readonly nearest: number
  /** Against free atoms [eV/atom]. */
  readonly energy: number
}

const OF_ONE = ["fcc", "bcc", "diamond"] as const
const OF_TWO = ["rocksalt", "CsCl", "zincblende"] as const
/** Sizes at which a crystal is tried between the nearest distance and the cutoff. */
const SIZES = 48
/** Distances of nearest neighbours at which the scan begins and ends, in cutoffs. */
const [FROM, TO] = [0.22, 0.97]

/**
 * Crystals of each element and each pair of elements that a potential binds: E(V) is scanned from the cutoff inward, and the first well
 * below the energy of free atoms is followed to its minimum. What lies behind a barrier farther in is no equilibrium,
 * unless it binds as is measured, and what is before it does not.
 *
 * @param free energy of a free atom [eV]
 */
export function referenceCrystals(model: Model, free: (element: number) => number): readonly ReferenceCrystal[] {
  const elements = model.potential.elements.toSorted((a, b) => a - b)
  const pairs = elements.flatMap((a, k) => elements.slice(k + 1).map((b) => [a, b]))
  return [...elements.map((element) => [element]), ...pairs].flatMap((species) =>
    (species.length === 1 ? OF_ONE : OF_TWO).flatMap((prototype) => crystalAtMinimum(model, prototype, species, free) ?? []),
  )
}

function crystalAtMinimum(
  { potential, theta }: Model,
  prototype: string,
  species: readonly number[],
  free: (element: number) => number,
): ReferenceCrystal | undefined {
  const symbols = species.map(symbolOf)
  const unit = crystalOf({ prototype, elements: symbols, a: 1 }).primitive
  const point = pointAt(potential, theta)
  const atoms = unit.numbers.length
  const apart = unit.numbers.reduce((sum, number) => sum + free(number), 0)
  const nearestOfUnit = nearestIn(unit)
  const sizeOf = (k: number): number => (FROM * (TO / FROM) ** (k / (SIZES - 1)) * potential.cutoff) / nearestOfUnit
  const energies = Array.from({ length: SIZES }, (_, k) => {
    const answer = tryEvaluate(point, transform(unit, [sizeOf(k), 0, 0, 0, sizeOf(k), 0, 0, 0, sizeOf(k)]))
    return answer ? (answer.energy - apart) / atoms : Infinity
  })
  const start = outermostWell(energies, cohesionOf(species))
  if (start === undefined) return undefined
  const { structure, answer, volume, trouble } = equilibriumOf(point, crystalOf({ prototype, elements: symbols, a: sizeOf(start) }))
  if (trouble !== null) return undefined
  return {
    name: `${prototype} ${symbols.join("")}`,
    structure,
    volume: volume / atoms,
    nearest: nearestIn(structure),
    energy: (answer.energy - apart) / atoms,
  }
}

function nearestIn(structure: Structure): number {
  return Math.min(...minimumDistances(structure).map(({ distance }) => distance))
}
