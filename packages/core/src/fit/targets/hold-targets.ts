import { selectColumns } from "../../linalg/triangle/change-columns.ts"
import { accumulate } from "../../linalg/triangle/accumulate.ts"
import { residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { copyTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { Objective } from "../../objective/objective.ts"
import { freeTriangle, type Statistics, totalTriangle } from "../../objective/statistics.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"

/** Where a target that the data pull at is put, in units of its σ. */
const INSIDE = 0.9
/** Of what a target is off, this part is left after a round: so far the linear model is believed. */
const STRIDE = 0.3
/** The squared residuals of the data may grow by this factor for targets that exclude each other. */
const DEAREST = 4
const ITERATIONS = 100
/** A worst deviation has fallen when it is less than this part of what it was; weights are raised so many times without that. */
const GAIN = 0.98
const PATIENCE = 12
/** Weights that move by less than this part have settled. */
const SETTLED = 1e-3
/** σ of targets that do not count yet, in units of those given. */
const FREE = 1e4

/** The σ, in units of those given, with which targets begin; those that are held come in after the data have been fitted, and their σ found. */
export function firstSigmas({ targets: { targets, held } }: Objective): readonly number[] {
  return targets.map(() => (held ? FREE : 1))
}

/**
 * The σ of the targets, in units of those given and at most 1, with which the next descent brings each nearer to what was given, and within its σ
 * in the end: by the linear model at x, which is not believed further than to a third of a deviation. What the linear model says cannot be met
 * together may cost twice the errors of the data and no more.
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
  const now = sigmas.slice(pools.length).map((sigma) => Math.min(1, sigma))
  const inside = Array.from(x.keys()).filter((i) => x[i] > space.lower[i] && x[i] < space.upper[i])
  const rows = targetRowsOf(statistics, space.profiled.length, inside)
  const base = selectColumns(dataTriangle(objective, statistics, sigmas), inside)
  const still = new Float64Array(inside.length)
  const aims = now.map((_, t) => Math.max(INSIDE, STRIDE * Math.abs(afterStep(rows, t, still))))
  let best: readonly number[] = now
  let closest: { readonly worst: number; readonly iteration: number; readonly sigmas: readonly number[] } = {
    worst: Infinity,
    iteration: 0,
    sigmas: now,
  }
  for (let k = 0; k < ITERATIONS; k++) {
    const step = solveLinear(withRows(base, rows, best)).value
    const deviations = now.map((_, t) => Math.abs(afterStep(rows, t, step)) / aims[t])
    const worst = Math.max(...deviations)
    if (worst < GAIN * closest.worst) closest = { worst, iteration: k, sigmas: best }
    // Weights that only grow together bring targets that exclude each other no nearer.
    if (worst > 1 / INSIDE && k > closest.iteration + PATIENCE) return relaxed(base, rows, closest.sigmas, DEAREST * least)
    const next = best.map((sigma, t) => changed(sigma, deviations[t]))
    if (next.every((sigma, t) => Math.abs(sigma / best[t] - 1) < SETTLED)) break
    best = next
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

/** σ of targets, all larger by the same factor until the data cost no more than they may. */
function relaxed(base: Triangle, rows: Float64Array, sigmas: readonly number[], most: number): readonly number[] {
  let next = sigmas
  for (let k = 0; k < ITERATIONS && next.some((sigma) => sigma < 1); k++) {
    if (residualSquaredAfter(base, solveLinear(withRows(base, rows, next)).value) <= most) break
    next = next.map((sigma) => Math.min(1, 1.2 * sigma))
  }
  return next
}

/** σ of a target that is predicted to be so far from it, in units of where it shall be. */
function changed(sigma: number, deviation: number): number {
  // Where a weight decides, the deviation goes as σ²; where it does not yet, steps are bounded.
  const factor = Math.sqrt(1 / Math.max(deviation, 1e-12))
  return Math.min(1, sigma * Math.min(1.5, Math.max(0.3, factor)))
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
