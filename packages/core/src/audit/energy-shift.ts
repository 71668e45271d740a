import type { Configuration } from "../atoms/structure.ts"
import { solveComposition } from "./composition.ts"

/** Shifts smaller than this are errors like others [eV/atom]. */
const NOTABLE = 1
/** A shift is this many times the scatter around it. */
const FAR = 10

/**
 * Says so when predicted energies are off by a constant, or a constant of each element: when the mean residual exceeds 1 eV/atom and
 * ten times the scatter of the residuals around a least-squares fit of their composition. `predicted` are energies per atom [eV/atom].
 */
export function energyShift(set: string, configurations: readonly Configuration[], predicted: readonly number[]): readonly string[] {
  const labelled = configurations.flatMap(({ energy, structure }, k) =>
    energy === undefined ? [] : [{ structure, value: predicted[k] - energy / structure.numbers.length }],
  )
  const mean = labelled.reduce((sum, { value }) => sum + value, 0) / labelled.length
  if (!(Math.abs(mean) > NOTABLE)) return []
  const { rank, scatter } = solveComposition(labelled)
  if (labelled.length <= rank || Math.abs(mean) <= FAR * scatter) return []
  return [
    `energies of ${set} are off by a constant ${mean.toPrecision(4)} eV/atom (scatter around it ${scatter.toPrecision(2)} eV/atom): set objective.references: fit`,
  ]
}
