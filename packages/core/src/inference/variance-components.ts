import { independentColumns } from "../linalg/triangle/independent-columns.ts"
import { residualSquaredAfter } from "../linalg/triangle/measures.ts"
import { solveUpperTransposed } from "../linalg/triangle/solve-triangular.ts"
import { selectColumns } from "../linalg/triangle/change-columns.ts"
import { mergeTriangles } from "../linalg/triangle/combine-rows.ts"
import { heightOf, scaleTriangle, type Triangle } from "../linalg/triangle/triangle.ts"
import { solveLinear } from "../solve/linear/solve-linear.ts"
import { type SolverResult, show } from "../solve/status.ts"
import { chiSquaredQuantile } from "./chi-squared.ts"

/** Data that share one σ. */
export interface DataComponent {
  readonly name: string
  /** Of the rows `[J | r]` as for σ = 1. */
  readonly triangle: Triangle
  /** σ where estimation starts, or for good where `fixed`. */
  readonly sigma: number
  readonly fixed?: boolean
  /** σ is not taken below this; default 0. */
  readonly floor?: number
}

export interface SigmaEstimate {
  readonly name: string
  readonly sigma: number
  /** Ends of the interval that covers σ with the confidence asked for; null for one that was not estimated. */
  readonly interval: readonly [number, number] | null
  readonly rows: number
  /** n_c − tr(hat_c): rows that are not used up by parameters. */
  readonly degreesOfFreedom: number
  /** ‖r_c‖² as for σ = 1. */
  readonly residualSquared: number
}

export interface VarianceOptions {
  /** Rows that are not data, in their final units: `[Λ^½ | Λ^½ (x − μ)]`. */
  readonly prior?: Triangle
  /** Largest change of ln σ at which the iteration ends; default 1e-10. */
  readonly tolerance?: number
  /** Default 1000. */
  readonly iterations?: number
  /** Default 0.95. */
  readonly confidence?: number
}

/**
 * One round of variance estimation at given σ: the step δ that minimises Σ_c ‖r_c + J_c δ‖²/σ_c² + ‖prior‖², and for each component
 *
 *     σ_c² ← ‖r_c + J_c δ‖² / (n_c − tr hat_c),   hat_c = J_c (Σ J_cᵀJ_c/σ_c² + Λ)⁻¹ J_cᵀ / σ_c²
 *
 * whose fixed point is restricted maximum likelihood for independent errors (Patterson & Thompson, DOI 10.1093/biomet/58.3.545; the
 * same as the evidence of MacKay, DOI 10.1162/neco.1992.4.3.415).
 */
export function updateSigmas(
  components: readonly DataComponent[],
  options: VarianceOptions = {},
): { readonly delta: Float64Array; readonly estimates: readonly SigmaEstimate[] } {
  const confidence = options.confidence ?? 0.95
  const weighted = components.map(({ triangle, sigma }) => scaleTriangle(triangle, 1 / sigma))
  const [first, ...others] = options.prior ? [...weighted, options.prior] : weighted
  const total = mergeTriangles(first, ...others)
  const delta = solveLinear(total).value
  const columns = independentColumns(
    total,
    Array.from({ length: total.n }, (_, k) => k),
  )
  const basis = selectColumns(total, columns)
  const estimates = components.map(({ name, triangle, sigma, fixed, floor }, index): SigmaEstimate => {
    const residualSquared = residualSquaredAfter(triangle, delta)
    const degreesOfFreedom = triangle.rows - leverage(basis, selectColumns(weighted[index], columns))
    // Rows that are all used up tell nothing of their own noise.
    const open = !fixed && degreesOfFreedom > 1e-9 * triangle.rows
    const raw = open ? Math.sqrt(residualSquared / degreesOfFreedom) : sigma
    const value = fixed ? sigma : Math.max(raw, floor ?? 0)
    return {
      name,
      sigma: value,
      interval: open ? intervalOf(residualSquared, degreesOfFreedom, confidence) : null,
      rows: triangle.rows,
      degreesOfFreedom,
      residualSquared,
    }
  })
  return { delta, estimates }
}

/** Repeats `updateSigmas` until the σ stay; exact for data that are linear in the parameters. `value` holds the last estimates. */
export function estimateSigmas(
  components: readonly DataComponent[],
  options: VarianceOptions = {},
): SolverResult<readonly SigmaEstimate[], { readonly iterations: number; readonly delta: Float64Array }> {
  const { tolerance = 1e-10, iterations = 1000 } = options
  let current = components
  let change = Infinity
  let round = updateSigmas(current, options)
  let iteration = 1
  for (; iteration < iterations; iteration++) {
    const { estimates } = round
    change = Math.max(0, ...estimates.map(({ sigma }, c) => Math.abs(Math.log(sigma / current[c].sigma))))
    current = current.map((component, c) => ({ ...component, sigma: estimates[c].sigma }))
    if (change <= tolerance || estimates.some(({ sigma }) => !(sigma > 0))) break
    round = updateSigmas(current, options)
  }
  const { estimates, delta } = round
  const zero = estimates.filter(({ sigma }) => !(sigma > 0)).map(({ name }) => name)
  const used = estimates.filter(({ interval }, c) => interval === null && !components[c].fixed).map(({ name }) => name)
  const notes = used.map((name) => `the parameters use up all data of ${name}, so its σ keeps its value`)
  const stats = { iterations: iteration, delta }
  if (zero.length > 0) {
    const sentence = `stalled: the residuals of ${zero.join(", ")} vanish, so σ has no estimate above zero; give it a floor`
    return { value: estimates, status: { outcome: "stalled", sentence, notes }, stats }
  }
  const sigmas = estimates.map(({ name, sigma }) => `${name} ${show(sigma)}`).join(", ")
  if (change <= tolerance) {
    return { value: estimates, status: { outcome: "converged", sentence: `converged in ${iteration} rounds: σ = ${sigmas}`, notes }, stats }
  }
  const sentence = `stopped after ${iteration} rounds, when σ still changed by ${show(change)} of itself: σ = ${sigmas}`
  return { value: estimates, status: { outcome: "limit", sentence, notes }, stats }
}

/** tr J_c (RᵀR)⁻¹ J_cᵀ = ‖R_c R⁻¹‖². */
function leverage(basis: Triangle, part: Triangle): number {
  const { n } = basis
  let sum = 0
  for (let i = 0; i < Math.min(n, heightOf(part)); i++) {
    const row = part.data.slice(i * (n + 1), i * (n + 1) + n)
    for (const value of solveUpperTransposed(basis.data, n + 1, n, row)) sum += value * value
  }
  return sum
}

/** ‖r‖²/σ² is distributed as χ² of the effective degrees of freedom, nearly. */
function intervalOf(residualSquared: number, degreesOfFreedom: number, confidence: number): readonly [number, number] {
  const tail = (1 - confidence) / 2
  return [
    Math.sqrt(residualSquared / chiSquaredQuantile(1 - tail, degreesOfFreedom)),
    Math.sqrt(residualSquared / chiSquaredQuantile(tail, degreesOfFreedom)),
  ]
}
