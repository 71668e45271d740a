import type { Triangle } from "../../linalg/triangle/triangle.ts"
import { residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { type Balance, chooseBalance } from "../../solve/linear/cross-validation/choose-balance.ts"
import { checkSystem } from "../../solve/linear/check-system.ts"
import { createEvidence, type Evidence, type EvidencePoint } from "../../solve/linear/evidence.ts"
import { independentSystem } from "../../solve/linear/independent-system.ts"
import { maximiseEvidence } from "../../solve/linear/maximise-evidence.ts"
import type { SmoothMinimum } from "../../solve/linear/minimise-smooth.ts"
import { solveLinear } from "../../solve/linear/solve-linear.ts"
import { stackSystem } from "../../solve/linear/stack-system.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import { type SolverResult, show } from "../../solve/status.ts"
import type { SigmaEstimate } from "../variance-components.ts"
import { chiSquaredInterval } from "./chi-squared-interval.ts"
import { hyperVariances } from "./hyper-covariance.ts"

/** Strength of a penalty, given or found. */
export interface AlphaEstimate {
  readonly name: string
  readonly alpha: number
  /** Ends of the interval that holds α with the confidence asked for; null for one that was not estimated or ran to a bound. */
  readonly interval: readonly [number, number] | null
  /** Directions that the data hold against this prior, γ_q: effective parameters of the penalty. */
  readonly wellDetermined: number
}

/** A linear model after inference. */
export interface LinearPosterior {
  /** Mean and mode of the unknowns, `[n]`. */
  readonly mean: Float64Array
  /** Triangle of all weighted rows and penalty rows about x = 0: RᵀR is the posterior precision; `covarianceFactor` reads it. */
  readonly information: Triangle
  /** One for each σ of the system. */
  readonly sigmas: readonly SigmaEstimate[]
  /** One for each penalty of the system. */
  readonly alphas: readonly AlphaEstimate[]
  /** Natural logarithm of the evidence at these σ and α. */
  readonly logEvidence: number
}

/** Data of a class at the solution. */
export interface ComponentFit {
  readonly name: string
  readonly property: string
  readonly rows: number
  /** √(‖r + J x‖²/rows) in the units of σ, without factor; null without rows. */
  readonly rmse: number | null
}

export interface BayesianStats {
  /** Unknowns that the data determine, Σ_p γ_p. */
  readonly effectiveParameters: number
  readonly rank: number
  /** Condition number of the stacked triangle once columns have unit norm. */
  readonly scaledCondition: number
  readonly evaluations: number
  readonly iterations: number
  readonly components: readonly ComponentFit[]
  /** What cross-validation chose and tried; null for the evidence alone. */
  readonly balance: Balance | null
}

export interface BayesianOptions {
  /**
   * What chooses σ and α: `evidence` (default) alone, or after it `cross-validation`, which keeps the ratios of σ within a property and
   * chooses those between properties, and α, anew (`chooseBalance`); σ then are weights, scaled so that χ² is as large as its degrees of
   * freedom, and have no intervals.
   */
  readonly criterion?: "evidence" | "cross-validation"
  /** Of cross-validation: exponent of a property's error; default 1. */
  readonly emphasis?: Readonly<Record<string, number>>
  /** Of the intervals; default 0.95. */
  readonly confidence?: number
  /** False spares one evaluation of the evidence for each estimated σ and α; default true. */
  readonly intervals?: boolean
  /** Ends when −2 ln evidence would fall by less; default 1e-6. */
  readonly tolerance?: number
  /** Quasi-Newton steps at most; default 200. */
  readonly iterations?: number
}

/**
 * Bayesian linear regression: all σ and α that are to be estimated maximise the evidence jointly (`createEvidence` has the formula), then the
 * unknowns come from a QR factorisation of the stacked weighted triangles and penalty rows.
 *
 * Intervals take the curvature of ln evidence in all ln σ and ln α together, expressed as degrees of freedom of a χ² distribution:
 * exact for one σ or one α alone.
 *
 * Source: MacKay, DOI 10.1162/neco.1992.4.3.415; Bishop, Pattern Recognition and Machine Learning (2006), §3.5.
 * @throws RangeError when parts of the system do not fit together
 */
export function solveBayesian(system: LinearSystem, options: BayesianOptions = {}): SolverResult<LinearPosterior, BayesianStats> {
  checkSystem(system)
  const plain = createEvidence(system)
  const used = plain.dependent ? independentSystem(system).system : system
  const evidence = plain.dependent ? createEvidence(used) : plain
  const validated = options.criterion === "cross-validation"
  const found = validated && hasRatios(used) ? whereItStarts(used, evidence) : maximiseEvidence(evidence, options)
  if (!validated) return posteriorAt(system, evidence, found, null, options)
  const { sigmas, alphas, x } = found.point
  const origin = x.map((step, k) => evidence.origin[k] + step)
  const balance = chooseBalance(used, sigmas, alphas, origin, { ...(options.emphasis ? { emphasis: options.emphasis } : {}) })
  const chosen = balancedPoint(used, evidence, found.u, balance)
  return posteriorAt(system, evidence, { ...found, ...chosen, converged: found.converged && balance.converged }, balance, options)
}

/** Whether no property has several σ whose ratios are to be estimated: cross-validation then needs nothing of the evidence. */
function hasRatios({ sigmas, components }: LinearSystem): boolean {
  const properties = new Map<string, Set<number>>()
  for (const { property, pool, factor } of components) {
    if (factor > 0) properties.set(property, (properties.get(property) ?? new Set()).add(pool))
  }
  return [...properties.values()].every((pools) => pools.size === 1 || [...pools].every((pool) => sigmas[pool].origin === "given"))
}

/** Strength of a penalty of which nothing is known, beside that at which it weighs as much as the data. */
const WEAK = 1e-6

/** σ as they start, penalties as they are declared, or weak where they are not. */
function whereItStarts({ penalties }: LinearSystem, evidence: Evidence): SmoothMinimum<EvidencePoint> {
  const { start, balanced, sigmaVariables, alphaVariables, at } = evidence
  const u = start.slice()
  alphaVariables.forEach((q, i) => {
    const variable = sigmaVariables.length + i
    if (penalties[q].alpha.spread === undefined) u[variable] = balanced[variable] + Math.log(WEAK)
  })
  return { u, point: at(u), iterations: 0, evaluations: 1, converged: true, sides: new Int8Array(u.length) }
}

/** The evidence at a balance; where nothing is given, all σ are scaled so that χ² equals its degrees of freedom, at the same solution. */
function balancedPoint(
  system: LinearSystem,
  evidence: Evidence,
  u: Float64Array,
  { properties, multipliers, alphas }: Balance,
): { readonly u: Float64Array; readonly point: EvidencePoint; readonly sides: Int8Array } {
  const { sigmaVariables, alphaVariables } = evidence
  const factorOf = (p: number): number =>
    multipliers[properties.indexOf(system.components.find(({ pool }) => pool === p)?.property ?? "")] ?? 1
  const logs = [
    ...sigmaVariables.map((p, i) => u[i] + Math.log(factorOf(p))),
    ...alphaVariables.map((q, i) => (alphas[q] > 0 ? Math.log(alphas[q]) : u[sigmaVariables.length + i])),
  ]
  const sides = new Int8Array(logs.length)
  const point = evidence.at(Float64Array.from(logs))
  const nothingGiven =
    system.sigmas.every((one) => one.origin === "estimated") &&
    system.penalties.every(({ alpha }) => alpha.origin === "estimated" || alpha.start === 0)
  const chiSquared = point.squares.reduce((sum, square, p) => sum + square * point.sigmas[p] ** -2, 0)
  const degrees = point.rows.reduce((sum, rows, p) => sum + rows - point.used[p], 0)
  if (!nothingGiven || !(chiSquared > 0 && degrees > 0)) return { u: Float64Array.from(logs), point, sides }
  const log = 0.5 * Math.log(chiSquared / degrees)
  const scaled = Float64Array.from(logs, (value, i) => value + (i < sigmaVariables.length ? log : -2 * log))
  return { u: scaled, point: evidence.at(scaled), sides }
}

/** The posterior at σ and α that were found. */
function posteriorAt(
  system: LinearSystem,
  evidence: Evidence,
  found: SmoothMinimum<EvidencePoint>,
  balance: Balance | null,
  { confidence = 0.95, intervals = true }: BayesianOptions,
): SolverResult<LinearPosterior, BayesianStats> {
  const { point, sides } = found
  const information = stackSystem(system, point.sigmas, point.alphas)
  const { value: mean, stats } = solveLinear(information)
  const variances = intervals && !balance ? hyperVariances(evidence.at, found.u, point, sides) : new Float64Array(sides.length).fill(NaN)
  const sigmas = sigmasAt(system, evidence, point, variances, confidence)
  const alphas = alphasAt(system, evidence, point, variances, confidence)
  const components = system.components.map(({ name, property, folds }): ComponentFit => {
    const rows = folds.reduce((sum, triangle) => sum + triangle.rows, 0)
    const square = folds.reduce((sum, triangle) => sum + residualSquaredAfter(triangle, mean), 0)
    return { name, property, rows, rmse: rows > 0 ? Math.sqrt(square / rows) : null }
  })
  const effectiveParameters = point.used.reduce((sum, value) => sum + value, 0)
  const value = { mean, information, sigmas, alphas, logEvidence: -0.5 * point.value }
  const { rank, scaledCondition } = stats
  const { evaluations, iterations, converged } = found
  const sentence = `${howFound(found, balance)}; the data determine ${show(effectiveParameters)} of ${system.columns.length} unknowns, ln evidence ${show(value.logEvidence)}`
  return {
    value,
    status: { outcome: converged ? "converged" : "limit", sentence, notes: notesOf(system, evidence, sides, rank) },
    stats: { effectiveParameters, rank, scaledCondition, evaluations, iterations, components, balance },
  }
}

/** What chose σ and α, and whether it came to its end. */
function howFound({ iterations, converged, sides }: SmoothMinimum<EvidencePoint>, balance: Balance | null): string {
  const steps = (count: number): string => `${count} step${count === 1 ? "" : "s"}`
  if (balance) {
    const what = balance.properties.length > 1 ? `balance of ${balance.properties.join(", ")} and priors` : "priors"
    return balance.converged
      ? `${what} chosen by cross-validation in ${steps(balance.steps)}`
      : `${what} after ${steps(balance.steps)} of cross-validation, which had not converged`
  }
  if (sides.length === 0) return "solved at the σ and priors given"
  return converged
    ? `σ and priors of largest evidence found in ${steps(iterations)}`
    : `σ and priors after ${steps(iterations)}, where the evidence was still rising`
}

function sigmasAt(
  system: LinearSystem,
  { sigmaVariables }: Evidence,
  { sigmas, squares, used, rows }: EvidencePoint,
  variances: Float64Array,
  confidence: number,
): SigmaEstimate[] {
  return system.sigmas.map(({ name }, p) => {
    const variable = sigmaVariables.indexOf(p)
    const spread = chiSquaredInterval(sigmas[p] ** 2, variable < 0 ? NaN : 1 / (2 * variances[variable]), confidence, "estimate")
    return {
      name,
      sigma: sigmas[p],
      interval: spread && [Math.sqrt(spread[0]), Math.sqrt(spread[1])],
      rows: rows[p],
      degreesOfFreedom: rows[p] - used[p],
      residualSquared: squares[p],
    }
  })
}

function alphasAt(
  system: LinearSystem,
  { sigmaVariables, alphaVariables }: Evidence,
  { alphas, wellDetermined }: EvidencePoint,
  variances: Float64Array,
  confidence: number,
): AlphaEstimate[] {
  return system.penalties.map(({ name }, q) => {
    const variable = alphaVariables.indexOf(q)
    const degrees = variable < 0 ? NaN : 2 / variances[sigmaVariables.length + variable]
    const interval = chiSquaredInterval(alphas[q], degrees, confidence, "truth")
    return { name, alpha: alphas[q], interval, wellDetermined: wellDetermined[q] }
  })
}

function notesOf({ columns }: LinearSystem, { names, sigmaVariables }: Evidence, sides: Int8Array, rank: number): string[] {
  const notes = names.flatMap((name, i) => {
    if (sides[i] === 0) return []
    if (i < sigmaVariables.length) return [`σ of ${name} ran to its ${sides[i] < 0 ? "floor" : "upper limit"}`]
    return [sides[i] < 0 ? `the data leave the penalty ${name} without strength` : `the data hold to the penalty ${name} exactly`]
  })
  if (rank < columns.length) {
    notes.push(
      `data and penalties determine ${rank} of ${columns.length} directions; the solution is the smallest of those that fit equally well`,
    )
  }
  return notes
}
