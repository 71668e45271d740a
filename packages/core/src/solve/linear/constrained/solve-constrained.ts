import { scaleColumns } from "../../../linalg/triangle/change-columns.ts"
import { columnNorms, isFiniteTriangle, residualSquaredAfter } from "../../../linalg/triangle/measures.ts"
import { factorOf, type Triangle } from "../../../linalg/triangle/triangle.ts"
import { type SolverResult, show } from "../../status.ts"
import { solveLinear } from "../solve-linear.ts"
import { type LinearConstraint, type LinearConstraints, slackOf } from "./constraint.ts"
import { dualActiveSet } from "./dual-active-set.ts"
import { solveWithEqualities } from "./solve-with-equalities.ts"

export interface ConstrainedStats {
  /** Inequalities that hold with equality, by their index; bounds count after them: lower of every column, then upper. */
  readonly active: readonly number[]
  /** How much ½‖r + J x‖² would fall for each unit by which an active inequality is relaxed. */
  readonly multipliers: readonly number[]
  readonly residualSquared: number
  readonly iterations: number
}

/**
 * The x that minimises ‖r + J x‖² (penalty rows in the triangle) subject to equalities, inequalities and bounds: the dual active-set method
 * finds which inequalities hold with equality, and the null space of those gives the coefficients from the triangle.
 *
 * @throws RangeError for conditions without a common solution, and for data that leave unknowns undetermined while there are inequalities
 */
export function solveConstrained(triangle: Triangle, constraints: LinearConstraints): SolverResult<Float64Array, ConstrainedStats> {
  const { n } = triangle
  if (!isFiniteTriangle(triangle)) throw new RangeError("a triangle with numbers that are not finite has no solution")
  const equalities = constraints.equalities ?? []
  const inequalities = [...(constraints.inequalities ?? []), ...boundsOf(n, constraints)]
  for (const { columns, coefficients } of [...equalities, ...inequalities]) {
    if (columns.length !== coefficients.length || columns.some((column) => !(column >= 0 && column < n))) {
      throw new RangeError("a condition speaks of unknowns that are not there")
    }
  }
  const listed = inequalities.filter(({ value }) => value > -Infinity)
  const { active, multipliers, iterations } = activeOf(triangle, equalities, listed)
  const value = solveWithEqualities(triangle, [...equalities, ...active.map((i) => listed[i])])
  // What is met to rounding is met.
  const violated = listed.filter((one) => slackOf(one, value) < -1e-8 * sizeOf(one, value)).length
  const residualSquared = residualSquaredAfter(triangle, value)
  const held = `${active.length} of ${listed.length} inequalities hold with equality`
  const sentence =
    violated > 0
      ? `stalled: ${violated} inequalities are violated by more than rounding`
      : `solved: ${held}, cost ${show(0.5 * residualSquared)}`
  return {
    value,
    status: { outcome: violated > 0 ? "stalled" : "converged", sentence, notes: [] },
    stats: { active: active.map((i) => inequalities.indexOf(listed[i])), multipliers, residualSquared, iterations },
  }
}

/** Bounds as inequalities: all lower ones, then all upper ones. */
function boundsOf(n: number, { lower, upper }: LinearConstraints): LinearConstraint[] {
  if (!lower && !upper) return []
  const side = (sign: 1 | -1, limits: Float64Array | undefined): LinearConstraint[] =>
    Array.from({ length: n }, (_, column) => ({
      columns: [column],
      coefficients: [sign],
      value: limits ? sign * limits[column] : -Infinity,
    }))
  return [...side(1, lower), ...side(-1, upper)]
}

function activeOf(triangle: Triangle, equalities: readonly LinearConstraint[], inequalities: readonly LinearConstraint[]) {
  if (inequalities.length === 0) return { active: [], multipliers: [], iterations: 0 }
  const { n } = triangle
  const scale = columnNorms(triangle).map((size) => (size > 0 ? 1 / size : 1))
  const scaled = scaleColumns(triangle, scale)
  const free = solveLinear(scaled)
  if (free.stats.rank < n) {
    throw new RangeError(`data and penalties determine ${free.stats.rank} of ${n} unknowns only; inequalities need all: add a penalty`)
  }
  const all = [...equalities, ...inequalities]
  const sizes = all.map(({ columns, coefficients }) => Math.hypot(...columns.map((column, at) => coefficients[at] * scale[column])))
  const normals = all.map(({ columns, coefficients }, c) => {
    const normal = new Float64Array(n)
    columns.forEach((column, at) => (normal[column] += (coefficients[at] * scale[column]) / (sizes[c] || 1)))
    return normal
  })
  const values = Float64Array.from(all, ({ value }, c) => value / (sizes[c] || 1))
  const found = dualActiveSet(factorOf(scaled), n, free.value, { normals, values, equalities: equalities.length })
  if (found.outcome === "infeasible") throw new RangeError("no values of the unknowns meet all conditions")
  const own = found.active.flatMap((c, at) => (c >= equalities.length ? [at] : []))
  return {
    active: own.map((at) => found.active[at] - equalities.length),
    multipliers: own.map((at) => found.multipliers[at] / (sizes[found.active[at]] || 1)),
    iterations: found.iterations,
  }
}

function sizeOf({ columns, coefficients, value }: LinearConstraint, x: Float64Array): number {
  return columns.reduce((sum, column, at) => sum + Math.abs(coefficients[at] * x[column]), Math.abs(value))
}
