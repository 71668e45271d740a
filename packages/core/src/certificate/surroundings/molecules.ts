import { isDiatomic } from "../../atoms/diatomic.ts"
import { symbolOf } from "../../atoms/elements.ts"
import { tryEvaluate } from "../../properties/evaluate.ts"
import { pointAt } from "../../properties/point.ts"
import type { Model } from "../model.ts"
import { dimer } from "../scans/repulsion.ts"
import { outermostWell } from "./outermost-well.ts"

/** A molecule of two atoms at the minimum of its energy. */
export interface Molecule {
  readonly element: number
  /** Such as `N2`. */
  readonly name: string
  /** [Å] */
  readonly length: number
  /** Against free atoms [eV/atom]. */
  readonly energy: number
}

/** Distances between a tenth of the cutoff and all of it. */
const DISTANCES = 400

/** The molecules of elements that consist of them, as the potential has them: no mistake where they lie below all crystals. */
export function diatomicMolecules({ potential, theta }: Model, free: (element: number) => number): readonly Molecule[] {
  const point = pointAt(potential, theta)
  return potential.elements
    .filter((element) => isDiatomic(element))
    .flatMap((element) => {
      const distances = Array.from({ length: DISTANCES }, (_, k) => potential.cutoff * (0.1 + (0.9 * k) / (DISTANCES - 1)))
      const energies = distances.map((r) => {
        const answer = tryEvaluate(point, dimer(element, element, r))
        return answer ? answer.energy / 2 - free(element) : Infinity
      })
      const well = outermostWell(energies)
      return well === undefined ? [] : [{ element, name: `${symbolOf(element)}2`, length: distances[well], energy: energies[well] }]
    })
}
