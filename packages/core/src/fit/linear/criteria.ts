import { SpecFailure } from "../../failure/failure.ts"
import type { SolverCriterion, SolverKind } from "../schema.ts"

/** Kinds of solver that only linear models have, and what they can choose their model by. */
const criteria: Partial<Record<SolverKind, readonly SolverCriterion[]>> = {
  "bayesian-linear": ["cross-validation", "evidence"],
  ridge: ["cross-validation", "gcv", "l-curve", "evidence"],
  truncated: ["cross-validation", "gcv"],
  "matching-pursuit": ["cross-validation", "aicc", "bic"],
  relevance: ["cross-validation", "evidence"],
  lasso: ["cross-validation", "aicc", "bic"],
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
