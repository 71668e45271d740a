import type { Structure } from "../../atoms/structure.ts"
import { minimise } from "../../dynamics/minimise/minimise.ts"
import { type Answer, tryEvaluate } from "../evaluate.ts"
import type { Point } from "../point.ts"

/** A molecule at a minimum of its energy. */
export interface RelaxedMolecule {
  readonly structure: Structure
  readonly answer: Answer
  readonly trouble: string | null
}

/** Forces that are left [eV/Å]. */
const [TOLERANCE, GOOD_ENOUGH] = [1e-8, 1e-5]

/** The nearest minimum of a molecule; undefined where its energy is no number. */
export function relaxedMolecule(point: Point, start: Structure): RelaxedMolecule | undefined {
  const { x, slope } = minimise(
    (positions) => {
      const answer = tryEvaluate(point, { ...start, positions })
      return answer && { value: answer.energy, gradient: answer.forces.map((force) => -force) }
    },
    start.positions,
    { tolerance: TOLERANCE, longest: 0.2, stiffness: 8, evaluations: 1000 },
  )
  const structure = { ...start, positions: x }
  const answer = tryEvaluate(point, structure)
  return (
    answer && {
      structure,
      answer,
      trouble: slope <= GOOD_ENOUGH ? null : `its relaxation ended with forces of ${slope.toPrecision(2)} eV/Å`,
    }
  )
}
