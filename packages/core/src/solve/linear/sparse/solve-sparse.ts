import { selectColumns } from "../../../linalg/triangle/change-columns.ts"
import { residualSquaredAfter } from "../../../linalg/triangle/measures.ts"
import { type SolverResult, show } from "../../status.ts"
import { checkSystem } from "../check-system.ts"
import { foldCount } from "../cross-validation/folded-forms.ts"
import { solveLinear } from "../solve-linear.ts"
import { stackSystem } from "../stack-system.ts"
import type { LinearSystem } from "../system.ts"
import { largestLambda, lassoPath } from "./lasso-path.ts"
import { matchingPursuit } from "./matching-pursuit.ts"
import { sparseForms, type SparseForms, squareOn } from "./sparse-form.ts"
import type { SparseModel } from "./sparse-path.ts"

export interface SparseOptions {
  readonly method: "matching-pursuit" | "lasso"
  /** What chooses the model on the path; `terms` takes the last with at most so many columns. Default cross-validation, BIC for one fold. */
  readonly criterion?: "cross-validation" | "aicc" | "bic" | { readonly terms: number }
  /** Columns that are in every model, and not shrunk. */
  readonly always?: readonly number[]
  /** Largest number of columns on the path of matching pursuit; default all. */
  readonly limit?: number
  /** λ of the path of the LASSO, beside the one at which all vanish; default 1 to 10⁻⁴ in 60 steps. */
  readonly lambdas?: readonly number[]
  /** Fits the columns of the LASSO again without shrinking; default false. Matching pursuit always does. */
  readonly refit?: boolean
}

/** A model of the path. */
export interface SparsePoint {
  readonly columns: readonly number[]
  /** Of the LASSO. */
  readonly lambda: number | null
  /** χ² of weighted rows and penalties. */
  readonly square: number
  /** What is minimised; null where a number of terms was asked for. */
  readonly criterion: number | null
}

export interface SparseStats {
  /** Columns of the model, rising. */
  readonly columns: readonly number[]
  /** Place of the model on the path. */
  readonly chosen: number
  /** From few to many columns. */
  readonly path: readonly SparsePoint[]
}

const LAMBDAS = Array.from({ length: 60 }, (_, i) => 10 ** ((-4 * i) / 59))

/**
 * A model of few coefficients: a path of models by orthogonal matching pursuit or by the LASSO at the σ and α a system starts from, of which
 * k-fold cross-validation or an information criterion picks one,
 *
 *     AICc = N ln(χ²/N) + 2k + 2k(k + 1)/(N − k − 1)      BIC = N ln(χ²/N) + k ln N
 *
 * The others are zero: they stay where the system counts from. Refitted coefficients come from a QR factorisation.
 *
 * Source: Hurvich & Tsai, DOI 10.1093/biomet/76.2.297; Schwarz, DOI 10.1214/aos/1176344136.
 * @throws RangeError for cross-validation of a system of one fold
 */
export function solveSparse(system: LinearSystem, options: SparseOptions): SolverResult<Float64Array, SparseStats> {
  checkSystem(system)
  const { method, always = [], limit = Infinity, refit = false } = options
  const criterion = options.criterion ?? (foldCount(system) > 1 ? "cross-validation" : "bic")
  if (criterion === "cross-validation" && foldCount(system) < 2) throw new RangeError("cross-validation needs at least two folds")
  const forms = sparseForms(system, criterion === "cross-validation")
  const { total, scale } = forms
  const top = method === "lasso" ? largestLambda(total, always) : 0
  const lambdas = method === "lasso" ? (options.lambdas ?? LAMBDAS).map((part) => part * top) : null
  const pathOf = (form: typeof total): readonly SparseModel[] =>
    lambdas ? lassoPath(form, always, lambdas) : matchingPursuit(form, always, limit)
  const models = pathOf(total)
  const marks = criterion === "cross-validation" ? heldOut(forms, pathOf, models.length) : marksOf(models, total.rows, criterion)
  const chosen = choose(models, marks, criterion)
  const columns = models[chosen].columns.toSorted((a, b) => a - b)
  const value = new Float64Array(system.columns.length)
  const stacked = stackSystem(
    system,
    Float64Array.from(system.sigmas, ({ start }) => start),
    Float64Array.from(system.penalties, ({ alpha }) => alpha.start),
  )
  if (refit || !lambdas) {
    const fitted = solveLinear(selectColumns(stacked, columns)).value
    columns.forEach((k, at) => (value[k] = fitted[at]))
  } else {
    models[chosen].columns.forEach((k, at) => (value[k] = models[chosen].values[at] * scale[k]))
  }
  const by = typeof criterion === "string" ? criterion : "number"
  const sentence = `chose ${columns.length} of ${value.length} columns by ${by}, residual norm ${show(Math.sqrt(residualSquaredAfter(stacked, value)))}`
  const edge = typeof criterion === "string" && chosen === models.length - 1 && columns.length < value.length
  const notes = edge ? ["the largest model of the path is the best: a longer path may hold a better one"] : []
  const path = models.map((model, i): SparsePoint => ({
    columns: model.columns,
    lambda: lambdas?.[i] ?? null,
    square: model.square,
    criterion: marks?.[i] ?? null,
  }))
  return { value, status: { outcome: "converged", sentence, notes }, stats: { columns, chosen, path } }
}

/** Weighted χ² of held-out folds, by place on the path. */
function heldOut({ folds }: SparseForms, pathOf: (form: SparseForms["total"]) => readonly SparseModel[], length: number): Float64Array {
  const sums = new Float64Array(length)
  for (const { trained, held } of folds) {
    const models = pathOf(trained)
    // A shorter path has found the others to be combinations of those it holds.
    for (let i = 0; i < length; i++) {
      const { columns, values } = models[Math.min(i, models.length - 1)]
      sums[i] += squareOn(held, columns, values)
    }
  }
  return sums
}

function marksOf(
  models: readonly SparseModel[],
  rows: number,
  criterion: "aicc" | "bic" | { readonly terms: number },
): Float64Array | null {
  if (typeof criterion !== "string") return null
  return Float64Array.from(models, ({ columns: { length: k }, square }) => {
    const fit = rows * Math.log(square / rows)
    if (criterion === "bic") return k < rows ? fit + k * Math.log(rows) : Infinity
    return rows > k + 1 ? fit + 2 * k + (2 * k * (k + 1)) / (rows - k - 1) : Infinity
  })
}

function choose(models: readonly SparseModel[], marks: Float64Array | null, criterion: NonNullable<SparseOptions["criterion"]>): number {
  if (marks) return marks.reduce((best, mark, i) => (mark < marks[best] ? i : best), 0)
  const terms = typeof criterion === "string" ? Infinity : criterion.terms
  return models.reduce((best, { columns }, i) => (columns.length <= terms ? i : best), 0)
}
