import { type DataComponent, estimateSigmas, type SigmaEstimate } from "../inference/variance-components.ts"
import { selectColumns } from "../linalg/triangle/change-columns.ts"
import { mergeTriangles, triangleOf } from "../linalg/triangle/combine-rows.ts"
import type { Triangle } from "../linalg/triangle/triangle.ts"
import { weighedBeside } from "../objective/beside.ts"
import type { Objective } from "../objective/objective.ts"
import { priorDesign } from "../objective/prior.ts"
import type { Statistics } from "../objective/statistics.ts"

/** Changes of ln σ that no one would notice. */
const TOLERANCE = 1e-3

/** Rounds of the linear iteration at most. */
const ROUNDS = 200

/**
 * σ of each pool by variance components from the linear model at x: exact where the predictions are linear, else one step of an
 * iteration. Pools whose σ is given keep it; parameters on a bound are held there.
 */
export function renewSigmas(
  objective: Objective,
  statistics: Statistics,
  x: Float64Array,
  sigmas: readonly number[],
): readonly SigmaEstimate[] {
  const { space, pools, priors, penalties, setup } = objective
  const profiled = Array.from(space.profiled, (_, column) => column)
  const inside = Array.from(x.keys()).filter((i) => x[i] > space.lower[i] && x[i] < space.upper[i])
  const columns = [...profiled, ...inside.map((i) => setup.profiled + i)]
  const own = (triangle: Triangle): Triangle => selectColumns(triangle, columns)
  const components = pools.map(({ name, classes, origin, floor }, p): DataComponent => {
    const [first, ...others] = classes.map((key) => own(statistics.classes.get(key)!))
    return { name, triangle: mergeTriangles(first, ...others), sigma: sigmas[p], fixed: origin === "given", floor }
  })
  const prior = mergeTriangles(
    own(triangleOf(priorDesign(priors, space, statistics.theta), priors.length, setup.width)),
    own(weighedBeside(objective, statistics.beside, sigmas)),
  )
  return estimateSigmas(components, {
    ...(priors.length + penalties.length > 0 ? { prior } : {}),
    tolerance: TOLERANCE,
    iterations: ROUNDS,
  }).value
}
