import { createParameterSpace, type ParameterSpace, withValues } from "../../objective/parameter-space.ts"
import type { ParameterLayout } from "../../potentials/parameters.ts"
import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { type Posterior, posteriorInformation } from "../posterior/posterior.ts"
import { quadraticProblem } from "./quadratic-problem.ts"

/** The parameters of a finished fit, at their fitted values, and which of them x moves. */
export function posteriorSpace({ setup, columns, profiled }: Posterior, potential: ParameterLayout): ParameterSpace {
  return createParameterSpace(withValues([...potential, ...setup.baseline.parameters], setup.theta), columns.slice(0, profiled))
}

/**
 * A finished fit as a problem without its data, ½‖r + J (x − x̂)‖² within the bounds of its parameters: the fit itself where predictions
 * are linear, the Laplace approximation of any other.
 */
export function posteriorProblem(posterior: Posterior, potential: ParameterLayout): LeastSquaresProblem {
  const { names, lower, upper } = posteriorSpace(posterior, potential)
  return quadraticProblem(posteriorInformation(posterior), { names, x: posterior.x, lower, upper })
}
