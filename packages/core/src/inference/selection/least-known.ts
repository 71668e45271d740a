import { properties, type Property } from "../../observables/property.ts"
import { covarianceFactor } from "../covariance.ts"
import { describeDirection } from "../describe-direction.ts"
import type { LabelCandidate } from "./label-candidate.ts"
import type { Knowledge } from "./knowledge.ts"

/** A label that may be asked for, and what it would do to the least known combination of parameters. */
export interface Remedy {
  /** Index in the pool. */
  readonly index: number
  readonly property: Property
  /** Standard error of the combination with this label, over that without. */
  readonly errorRatio: number
}

/** The least known combination of parameters, and the labels that would tell most of it. */
export interface LeastKnown {
  /** Its largest components, each parameter in units of 1/‖J_k‖. */
  readonly direction: string
  /** How much worse it is known than the best known one: the ratio of their standard errors in these units. */
  readonly ratio: number
  /** Best first. */
  readonly remedies: readonly Remedy[]
}

/** Ranks the labels of a pool, a property of a structure each, by what they would tell of the least known combination of parameters. */
export function leastKnown({ joint, columns }: Knowledge, candidates: readonly LabelCandidate[]): LeastKnown {
  const { rank, n, directions, singularValues } = covarianceFactor(joint)
  const vector = Float64Array.from({ length: n }, (_, k) => directions[k * n + rank - 1])
  const remedies = candidates.flatMap(({ left }, index) =>
    properties.flatMap((property) => (left[property] < 1 ? [{ index, property, errorRatio: Math.sqrt(left[property]) }] : [])),
  )
  return {
    direction: describeDirection(vector, columns),
    ratio: singularValues[0] / singularValues[rank - 1],
    remedies: remedies.sort((a, b) => a.errorRatio - b.errorRatio),
  }
}
