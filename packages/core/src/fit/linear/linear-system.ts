import { triangleOfClasses, type LinearStatistics } from "../../objective/streaming/linear-statistics.ts"
import type { StatisticsStore } from "../../objective/streaming/statistics-store.ts"
import type { Objective } from "../../objective/objective.ts"
import { columnScales } from "../../objective/parameter-space.ts"
import { priorResiduals, type PriorRow } from "../../objective/prior.ts"
import { classFactors } from "../../objective/weights.ts"
import { emptyTriangle } from "../../linalg/triangle/triangle.ts"
import { isOneSided, type RegulariserRow } from "../../potentials/regulariser.ts"
import type { LinearComponent, LinearPenalty, LinearSystem } from "../../solve/linear/system.ts"

/** α where its estimation starts: regularisers are scaled so that this is a fair guess. */
const START_ALPHA = 1

/**
 * The linear system of an objective from the statistics of its data: a component for each σ, a penalty for each regulariser of the
 * potential, and one, of given strength, for the priors of the settings. Unknowns are the steps from `statistics.theta`.
 */
export async function createLinearSystem(
  objective: Objective,
  statistics: LinearStatistics,
  store: StatisticsStore,
): Promise<LinearSystem> {
  const { pools, classes, normalisation } = objective
  const ones = pools.map(() => 1)
  const factors = classFactors(classes, pools, ones, normalisation)
  const components: LinearComponent[] = []
  for (const [pool, { name, property, classes: keys }] of pools.entries()) {
    const folds = []
    for (let fold = 0; fold < statistics.folds; fold++) {
      folds.push((await triangleOfClasses(statistics, store, keys, fold)) ?? emptyTriangle(statistics.columns.length))
    }
    components.push({ name, property, pool, factor: factors.get(keys[0])!, folds })
  }
  return {
    columns: statistics.columns,
    components,
    sigmas: pools.map(({ name, origin, start, floor }) => ({ name, origin, start, floor })),
    penalties: penaltiesOf(objective, Float64Array.from(statistics.theta)),
    oneSided: oneSidedOf(objective, Float64Array.from(statistics.theta)),
  }
}

/** Penalties of which only shortfalls count. */
function oneSidedOf(objective: Objective, theta: Float64Array): LinearPenalty[] {
  return objective.regularisers.flatMap(({ regulariser, alpha }): LinearPenalty[] => {
    if (!isOneSided(regulariser)) return []
    const start = alpha === "estimate" ? (regulariser.strength ?? START_ALPHA) : alpha
    return [{ name: regulariser.name, rows: oneSidedRowsAt(objective, regulariser.rows, theta), alpha: { origin: "given", start } }]
  })
}

/** Rows `atLeast` of a regulariser for the step x from θ: what they are short of is negative. */
export function oneSidedRowsAt(objective: Objective, rows: readonly RegulariserRow[], theta: Float64Array): LinearPenalty["rows"] {
  const means = rows.map(({ parameters, coefficients, atLeast = 0 }) => ({ parameters, coefficients, mean: atLeast, sigma: 1 }))
  return penaltyRows(objective, means, theta)
}

/** The penalties of an objective about θ; those without a free parameter are left out. */
function penaltiesOf(objective: Objective, theta: Float64Array): LinearPenalty[] {
  const { priors, regularisers } = objective
  const rowsOf = (rows: readonly PriorRow[]): LinearPenalty["rows"] => penaltyRows(objective, rows, theta)
  const declared = regularisers
    .filter(({ regulariser }) => !isOneSided(regulariser))
    .map(({ regulariser, alpha }): LinearPenalty => ({
      name: regulariser.name,
      rows: rowsOf(regulariser.rows.map(({ value = 0, ...row }) => ({ ...row, mean: value, sigma: 1 }))),
      ...(regulariser.strength !== undefined && { observed: true }),
      alpha:
        alpha === "estimate"
          ? { origin: "estimated", start: START_ALPHA, ...(regulariser.spread && { spread: regulariser.spread }) }
          : { origin: "given", start: alpha },
    }))
  const given: LinearPenalty = { name: "priors", rows: rowsOf(priors), alpha: { origin: "given", start: 1 } }
  return [...declared, given].filter(({ rows }) => rows.length > 0)
}

/** Rows `G x + g` of priors for the step x from θ: ties and fixed parameters are worked in, rows of fixed parameters left out. */
function penaltyRows({ space }: Objective, priors: readonly PriorRow[], theta: Float64Array): LinearPenalty["rows"] {
  const scales = columnScales(space, theta)
  const offsets = priorResiduals(priors, theta)
  return priors.flatMap(({ parameters, coefficients, sigma }, row) => {
    const entries = new Map<number, number>()
    parameters.forEach((k, j) => {
      const column = space.columns[k]
      if (column >= 0) entries.set(column, (entries.get(column) ?? 0) + (coefficients[j] * scales[k]) / sigma)
    })
    return entries.size === 0 ? [] : [{ columns: [...entries.keys()], coefficients: [...entries.values()], offset: offsets[row] }]
  })
}
