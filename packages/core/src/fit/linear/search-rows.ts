import { residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import type { Triangle } from "../../linalg/triangle/triangle.ts"
import type { Objective } from "../../objective/objective.ts"
import { liftable, oneSidedRows } from "../../solve/linear/one-sided/add-one-sided.ts"
import type { LinearPenalty, LinearSystem } from "../../solve/linear/system.ts"
import { oneSidedRowsAt } from "./linear-system.ts"

/** Rounds of a search, at most. */
const MOST = 40

/** Cycles that find nothing at the end of a search. */
const QUIET = 2

/** What a fit is expected to be at least, and what became of it. */
export interface ExpectationReport {
  /** Of the regulariser. */
  readonly name: string
  /** Rows of it. */
  readonly rows: number
  /** Rows that were searched for, among them. */
  readonly found: number
  /** Rows that the fit is short of, so that they hold it up. */
  readonly short: number
  /** `½ α Σ min(0, G θ − atLeast)²`: what is left of the shortfalls. */
  readonly cost: number
}

/** Expectations of a linear fit. */
export interface Expectations {
  readonly of: readonly ExpectationReport[]
  /** By how much ln of the posterior of everything else is smaller than it would be without them. */
  readonly price: number
  /** Rounds of searches. */
  readonly rounds: number
}

/** A system with what searches have found, and the rounds that it took. */
export interface SearchedSystem {
  readonly system: LinearSystem
  readonly rounds: number
}

/**
 * A system with the rows that searches of its regularisers find: solved with what is known so far, asked for more where the solution falls
 * short, until two whole cycles have found nothing.
 *
 * @param bare triangle of all data and penalties of the system, without its one-sided ones
 * @param thetaAfter parameters of the potential after a step from θ, where the system begins
 */
export function withSearchedRows(
  objective: Objective,
  system: LinearSystem,
  bare: Triangle,
  theta: Float64Array,
  thetaAfter: (step: Float64Array) => Float64Array,
): SearchedSystem {
  const searches = objective.regularisers.flatMap(({ regulariser: { name, search } }) => (search ? [{ name, search }] : []))
  if (searches.length === 0) return { system, rounds: 0 }
  const lifted = liftable(bare)
  const cycle = Math.max(...searches.map(({ search }) => search.cycle))
  let current = system
  let quiet = 0
  for (let round = 0; round < MOST; round++) {
    if (quiet === QUIET * cycle) return { system: current, rounds: round }
    const values = thetaAfter(lifted(oneSidedRows(current)).x)
    quiet++
    for (const { name, search } of searches) {
      const rows = oneSidedRowsAt(objective, search.further(values, round), theta)
      if (rows.length === 0) continue
      quiet = 0
      const oneSided = (current.oneSided ?? []).map((one) => (one.name === name ? { ...one, rows: [...one.rows, ...rows] } : one))
      current = { ...current, oneSided }
    }
  }
  return { system: current, rounds: MOST }
}

/** What became of the one-sided penalties of a system at a step; `before` has those that were not searched for. */
export function expectationsOf(before: LinearSystem, { system, rounds }: SearchedSystem, bare: Triangle, step: Float64Array): Expectations {
  const of = (system.oneSided ?? []).map(({ name, rows, alpha }, q): ExpectationReport => {
    const shortfalls = rows.map((row) => Math.min(0, heightOf(row, step))).filter((value) => value < 0)
    const cost = (alpha.start / 2) * shortfalls.reduce((sum, value) => sum + value * value, 0)
    const listed = before.oneSided?.[q].rows.length ?? 0
    return { name, rows: rows.length, found: rows.length - listed, short: shortfalls.length, cost }
  })
  const free = liftable(bare)([]).x
  return { of, price: (residualSquaredAfter(bare, step) - residualSquaredAfter(bare, free)) / 2, rounds }
}

/** What the log says of expectations. */
export function expectationSentences({ of, price, rounds }: Expectations): readonly string[] {
  const held = of.filter(({ short }) => short > 0).map(({ name, rows, short }) => `${short} of ${rows} rows of "${name}"`)
  const found = of.filter(({ found: count }) => count > 0).map(({ name, found: count }) => `${count} of "${name}"`)
  return [
    ...(rounds > 0 ? [`structures that the fit fell short of, in ${rounds} rounds of search: ${found.join(", ") || "none"}`] : []),
    ...(held.length > 0
      ? [`held up by ${held.join(", ")}, at a price of ${price.toPrecision(3)} in ln likelihood of everything else`]
      : []),
  ]
}

function heightOf({ columns, coefficients, offset }: LinearPenalty["rows"][number], step: Float64Array): number {
  return columns.reduce((sum, column, at) => sum + coefficients[at] * step[column], offset)
}
