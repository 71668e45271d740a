import { SpecFailure } from "../../failure/failure.ts"
import type { Fit } from "../fit.ts"
import type { SolverCriterion, SolverKind } from "../schema.ts"

/** Parameters from which on a linear model is worth a prior of its own, and its data are streamed. */
const MANY = 48

/** How a linear model is solved: at given penalties with estimated σ, or with what the kinds of solver of that name choose. */
export type LinearMethod = "least-squares" | "bayesian-linear" | "ridge" | "truncated" | "matching-pursuit" | "lasso"

/** Kinds of solver that only linear models have, and what they can choose their model by. */
const criteria: Partial<Record<SolverKind, readonly SolverCriterion[]>> = {
  "bayesian-linear": ["cross-validation", "evidence"],
  ridge: ["cross-validation", "gcv", "l-curve", "evidence"],
  truncated: ["cross-validation", "gcv"],
  "matching-pursuit": ["cross-validation", "aicc", "bic"],
  lasso: ["cross-validation", "aicc", "bic"],
}

/**
 * The way in which a fit is solved from streamed statistics, or `undefined` for one that is iterated: models with a parameter that is
 * not linear, and small linear ones.
 */
export function linearMethod({ objective: { space, regularisers }, solver: { kind } }: Fit): LinearMethod | undefined {
  if (!space.linear.every(Boolean) || space.free.length === 0) return undefined
  const many = space.free.length > MANY
  if (kind === "linear") return many ? "least-squares" : undefined
  if (kind === "auto") return many || regularisers.length > 0 ? "bayesian-linear" : undefined
  return kind === "levenberg-marquardt" || kind === "variable-projection" ? undefined : kind
}

/** Whether a kind of solver is for linear models only. */
export function wantsLinear(kind: SolverKind): boolean {
  return kind === "linear" || kind in criteria
}

/** @throws SpecFailure for a criterion that this kind of solver does not know. */
export function checkCriterion(kind: SolverKind, criterion: SolverCriterion): void {
  const known = criteria[kind]
  if (!known || known.includes(criterion)) return
  throw new SpecFailure(`${kind} does not choose by ${criterion}`, {
    path: ["solver", "criterion"],
    advice: `it chooses by ${known.join(" or ")}`,
  })
}
