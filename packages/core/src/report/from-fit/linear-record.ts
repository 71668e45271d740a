import type { LinearFit } from "../../fit/linear/fit-linear.ts"
import type { FitResult } from "../../fit/result.ts"
import type { SolverSettings } from "../../fit/schema.ts"
import type { ComparisonRecord, CurveErrors, LinearRecord } from "../linear-data.ts"
import { shownProperties } from "./shown-units.ts"

const AXES: Partial<Record<SolverSettings["kind"], Pick<ComparisonRecord, "axis" | "logarithmic">>> = {
  ridge: { axis: "strength λ of the ridge", logarithmic: true },
  truncated: { axis: "directions kept", logarithmic: false },
  "matching-pursuit": { axis: "terms", logarithmic: false },
  lasso: { axis: "terms", logarithmic: false },
}

const CRITERIA: Readonly<Record<SolverSettings["criterion"], string>> = {
  "cross-validation": "Σ ln error on data held out",
  evidence: "−2 ln evidence",
  gcv: "generalised cross-validation",
  "l-curve": "−curvature of the L-curve",
  aicc: "AICc",
  bic: "BIC",
}

/** What of a linear fit a report shows. */
type ShownFit = Pick<LinearFit, "report" | "balance" | "path" | "pareto" | "learning" | "strengths" | "training"> & {
  readonly result: Pick<FitResult, "columns">
}

/** What a report shows of a linear fit to so many configurations. */
export function linearRecord(fit: ShownFit, configurations: number, solver: Pick<SolverSettings, "kind" | "criterion">): LinearRecord {
  const { report, training, pareto, learning, strengths, path } = fit
  const properties = shownProperties.filter(
    ({ own }) => learning.some(({ heldOut }) => own in heldOut) || pareto.some((one) => own in one.training),
  )
  const errorsOf = (errors: Readonly<Record<string, number | null>>): CurveErrors =>
    properties.map(({ own, scale }) => {
      const error = errors[own] ?? NaN
      return Number.isFinite(error) ? scale * error : null
    })
  const axis = AXES[solver.kind]
  return {
    unknowns: fit.result.columns.length,
    effectiveParameters: report.effectiveParameters,
    logEvidence: report.logEvidence,
    balanced: fit.balance !== null,
    degrees: report.degrees ?? [],
    penalties: report.alphas.map(({ interval, ...alpha }) => ({ ...alpha, ...(interval && { interval }) })),
    ...(report.expectations && { expectations: report.expectations }),
    folds: report.folds,
    training,
    heldOut: report.crossValidation,
    properties: properties.map(({ shown, unit }) => ({ name: shown, unit })),
    balances: pareto.map(({ ratio, training: trained, heldOut }) => ({
      ratio,
      training: errorsOf(trained),
      heldOut: heldOut && errorsOf(heldOut),
    })),
    penaltyCurves: strengths.map(({ name, points }) => ({
      name,
      points: points.map(({ factor, heldOut }) => ({ factor, heldOut: errorsOf(heldOut) })),
    })),
    learning: learning.map(({ folds, training: trained, heldOut }) => ({
      configurations: Math.round((configurations * folds) / report.folds),
      training: errorsOf(trained),
      heldOut: errorsOf(heldOut),
    })),
    comparison: axis && path.length > 0 ? { ...axis, criterion: CRITERIA[solver.criterion], points: path } : null,
  }
}
