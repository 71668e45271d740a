import { type BayesianOptions, type BayesianStats, type LinearPosterior, solveBayesian } from "../../inference/bayesian/solve-bayesian.ts"
import { estimateSigmas } from "../../inference/variance-components.ts"
import { mergeTriangles } from "../../linalg/triangle/combine-rows.ts"
import { emptyTriangle, scaleTriangle } from "../../linalg/triangle/triangle.ts"
import type { Balance } from "../../solve/linear/cross-validation/choose-balance.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import type { SolverStatus } from "../../solve/status.ts"
import { withPenalties } from "./weighted-total.ts"

/** A strength that was found or given, with the ends of its 95 % interval where it was estimated. */
export interface EstimatedStrength {
  readonly name: string
  readonly origin: "given" | "estimated"
  readonly value: number
  readonly interval: readonly [number, number] | null
}

/** What a solver finds of a linear system. */
export interface LinearSolution {
  /** By σ of the system. */
  readonly sigmas: readonly EstimatedStrength[]
  /** α by penalty of the system. */
  readonly alphas: readonly EstimatedStrength[]
  readonly status: SolverStatus
  /** Logarithm of the evidence, where the solver has it. */
  readonly logEvidence: number | null
  /** Unknowns that the data determine, where the solver has it. */
  readonly effectiveParameters: number | null
  /** What cross-validation tried and chose; null without it. */
  readonly balance: Balance | null
}

/** σ and α by evidence, or by cross-validation after it. */
export function solveByBayes(system: LinearSystem, options: BayesianOptions): LinearSolution {
  const { value, status, stats } = solveBayesian(system, options)
  const scale = stats.balance ? noiseScale(system, value.sigmas, stats) : 1
  return {
    sigmas: value.sigmas.map(({ name, sigma, interval }, p) => {
      return { name, origin: system.sigmas[p].origin, value: sigma * scale, interval }
    }),
    alphas: value.alphas.map(({ name, alpha, interval }, p) => {
      const { origin } = system.penalties[p].alpha
      return { name, origin, value: origin === "given" ? alpha : alpha / scale ** 2, interval }
    }),
    status,
    logEvidence: value.logEvidence,
    effectiveParameters: stats.effectiveParameters,
    balance: stats.balance,
  }
}

/**
 * The factor on all σ that makes χ² as large as its degrees of freedom: cross-validation chooses ratios alone, and penalties of given
 * strength are to be held against the noise there is. 1 where a σ is given.
 */
function noiseScale({ sigmas, components }: LinearSystem, found: LinearPosterior["sigmas"], stats: BayesianStats): number {
  if (sigmas.some(({ origin }) => origin === "given")) return 1
  let [square, rows] = [0, 0]
  stats.components.forEach((component, c) => {
    const { factor, pool } = components[c]
    if (factor === 0 || component.rmse === null) return
    square += component.rows * ((factor * component.rmse) / found[pool].sigma) ** 2
    rows += component.rows
  })
  const degrees = rows - stats.effectiveParameters
  return square > 0 && degrees > 0 ? Math.sqrt(square / degrees) : 1
}

/** σ by variance components, at the penalties as they start. */
export function solveLeastSquares(system: LinearSystem): LinearSolution {
  const { sigmas, penalties, components, columns } = system
  const alphas = penalties.map(({ name, alpha }): EstimatedStrength => ({ name, origin: "given", value: alpha.start, interval: null }))
  const status = (sentence: string, notes: readonly string[] = []): SolverStatus => ({ outcome: "converged", sentence, notes })
  if (sigmas.every(({ origin }) => origin === "given")) {
    const given = sigmas.map(({ name, start }): EstimatedStrength => ({ name, origin: "given", value: start, interval: null }))
    return {
      sigmas: given,
      alphas,
      logEvidence: null,
      effectiveParameters: null,
      balance: null,
      status: status(`solved for ${columns.length} unknowns at the σ given`),
    }
  }
  const data = sigmas.map(({ name, origin, start, floor }, pool) => {
    const own = components.filter((component) => component.pool === pool)
    const parts = own.flatMap(({ factor, folds }) => folds.map((fold) => scaleTriangle(fold, factor)))
    return { name, triangle: mergeTriangles(emptyTriangle(columns.length), ...parts), sigma: start, fixed: origin === "given", floor }
  })
  const prior = withPenalties(
    emptyTriangle(columns.length),
    system,
    alphas.map(({ value }) => value),
  )
  const estimates = estimateSigmas(data, { ...(penalties.length > 0 ? { prior } : {}), tolerance: 1e-4, iterations: 100 })
  const found = estimates.value.map(({ name, sigma, interval }, pool): EstimatedStrength => {
    return { name, origin: sigmas[pool].origin, value: sigma, interval }
  })
  return { sigmas: found, alphas, logEvidence: null, effectiveParameters: null, balance: null, status: estimates.status }
}
