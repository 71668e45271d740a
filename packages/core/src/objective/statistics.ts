import type { Executor } from "../kernels/executor.ts"
import { accumulate } from "../linalg/triangle/accumulate.ts"
import { eliminateLeading } from "../linalg/triangle/change-columns.ts"
import { mergeTriangles } from "../linalg/triangle/combine-rows.ts"
import { cornerOf, emptyTriangle, projectionOf, scaleTriangle, type Triangle } from "../linalg/triangle/triangle.ts"
import { residualSquaredAfter } from "../linalg/triangle/measures.ts"
import { solveUpper } from "../linalg/triangle/solve-triangular.ts"
import { properties, type Property } from "../observables/property.ts"
import type { ClassTriangles } from "./assemble-chunk.ts"
import { type Beside, besideCurvature, besideResiduals, besideRows, weighedBeside } from "./beside.ts"
import { classKey } from "./data-class.ts"
import { type AssemblyTask, type CurvatureTask, objectiveJobs } from "./jobs.ts"
import type { ChunkNoise } from "./noise/chunk-noise.ts"
import type { Objective } from "./objective.ts"
import { columnScales, fullVector } from "./parameter-space.ts"
import { priorDesign } from "./prior.ts"
import { classFactors } from "./weights.ts"

/**
 * Sufficient statistics of the data at one x: per class the triangle of its unit-σ rows `√weight × [∂prediction | residual]`, with
 * the profiled columns first. Weights (σ, normalisation) and priors come in only when the classes are put together.
 */
export interface Statistics {
  /** θ at which the residuals are; profiled parameters stand at their layout values. */
  readonly theta: Float64Array
  readonly classes: ClassTriangles
  /** Rows of penalties and targets. */
  readonly beside: Beside
}

/** By chunk: what rows are weighed by, where noise differs from datum to datum. */
export type RowNoise = readonly ChunkNoise[]

/** Triangles of the profiled columns and the residual at x: what the cost takes. */
export async function residualStatistics(objective: Objective, executor: Executor, x: Float64Array, noise?: RowNoise): Promise<Statistics> {
  const theta = fullVector(objective.space, x)
  const scales = columnScales(objective.space, theta)
  const classes = collect(objective, executor, objectiveJobs.cost, { theta, scales }, noise)
  return together(theta, classes, () => besideResiduals(objective, theta))
}

/** Triangles of all columns `[profiled | free]` and the residual at x. */
export async function linearStatistics(objective: Objective, executor: Executor, x: Float64Array, noise?: RowNoise): Promise<Statistics> {
  const theta = fullVector(objective.space, x)
  const scales = columnScales(objective.space, theta)
  const classes = collect(objective, executor, objectiveJobs.linearise, { theta, scales }, noise)
  return together(theta, classes, () => besideRows(objective, theta))
}

/** Triangles of all columns at x, with `d²r(x + t v)/dt²` (central difference over ±`step`) as the last column. */
export async function curvatureStatistics(
  objective: Objective,
  executor: Executor,
  x: Float64Array,
  v: Float64Array,
  step: number,
  noise?: RowNoise,
): Promise<Statistics> {
  const { space } = objective
  const theta = fullVector(space, x)
  const scales = columnScales(space, theta)
  const at = (t: number): Float64Array =>
    fullVector(
      space,
      x.map((value, i) => value + t * v[i]),
    )
  const [plus, minus] = [at(step), at(-step)]
  const classes = collect(objective, executor, objectiveJobs.curvature, { theta, scales, plus, minus, step }, noise)
  return together(theta, classes, () => besideCurvature(objective, theta, plus, minus, step))
}

/** What stands beside the data is worked out while the threads are at them. */
async function together(theta: Float64Array, classes: Promise<ClassTriangles>, beside: () => Beside): Promise<Statistics> {
  const [data, own] = await Promise.all([classes, Promise.resolve().then(beside)])
  return { theta, classes: data, beside: own }
}

type WithoutChunk<Task> = Omit<Task, "chunk" | "noise">

/** Runs a job over all chunks and merges its triangles, class by class, in the order of the chunks. */
async function collect(
  objective: Objective,
  executor: Executor,
  job: string,
  task: WithoutChunk<AssemblyTask> | WithoutChunk<CurvatureTask>,
  noise: RowNoise | undefined,
): Promise<ClassTriangles> {
  const tasks = objective.setup.chunks.slice(1).map((_, chunk) => ({ ...task, chunk, ...(noise && { noise: noise[chunk] }) }))
  const parts = await executor.map<AssemblyTask, ClassTriangles>(job, objective.setup, tasks)
  return new Map(
    objective.classes.map(({ group, property }) => {
      const key = classKey(group, property)
      const [first, ...others] = parts.flatMap((part) => part.get(key) ?? [])
      return [key, mergeTriangles(first, ...others)]
    }),
  )
}

/**
 * The triangle of everything, weighed: classes times `1/(σ√D)`, then what stands beside the data, then the prior rows; `sigmas` has one value for each pool, then one for each target. Columns are `[profiled | free]`, or the
 * profiled ones alone where the statistics have no others. `priorLast` replaces the residuals of the priors.
 */
export function totalTriangle(objective: Objective, statistics: Statistics, sigmas: ArrayLike<number>, priorLast?: Float64Array): Triangle {
  const { classes, pools, normalisation, priors, space } = objective
  const factors = classFactors(classes, pools, sigmas, normalisation)
  const [first, ...others] = [...statistics.classes].map(([key, triangle]) => scaleTriangle(triangle, factors.get(key)!))
  const data = mergeTriangles(first, ...others, weighedBeside(objective, statistics.beside, sigmas))
  if (priors.length === 0) return data
  const rows = priorDesign(priors, space, statistics.theta, priorLast)
  // Prior rows weigh, but they are not data.
  if (data.n === objective.setup.width) return { ...accumulate(data, rows, priors.length), rows: data.rows }
  const width = objective.setup.width + 1
  const last = Float64Array.from(priors, (_, row) => rows[row * width + width - 1])
  const priorTriangle = accumulate(emptyTriangle(0), last, priors.length)
  return appendResidual(data, priorTriangle)
}

/** The triangle with the rows `[0 | r]` of a triangle without columns added. */
function appendResidual(triangle: Triangle, residual: Triangle): Triangle {
  const row = new Float64Array(triangle.n + 1)
  row[triangle.n] = cornerOf(residual)
  return { ...accumulate(triangle, row, 1), rows: triangle.rows }
}

/** The problem of the free parameters alone: the profiled ones are eliminated exactly, and each has used up one datum. */
export function freeTriangle(objective: Objective, total: Triangle): Triangle {
  const { profiled } = objective.setup
  return { ...eliminateLeading(total, profiled), rows: total.rows - profiled }
}

/** How far the best profiled parameters are from their layout values, the free ones held: `δ = −R₁₁⁻¹ q₁`. */
function profiledStep(objective: Objective, total: Triangle): Float64Array {
  const count = objective.setup.profiled
  const right = projectionOf(total).map((value) => -value)
  return solveUpper(total.data, total.n + 1, count, right)
}

/** θ at the statistics' x, with the best profiled parameters for these σ. */
export function completeTheta(objective: Objective, statistics: Statistics, sigmas: ArrayLike<number>): Float64Array {
  const { space } = objective
  const step = profiledStep(objective, totalTriangle(objective, statistics, sigmas))
  const theta = statistics.theta.slice()
  space.profiled.forEach((k, i) => (theta[k] += step[i]))
  return theta
}

/** Root-mean-square residual per property at θ, in internal units, weighted as the classes are; absent without data. */
export function propertyRmse(objective: Objective, statistics: Statistics, theta: ArrayLike<number>): Partial<Record<Property, number>> {
  const step = Float64Array.from(objective.space.profiled, (k) => theta[k] - statistics.theta[k])
  const result: Partial<Record<Property, number>> = {}
  for (const property of properties) {
    let squares = 0
    let data = 0
    for (const entry of objective.classes) {
      if (entry.property !== property) continue
      const triangle = statistics.classes.get(classKey(entry.group, property))!
      const delta = new Float64Array(triangle.n)
      delta.set(step)
      squares += residualSquaredAfter(triangle, delta)
      data += objective.setup.byAtoms ? entry.atoms : entry.count
    }
    if (data > 0) result[property] = Math.sqrt(squares / data)
  }
  return result
}
