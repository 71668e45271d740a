import type { Objective } from "../../objective/objective.ts"
import type { SolverSettings } from "../schema.ts"

/** Parameters from which on a linear model is worth a prior of its own, and its data are streamed. */
const MANY = 48

/** How a linear model is solved: at given penalties with estimated σ, or with what the kinds of solver of that name choose. */
export type LinearMethod = "least-squares" | "bayesian-linear" | "ridge" | "truncated" | "matching-pursuit" | "lasso" | "relevance"

/** What decides how a fit is solved. */
export interface MethodChoice {
  readonly objective: Pick<Objective, "space" | "linear" | "regularisers">
  readonly solver: Pick<SolverSettings, "kind">
}

/**
 * The way in which a fit is solved from streamed statistics, or `undefined` for one that is iterated: models with a parameter that is
 * not linear, and small linear ones.
 */
export function linearMethod({ objective: { space, linear, regularisers }, solver: { kind } }: MethodChoice): LinearMethod | undefined {
  if (!linear.every(Boolean) || space.free.length === 0) return undefined
  const many = space.free.length > MANY
  if (kind === "linear") return many ? "least-squares" : undefined
  if (kind === "auto") return many || regularisers.length > 0 ? "bayesian-linear" : undefined
  return kind === "levenberg-marquardt" || kind === "variable-projection" ? undefined : kind
}
