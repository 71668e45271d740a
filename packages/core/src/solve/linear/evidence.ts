import { factoriseScaled } from "./factorise-scaled.ts"
import { alphaLimits, balancedStrength, sigmaLimits } from "./evidence-limits.ts"
import type { SmoothPoint } from "./minimise-smooth.ts"
import {
  addLower,
  type NormalEquations,
  normalEquations,
  seenFrom,
  steadied,
  squareAfter,
  suspiciousPivot,
  traceOfProduct,
  type WeightedTriangle,
} from "./normal-equations.ts"
import { addPenaltyGradient, addPenaltyMatrix, penaltyForm, penaltySquare, penaltyTrace } from "./penalty-form.ts"
import { priorDeterminant } from "./prior-determinant.ts"
import type { LinearSystem } from "./system.ts"

/** The evidence at some σ and α, and what its slopes are made of. */
export interface EvidencePoint extends SmoothPoint {
  /** −2 ln evidence: natural logarithm, all constants included; directions without prior count as flat with density 1. */
  readonly value: number
  /** By the variables: ln σ of the estimated ones, then ln α of the estimated ones. */
  readonly gradient: Float64Array
  /** By variable: its second derivative as it is near the maximum. */
  readonly curvature: Float64Array
  readonly sigmas: Float64Array
  readonly alphas: Float64Array
  /** Solution, as a step from the origin of the evidence, `[n]`. */
  readonly x: Float64Array
  /** By σ: Σ factor² ‖r + J x‖². */
  readonly squares: Float64Array
  /** By σ: rows of data. */
  readonly rows: Float64Array
  /** By σ: parameters that its data determine, tr(A⁻¹ A_p)/σ_p². */
  readonly used: Float64Array
  /** By penalty: directions of the prior that the data overrule, `α tr(Λ⁺K) − α tr(A⁻¹K)`. */
  readonly wellDetermined: Float64Array
}

/** The evidence of a linear system as a function of its estimated σ and α. */
export interface Evidence {
  readonly names: readonly string[]
  /** The first variables: ln of these σ of the system. */
  readonly sigmaVariables: readonly number[]
  /** The variables that follow: ln α of these penalties. */
  readonly alphaVariables: readonly number[]
  readonly start: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** By variable that is an α: ln of the strength at which penalty and data weigh alike; `start` for σ. */
  readonly balanced: Float64Array
  /** Where x counts from, `[n]`. */
  readonly origin: Float64Array
  /** Whether data and penalties at the start values leave columns undetermined to rounding: `independentSystem` removes them. */
  readonly dependent: boolean
  at(u: Float64Array): EvidencePoint
}

/**
 * The evidence p(data | σ, α) of
 *
 *     −2 ln p = Σ_p [N_p ln 2πσ_p² + ‖r_p + J_p x‖²/σ_p²] + Σ_q α_q ‖G_q x + g_q‖² + ln det A − ln det⁺ Λ − (n − rank Λ) ln 2π
 *     A = Σ_p J_pᵀJ_p/σ_p² + Λ,   Λ = Σ_q α_q G_qᵀG_q,   x the minimum
 *
 * which integrates x out exactly, with exact slopes
 *
 *     ∂/∂ln σ_p = 2 (N_p − γ_p) − 2 ‖r_p + J_p x‖²/σ_p²      γ_p = tr(A⁻¹J_pᵀJ_p)/σ_p²
 *     ∂/∂ln α_q = α_q ‖G_q x + g_q‖² − γ_q                   γ_q = α_q tr(Λ⁺G_qᵀG_q) − α_q tr(A⁻¹G_qᵀG_q)
 *
 * Without penalties it is the restricted likelihood. Each evaluation costs n³ flops, whatever the number of components.
 *
 * Source: MacKay, DOI 10.1162/neco.1992.4.3.415; Patterson & Thompson, DOI 10.1093/biomet/58.3.545.
 * @param system of independent columns (see `independentSystem`)
 */
export function createEvidence(system: LinearSystem): Evidence {
  const n = system.columns.length
  const parts = system.sigmas.map((_, p) => partsOfPool(system, p))
  const atZero = parts.map((own) => steadied(normalEquations(n, own)))
  const startSigmas = Float64Array.from(system.sigmas, ({ start, floor }) => Math.max(start, floor))
  const information = new Float64Array(n)
  atZero.forEach(({ matrix }, p) => {
    for (let k = 0; k < n; k++) information[k] += matrix[k * n + k] * startSigmas[p] ** -2
  })
  const balanced = system.penalties.map((penalty) => balancedStrength(penalty, information))
  const startAlphas = Float64Array.from(system.penalties, ({ alpha }, q) => alpha.start || (alpha.origin === "estimated" ? balanced[q] : 0))
  const { origin, dependent } = startingPoint(system, atZero, startSigmas, startAlphas)
  const pools = atZero.map((equations, p) => seenFrom(equations, parts[p], origin))
  const forms = system.penalties.map((penalty) => penaltyForm(penalty, origin))
  const active = system.penalties.flatMap(({ alpha }, q) => (alpha.origin === "estimated" || alpha.start > 0 ? [q] : []))
  const counted = active.filter((q) => !system.penalties[q].observed)
  const prior = priorDeterminant(
    counted.map((q) => forms[q]),
    n,
  )
  const sigmaVariables = system.sigmas.flatMap(({ origin: how }, p) => (how === "estimated" && pools[p].rows > 0 ? [p] : []))
  const alphaVariables = system.penalties.flatMap(({ alpha, rows }, q) => (alpha.origin === "estimated" && rows.length > 0 ? [q] : []))
  const constant =
    (pools.reduce((sum, { rows }) => sum + rows, 0) + prior.rank - n) * Math.log(2 * Math.PI) -
    system.components.reduce((sum, { factor, folds }) => sum + (factor > 0 ? 2 * rowsOf(folds) * Math.log(factor) : 0), 0)

  const rowCounts = Float64Array.from(pools, ({ rows }) => rows)

  const at = (u: Float64Array): EvidencePoint => {
    const sigmas = startSigmas.slice()
    const alphas = startAlphas.slice()
    sigmaVariables.forEach((p, i) => (sigmas[p] = Math.exp(u[i])))
    alphaVariables.forEach((q, i) => (alphas[q] = Math.exp(u[sigmaVariables.length + i])))
    const A = new Float64Array(n * n)
    const half = new Float64Array(n)
    const zero = new Float64Array(n)
    pools.forEach((pool, p) => {
      if (pool.rows === 0) return
      addLower(pool.matrix, sigmas[p] ** -2, A, n)
      for (let k = 0; k < n; k++) half[k] -= pool.vector[k] * sigmas[p] ** -2
    })
    for (const q of active) {
      addPenaltyMatrix(forms[q], alphas[q], A, n)
      addPenaltyGradient(forms[q], zero, -alphas[q], half)
    }
    const factor = factoriseScaled(A, n)
    if (!factor) return undefinedPoint(u, sigmas, alphas, n)
    const x = factor.solve(half)
    const inverse = factor.inverse()
    const squares = Float64Array.from(pools, (pool) => squareAfter(pool, x))
    const used = Float64Array.from(pools, (pool, p) => (pool.rows > 0 ? traceOfProduct(inverse, pool.matrix) * sigmas[p] ** -2 : 0))
    const { logDeterminant, shares } = prior.at(Float64Array.from(counted, (q) => alphas[q]))
    const wellDetermined = new Float64Array(forms.length)
    const penaltySquares = new Float64Array(forms.length)
    counted.forEach((q, i) => (wellDetermined[q] = Math.max(0, shares[i] - alphas[q] * penaltyTrace(forms[q], inverse, n))))
    for (const q of active) penaltySquares[q] = penaltySquare(forms[q], x)
    let value = constant + factor.logDeterminant - logDeterminant
    pools.forEach(({ rows }, p) => (value += 2 * rows * Math.log(sigmas[p]) + squares[p] * sigmas[p] ** -2))
    for (const q of active) value += alphas[q] * penaltySquares[q]
    const gradient = new Float64Array(u.length)
    const curvature = new Float64Array(u.length)
    const fixedPoint = u.slice()
    sigmaVariables.forEach((p, i) => {
      const free = pools[p].rows - used[p]
      curvature[i] = Math.max(1, 4 * free, 4 * squares[p] * sigmas[p] ** -2)
      gradient[i] = 2 * free - 2 * squares[p] * sigmas[p] ** -2
      if (free > 1e-9 * pools[p].rows && squares[p] > 0) fixedPoint[i] = 0.5 * Math.log(squares[p] / free)
    })
    alphaVariables.forEach((q, i) => {
      const at = sigmaVariables.length + i
      curvature[at] = Math.max(0.01, wellDetermined[q], alphas[q] * penaltySquares[q])
      gradient[at] = alphas[q] * penaltySquares[q] - wellDetermined[q]
      if (wellDetermined[q] > 1e-9 && penaltySquares[q] > 0) fixedPoint[at] = Math.log(wellDetermined[q] / penaltySquares[q])
    })
    return { value, gradient, fixedPoint, curvature, sigmas, alphas, x, squares, rows: rowCounts, used, wellDetermined }
  }

  const limits = [
    ...sigmaVariables.map((p) => sigmaLimits(system.sigmas[p], pools[p])),
    ...alphaVariables.map((q) => alphaLimits(balanced[q], startAlphas[q])),
  ]
  const starts = [...sigmaVariables.map((p) => startSigmas[p]), ...alphaVariables.map((q) => startAlphas[q])]
  const levels = [...sigmaVariables.map((p) => startSigmas[p]), ...alphaVariables.map((q) => balanced[q])]
  return {
    names: [...sigmaVariables.map((p) => system.sigmas[p].name), ...alphaVariables.map((q) => system.penalties[q].name)],
    sigmaVariables,
    alphaVariables,
    start: Float64Array.from(starts, Math.log),
    lower: Float64Array.from(limits, ([low]) => low),
    upper: Float64Array.from(limits, ([, high]) => high),
    balanced: Float64Array.from(levels, Math.log),
    origin,
    dependent,
    at,
  }
}

/** The triangles of all data that share σ number p, with their weights as for σ = 1. */
export function partsOfPool({ components }: LinearSystem, p: number): WeightedTriangle[] {
  return components.flatMap(({ pool, factor, folds }) =>
    pool === p && factor > 0 ? folds.map((triangle) => ({ triangle, weight: factor * factor })) : [],
  )
}

/** The solution at the start values; zero where they leave the matrix without a Cholesky factor. */
function startingPoint(
  { columns, penalties }: LinearSystem,
  pools: readonly NormalEquations[],
  sigmas: Float64Array,
  alphas: Float64Array,
): { readonly origin: Float64Array; readonly dependent: boolean } {
  const n = columns.length
  const A = new Float64Array(n * n)
  const half = new Float64Array(n)
  pools.forEach(({ matrix, vector }, p) => {
    addLower(matrix, sigmas[p] ** -2, A, n)
    for (let k = 0; k < n; k++) half[k] -= vector[k] * sigmas[p] ** -2
  })
  penalties.forEach((penalty, q) => {
    const form = penaltyForm(penalty)
    addPenaltyMatrix(form, alphas[q], A, n)
    addPenaltyGradient(form, new Float64Array(n), -alphas[q], half)
  })
  const factor = factoriseScaled(A, n)
  if (!factor) return { origin: new Float64Array(n), dependent: true }
  return { origin: factor.solve(half), dependent: factor.weakestPivot < suspiciousPivot(n) }
}

function undefinedPoint(u: Float64Array, sigmas: Float64Array, alphas: Float64Array, n: number): EvidencePoint {
  return {
    value: Infinity,
    gradient: new Float64Array(u.length),
    curvature: new Float64Array(u.length).fill(1),
    sigmas,
    alphas,
    x: new Float64Array(n),
    squares: new Float64Array(sigmas.length),
    rows: new Float64Array(sigmas.length),
    used: new Float64Array(sigmas.length),
    wellDetermined: new Float64Array(alphas.length),
  }
}

function rowsOf(folds: readonly { readonly rows: number }[]): number {
  return folds.reduce((sum, { rows }) => sum + rows, 0)
}
