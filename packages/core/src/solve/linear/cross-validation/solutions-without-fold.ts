import { mergeInto } from "../../../linalg/triangle/combine-rows.ts"
import { emptyTriangle, scaleTriangle, type Triangle } from "../../../linalg/triangle/triangle.ts"
import { addGradientOf } from "../normal-equations.ts"
import { addPenaltyGradient, type PenaltyForm, penaltyForm, penaltySquare } from "../penalty-form.ts"
import { solveLinear } from "../solve-linear.ts"
import { addOneSided, oneSidedRows } from "../one-sided/add-one-sided.ts"
import { liftRows, type OneSidedRow } from "../one-sided/lift.ts"
import { addPenalty } from "../stack-system.ts"
import type { LinearSystem } from "../system.ts"
import { foldCount, foldedForms } from "./folded-forms.ts"
import { solveWithout } from "./solve-without.ts"

/** Corrections that a solution by normal equations gets, at most. */
const CORRECTIONS = 8

/** A correction that changes weighted residuals by less than this part of them is the last: the next would be smaller still. */
const SETTLED = 1e-7

/** What is needed of a system at some σ and α, to leave folds out. */
interface Weighed {
  readonly system: LinearSystem
  readonly penalties: readonly PenaltyForm[]
  readonly sigmas: Float64Array
  readonly alphas: Float64Array
}

/**
 * The solutions of all folds but one, for each, at given σ and α, `[folds][n]`: by a Cholesky factorisation each, corrected by gradients
 * that are taken from the triangles until nothing is left of them (corrected seminormal equations), or by QR where that does not converge.
 *
 * @param origin a solution nearby, `[n]`, such as that of all data
 * Source: Björck, DOI 10.1016/0024-3795(87)90101-7.
 */
export function solutionsWithoutFold(
  system: LinearSystem,
  sigmas: Float64Array,
  alphas: Float64Array,
  origin: Float64Array,
): Float64Array[] {
  const properties = foldedForms(system, sigmas, origin)
  const ones = new Float64Array(properties.length).fill(1)
  const forms = system.penalties.map((penalty) => penaltyForm(penalty, origin))
  const rows = oneSidedRows(system)
  const weighed = { system, sigmas, alphas, penalties: system.penalties.map((penalty) => penaltyForm(penalty)) }
  return Array.from({ length: foldCount(system) }, (_, fold) => {
    const solved = solveWithout(properties, forms, ones, alphas, [fold])
    const x =
      solved &&
      corrected(
        weighed,
        fold,
        solved.x.map((step, k) => origin[k] + step),
        solved.solve,
      )
    if (!x || !solved) return byReflections(weighed, fold, rows)
    return rows.length > 0 ? liftRows(rows, x, solved.solve).x : x
  })
}

/** A solution after as many corrections as change it; null where they do not die out. */
function corrected(weighed: Weighed, fold: number, start: Float64Array, solve: (b: Float64Array) => Float64Array): Float64Array | null {
  const x = start
  for (let round = 0; round < CORRECTIONS; round++) {
    const { gradient, square } = gradientWithout(weighed, fold, x)
    const step = solve(gradient)
    // gᵀ A⁻¹ g, by how much the step lowers the square.
    let lowered = 0
    for (let k = 0; k < x.length; k++) {
      lowered += gradient[k] * step[k]
      x[k] -= step[k]
    }
    if (lowered <= SETTLED ** 2 * square) return x
  }
  return null
}

/** ½ ∂/∂x of the square of all but one fold and of the penalties, and that square, from the triangles. */
function gradientWithout({ system, penalties, sigmas, alphas }: Weighed, fold: number, x: Float64Array): Slope {
  const gradient = new Float64Array(x.length)
  let square = 0
  for (const { folds, factor, pool } of system.components) {
    if (factor === 0) continue
    const weight = (factor / sigmas[pool]) ** 2
    folds.forEach((triangle, k) => {
      if (folds.length === 1 || k !== fold) square += addGradientOf(triangle, x, weight, gradient)
    })
  }
  penalties.forEach((form, q) => {
    addPenaltyGradient(form, x, alphas[q], gradient)
    square += alphas[q] * penaltySquare(form, x)
  })
  return { gradient, square }
}

interface Slope {
  readonly gradient: Float64Array
  readonly square: number
}

function byReflections({ system, sigmas, alphas }: Weighed, fold: number, rows: readonly OneSidedRow[]): Float64Array {
  const parts = function* (): Generator<Triangle> {
    for (const { folds, factor, pool } of system.components) {
      if (factor === 0) continue
      for (const [k, triangle] of folds.entries())
        if (folds.length === 1 || k !== fold) yield scaleTriangle(triangle, factor / sigmas[pool])
    }
  }
  const data = mergeInto(emptyTriangle(system.columns.length), parts())
  const known = system.penalties.reduce((sum, penalty, q) => addPenalty(sum, penalty, alphas[q]), data)
  return solveLinear(addOneSided(known, rows)).value
}
