import { parameterValues } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { columnNorms } from "../../linalg/triangle/measures.ts"
import type { Posterior } from "../posterior/posterior.ts"

/**
 * Units that parameters are measured in, so that a spectrum says something:
 *
 * - `alone`: what each alone would be known to, 1/‖J_k‖: what is left is how they imitate each other;
 * - `value`: its own value, so that directions are changes of ln |θ|, as in most papers on sloppy models.
 */
export type ScaleChoice = "alone" | "value"

/** By column of the posterior. Parameters that are zero, or that nothing feels, have no such unit, and take the other, or 1. */
export function parameterScales(posterior: Pick<Posterior, "joint" | "setup">, choice: ScaleChoice): Float64Array {
  const { joint, setup } = posterior
  const alone = columnNorms(joint).map((size) => (size > 0 ? 1 / size : 1))
  if (choice === "alone") return alone
  const scale = alone.slice()
  const taken = new Set<number>()
  setup.columns.forEach((column, k) => {
    // The first parameter of a column is the one that others are tied to.
    if (column < 0 || taken.has(column) || setup.theta[k] === 0) return
    taken.add(column)
    scale[column] = Math.abs(setup.theta[k] / setup.scales[k])
  })
  return scale
}

/** Standard errors of θ_k by parameter of the potential: 0 for those that are held, ∞ for those that are open. */
export function errorsOfParameters({ parameters }: Potential, { setup }: Pick<Posterior, "setup">, errors: Float64Array): Float64Array {
  return parameterValues(parameters).map((_, k) => (setup.columns[k] < 0 ? 0 : Math.abs(setup.scales[k]) * errors[setup.columns[k]]))
}
