import type { Executor } from "../kernels/executor.ts"
import { selectColumns, shiftTriangle } from "../linalg/triangle/change-columns.ts"
import type { ClassTriangles } from "./assemble-chunk.ts"
import { besideResiduals, besideRows } from "./beside.ts"
import type { Objective } from "./objective.ts"
import { freeVector, fullVector } from "./parameter-space.ts"
import { linearStatistics, residualStatistics, type RowNoise, type Statistics } from "./statistics.ts"

/**
 * Statistics of an objective at points x, whatever the weights. The last point of each kind is remembered, so that a renewal of σ
 * touches no data.
 */
export interface Evaluator {
  readonly objective: Objective
  readonly executor: Executor
  /** What rows are weighed by, where noise differs from datum to datum. */
  readonly noise: RowNoise | undefined
  /** Triangles of all columns. */
  linear(x: Float64Array): Promise<Statistics>
  /** Triangles of the profiled columns only. */
  residual(x: Float64Array): Promise<Statistics>
}

/**
 * Makes the evaluator of an objective. Where the data are linear in every free parameter they are read once, at the start values: all other
 * points follow from those triangles. What it gives depends on x alone, not on what was asked before.
 */
export function createEvaluator(objective: Objective, executor: Executor, noise?: RowNoise): Evaluator {
  if (!objective.space.linear.every(Boolean)) {
    return {
      objective,
      executor,
      noise,
      linear: remembered((x) => linearStatistics(objective, executor, x, noise)),
      residual: remembered((x) => residualStatistics(objective, executor, x, noise)),
    }
  }
  const { setup } = objective
  const data = shiftedFromStart(objective, executor, noise)
  return {
    objective,
    executor,
    noise,
    linear: remembered(async (x) => {
      const { theta, classes } = await data(x)
      return { theta, classes, beside: besideRows(objective, theta) }
    }),
    residual: remembered(async (x) => {
      const { theta, classes } = await data(x)
      return { theta, classes: leadingColumns(classes, setup.profiled), beside: besideResiduals(objective, theta) }
    }),
  }
}

/** Statistics of the data alone. */
type DataStatistics = Pick<Statistics, "theta" | "classes">

function shiftedFromStart(
  objective: Objective,
  executor: Executor,
  noise: RowNoise | undefined,
): (x: Float64Array) => Promise<DataStatistics> {
  const { space } = objective
  const start = freeVector(
    space,
    Float64Array.from(space.layout, ({ value }) => value),
  )
  let made: Promise<Statistics> | undefined
  return remembered(async (x) => {
    const { classes } = await (made ??= linearStatistics(objective, executor, start, noise))
    const shift = new Float64Array(objective.setup.width)
    x.forEach((value, i) => (shift[space.profiled.length + i] = value - start[i]))
    return { theta: fullVector(space, x), classes: new Map([...classes].map(([key, triangle]) => [key, shiftTriangle(triangle, shift)])) }
  })
}

function leadingColumns(classes: ClassTriangles, count: number): ClassTriangles {
  const columns = Array.from({ length: count }, (_, column) => column)
  return new Map([...classes].map(([key, triangle]) => [key, selectColumns(triangle, columns)]))
}

/** Keeps the answer for the last x. */
function remembered<Answer>(find: (x: Float64Array) => Promise<Answer>): (x: Float64Array) => Promise<Answer> {
  let last: { x: Float64Array; answer: Answer } | undefined
  return async (x) => {
    if (last && last.x.length === x.length && last.x.every((value, i) => Object.is(value, x[i]))) return last.answer
    const answer = await find(x)
    last = { x: x.slice(), answer }
    return answer
  }
}
