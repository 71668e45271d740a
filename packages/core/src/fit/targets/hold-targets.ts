import { selectColumns } from "../../linalg/triangle/change-columns.ts"
import { accumulate } from "../../linalg/triangle/accumulate.ts"
import { residualSquared, residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { copyTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { Objective } from "../../objective/objective.ts"
import { freeTriangle, type Statistics, totalTriangle } from "../../objective/statistics.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"

/** Where a target that the data pull at is put, in units of its σ. */
const INSIDE = 0.9
/** The squared residuals of the data may grow by this factor, their root mean squares so to twice as much. */
const DEAREST = 4
const ITERATIONS = 100
/** A worst deviation has fallen when it is less than this part of what it was; weights are raised so many times without that. */
const GAIN = 0.98
const PATIENCE = 6
/** Weights that move by less than this part have settled. */
const SETTLED = 1e-3

/**
 * The σ, in units of those given, with which targets that are held begin: together they weigh as much as the data, so that the first descent
 * stays near crystals that are as they shall be. From there they are relaxed as far as they may.
 */
export function firstSigmas({ targets: { targets, held }, classes }: Objective): readonly number[] {
  const data = classes.reduce((sum, { count }) => sum + count, 0)
  const sigma = held ? Math.min(1, Math.sqrt(targets.length / Math.max(1, data))) : 1
  return targets.map(() => sigma)
}

/**
 * The σ of the targets, in units of those given and at most 1, with which each comes to lie within the σ that was given: by the linear model
 * at x, of the same kind as that by which σ of the data are estimated. What would cost more than twice the errors that the data could have
 * is not done, and taken back where it was.
 *
 * @param sigmas one for each pool of the data, then those of the targets now
 * @param least ‖r‖² of the data without targets, at the same σ of the data
 */
export function holdTargets(
  objective: Objective,
  statistics: Statistics,
  x: Float64Array,
  sigmas: readonly number[],
  least: number,
): readonly number[] {
  const { space, pools } = objective
  const now = sigmas.slice(pools.length)
  const inside = Array.from(x.keys()).filter((i) => x[i] > space.lower[i] && x[i] < space.upper[i])
  const rows = targetRowsOf(statistics, space.profiled.length, inside)
  const base = selectColumns(dataTriangle(objective, statistics, sigmas), inside)
  const most = DEAREST * least
  if (residualSquared(base) > most) return relaxed(base, rows, now, most)
  let best: readonly number[] = now
  let next: readonly number[] = now
  let closest: { readonly worst: number; readonly iteration: number; readonly sigmas: readonly number[] } = {
    worst: Infinity,
    iteration: 0,
    sigmas: now,
  }
  for (let k = 0; k < ITERATIONS; k++) {
    const step = solveLinear(withRows(base, rows, next)).value
    if (residualSquaredAfter(base, step) > most) return best
    best = next
    const deviations = now.map((_, t) => Math.abs(afterStep(rows, t, step)))
    const worst = Math.max(...deviations)
    if (worst < GAIN * closest.worst) closest = { worst, iteration: k, sigmas: next }
    // Weights that only grow together bring targets that exclude each other no nearer.
    if (worst > 1 && k > closest.iteration + PATIENCE) return closest.sigmas
    next = next.map((sigma, t) => changed(sigma, deviations[t]))
    if (next.every((sigma, t) => Math.abs(sigma / best[t] - 1) < SETTLED)) break
  }
  return best
}

/** ‖r‖² of the data, rules and priors without targets, at the best that the linear model at a point sees. */
export function leastSquares(objective: Objective, statistics: Statistics, sigmas: readonly number[]): number {
  const triangle = dataTriangle(objective, statistics, sigmas)
  return residualSquaredAfter(triangle, solveLinear(triangle).value)
}

function dataTriangle(objective: Objective, statistics: Statistics, sigmas: readonly number[]): Triangle {
  const { columns, rules } = statistics.beside
  const without = { ...statistics, beside: { columns, rules, targets: new Float64Array(0) } }
  return freeTriangle(objective, totalTriangle(objective, without, sigmas))
}

/** σ of targets that were held too hard: all larger by the same factor, until the data cost no more than they may. */
function relaxed(base: Triangle, rows: Float64Array, now: readonly number[], most: number): readonly number[] {
  let next = now
  for (let k = 0; k < ITERATIONS && next.some((sigma) => sigma < 1); k++) {
    next = next.map((sigma) => Math.min(1, 1.2 * sigma))
    if (residualSquaredAfter(base, solveLinear(withRows(base, rows, next)).value) <= most) break
  }
  return next
}

/** σ of a target that is predicted to be so far from it, in units of what was given. */
function changed(sigma: number, deviation: number): number {
  // Where a weight decides, the deviation goes as σ²; where it does not yet, steps are bounded.
  const factor = Math.sqrt(INSIDE / Math.max(deviation, 1e-12))
  return Math.min(1, sigma * Math.min(1.5, Math.max(0.5, factor)))
}

/** Rows `[∂r/∂(some free) | r]` of the targets, row-major. */
function targetRowsOf({ beside: { columns, targets } }: Statistics, profiled: number, inside: readonly number[]): Float64Array {
  const kept = [...inside.map((i) => profiled + i), columns]
  const count = targets.length / (columns + 1)
  return Float64Array.from(
    { length: count * kept.length },
    (_, k) => targets[Math.floor(k / kept.length) * (columns + 1) + kept[k % kept.length]],
  )
}

function withRows(base: Triangle, rows: Float64Array, sigmas: readonly number[]): Triangle {
  const width = base.n + 1
  const weighed = rows.map((value, k) => value / sigmas[Math.floor(k / width)])
  return accumulate(copyTriangle(base), weighed, sigmas.length)
}

/** Residual of target t after a step. */
function afterStep(rows: Float64Array, t: number, step: Float64Array): number {
  const at = t * (step.length + 1)
  return step.reduce((sum, value, k) => sum + rows[at + k] * value, rows[at + step.length])
}
