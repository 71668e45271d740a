import type { Executor } from "../kernels/executor.ts"
import { selectColumns, shiftTriangle } from "../linalg/triangle/change-columns.ts"
import type { Objective } from "./objective.ts"
import { freeVector, fullVector } from "./parameter-space.ts"
import { linearStatistics, residualStatistics, type Statistics } from "./statistics.ts"

/**
 * Statistics of an objective at points x, whatever the weights. The last point of each kind is remembered, so that a renewal of σ
 * touches no data.
 */
export interface Evaluator {
  readonly objective: Objective
  readonly executor: Executor
  /** Triangles of all columns. */
  linear(x: Float64Array): Promise<Statistics>
  /** Triangles of the profiled columns only. */
  residual(x: Float64Array): Promise<Statistics>
}

/**
 * Makes the evaluator of an objective. Where every free parameter is linear the data are read once, at the start values: all other
 * points follow from those triangles. What it gives depends on x alone, not on what was asked before.
 */
export function createEvaluator(objective: Objective, executor: Executor): Evaluator {
  const { space } = objective
  const linear = space.linear.every(Boolean)
    ? linearStatisticsFromStart(objective, executor)
    : remembered((x) => linearStatistics(objective, executor, x))
  const residual = space.linear.every(Boolean)
    ? remembered(async (x) => leadingColumns(await linear(x), space.profiled.length))
    : remembered((x) => residualStatistics(objective, executor, x))
  return { objective, executor, linear, residual }
}

function linearStatisticsFromStart(objective: Objective, executor: Executor): Evaluator["linear"] {
  const { space } = objective
  const start = freeVector(
    space,
    Float64Array.from(space.layout, ({ value }) => value),
  )
  let made: Promise<Statistics> | undefined
  return remembered(async (x) => {
    const { classes } = await (made ??= linearStatistics(objective, executor, start))
    const shift = new Float64Array(objective.setup.width)
    x.forEach((value, i) => (shift[space.profiled.length + i] = value - start[i]))
    return { theta: fullVector(space, x), classes: new Map([...classes].map(([key, triangle]) => [key, shiftTriangle(triangle, shift)])) }
  })
}

function leadingColumns({ theta, classes }: Statistics, count: number): Statistics {
  const columns = Array.from({ length: count }, (_, column) => column)
  return { theta, classes: new Map([...classes].map(([key, triangle]) => [key, selectColumns(triangle, columns)])) }
}

/** Keeps the answer for the last x. */
function remembered(find: (x: Float64Array) => Promise<Statistics>): (x: Float64Array) => Promise<Statistics> {
  let last: { x: Float64Array; statistics: Statistics } | undefined
  return async (x) => {
    if (last && last.x.length === x.length && last.x.every((value, i) => Object.is(value, x[i]))) return last.statistics
    const statistics = await find(x)
    last = { x: x.slice(), statistics }
    return statistics
  }
}
