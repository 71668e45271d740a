import { columnNorms } from "../../../linalg/triangle/measures.ts"
import { show, type SolverResult } from "../../status.ts"
import { checkSystem } from "../check-system.ts"
import { foldCount, foldedForms, propertiesOf } from "../cross-validation/folded-forms.ts"
import { heldOutErrors } from "../cross-validation/held-out.ts"
import { createEvidence, type EvidencePoint } from "../evidence.ts"
import { independentSystem } from "../independent-system.ts"
import { bendOf, refineMinimum } from "./refine-curve.ts"
import type { RidgePoint } from "./ridge-point.ts"
import { penaltyForm, penaltySquare } from "../penalty-form.ts"
import { solveLinear } from "../solve-linear.ts"
import { stackSystem } from "../stack-system.ts"
import type { LinearPenalty, LinearSystem } from "../system.ts"

/** What chooses the strength of a ridge. */
export type RidgeCriterion = "gcv" | "l-curve" | "cross-validation" | "evidence"

export interface RidgeOptions {
  /** Default `gcv`. */
  readonly criterion?: RidgeCriterion
  /** λ that are tried before the best is refined; default 10⁻¹² to 10⁴ in half decades. */
  readonly strengths?: readonly number[]
}

export interface RidgeStats {
  readonly lambda: number
  /** Strength of each penalty of the system: λ times where it starts, or as given; one more for the ridge on columns when there is none. */
  readonly alphas: readonly number[]
  readonly effectiveParameters: number
  /** Rising λ. */
  readonly curve: readonly RidgePoint[]
}

const DEFAULT_STRENGTHS = Array.from({ length: 33 }, (_, i) => 10 ** (i / 2 - 12))

/**
 * Regularised least squares with one strength λ at the σ a system starts from: all penalties that are to be estimated get λ times their
 * start; a system without any gets a ridge on all columns in units of 1/‖J_k‖. λ minimises the criterion, over a grid and then between
 * its points; coefficients come from a QR factorisation of the stacked rows.
 *
 * Source: Golub, Heath & Wahba, DOI 10.1080/00401706.1979.10489751 (GCV); Hansen & O'Leary, DOI 10.1137/0914086 (L-curve).
 * @throws RangeError for cross-validation of a system of one fold
 */
export function solveRidge(original: LinearSystem, options: RidgeOptions = {}): SolverResult<Float64Array, RidgeStats> {
  checkSystem(original)
  const { criterion = "gcv", strengths = DEFAULT_STRENGTHS } = options
  if (criterion === "cross-validation" && foldCount(original) < 2) throw new RangeError("cross-validation needs at least two folds")
  const system = atStart(original)
  const sigmas = Float64Array.from(system.sigmas, ({ start }) => start)
  const alphasAt = (lambda: number): Float64Array =>
    Float64Array.from(system.penalties, ({ alpha }) => (alpha.origin === "estimated" ? lambda : 1) * alpha.start)
  const raw = createEvidence(system)
  const reduced = raw.dependent ? independentSystem(system).system : system
  const evidence = raw.dependent ? createEvidence(reduced) : raw
  const forms = reduced.penalties.map((penalty) => penaltyForm(penalty, evidence.origin))
  const folded = criterion === "cross-validation" ? foldedForms(reduced, sigmas, evidence.origin) : []
  const ones = new Float64Array(propertiesOf(system).length).fill(1)

  const at = (lambda: number): RidgePoint => {
    const alphas = alphasAt(lambda)
    const point = evidence.at(Float64Array.from(evidence.alphaVariables, (q) => Math.log(alphas[q])))
    const chiSquared = point.squares.reduce((sum, square, p) => sum + square * sigmas[p] ** -2, 0)
    const effectiveParameters = point.used.reduce((sum, value) => sum + value, 0)
    const penaltySquared = forms.reduce((sum, form, q) => {
      const { alpha } = system.penalties[q]
      return alpha.origin === "estimated" ? sum + alpha.start * penaltySquare(form, point.x) : sum
    }, 0)
    const value = {
      gcv: () => generalised(chiSquared, effectiveParameters, point),
      "l-curve": () => NaN,
      "cross-validation": () => heldOutErrors(folded, forms, Array.from(ones), ones, alphas, { slopes: false }).value,
      evidence: () => point.value,
    }[criterion]()
    return { lambda, criterion: value, chiSquared, penaltySquared, effectiveParameters }
  }

  const grid = [...strengths].sort((a, b) => a - b).map(at)
  const curve = criterion === "l-curve" ? bendOf(grid, at) : refineMinimum(grid, at)
  const best = curve.reduce((one, other) => (other.criterion < one.criterion ? other : one))
  const alphas = alphasAt(best.lambda)
  const { value, stats } = solveLinear(stackSystem(system, sigmas, alphas))
  const { lambda, effectiveParameters } = best
  const edge = lambda === curve[0].lambda || lambda === curve[curve.length - 1].lambda
  const sentence = `solved: λ = ${show(lambda)} by ${criterion}, ${show(effectiveParameters)} of ${value.length} unknowns determined by the data`
  const notes = edge ? [`the best λ is the ${lambda === curve[0].lambda ? "smallest" : "largest"} that was tried`] : []
  if (stats.rank < value.length) notes.push(`data and penalties determine ${stats.rank} of ${value.length} directions only`)
  return {
    value,
    status: { outcome: "converged", sentence, notes },
    stats: { lambda, alphas: Array.from(alphas), effectiveParameters, curve },
  }
}

/** N χ²/(N − γ)² */
function generalised(chiSquared: number, effective: number, { rows }: EvidencePoint): number {
  const count = rows.reduce((sum, value) => sum + value, 0)
  return count > effective ? (count * chiSquared) / (count - effective) ** 2 : Infinity
}

/** The system with its σ believed, and a penalty to be varied. */
function atStart(system: LinearSystem): LinearSystem {
  const sigmas = system.sigmas.map((sigma) => ({ ...sigma, origin: "given" as const }))
  const penalties = system.penalties.map((penalty) =>
    penalty.alpha.origin === "estimated" && penalty.alpha.start === 0 ? { ...penalty, alpha: { ...penalty.alpha, start: 1 } } : penalty,
  )
  if (penalties.some(({ alpha }) => alpha.origin === "estimated")) return { ...system, sigmas, penalties }
  return { ...system, sigmas, penalties: [...penalties, columnRidge(system)] }
}

/** Σ (‖J_k‖ x_k)² */
function columnRidge({ columns, components, sigmas }: LinearSystem): LinearPenalty {
  const squares = new Float64Array(columns.length)
  for (const { folds, factor, pool } of components) {
    for (const triangle of folds) columnNorms(triangle).forEach((size, k) => (squares[k] += ((size * factor) / sigmas[pool].start) ** 2))
  }
  const rows = Array.from(squares, (square, column) => ({ columns: [column], coefficients: [Math.sqrt(square)], offset: 0 }))
  return { name: "ridge", rows: rows.filter(({ coefficients }) => coefficients[0] > 0), alpha: { origin: "estimated", start: 1 } }
}
