import type { Evidence, EvidencePoint } from "./evidence.ts"
import { minimiseSmooth, type SmoothMinimum } from "./minimise-smooth.ts"

export interface EvidenceSearch {
  /** Ends when −2 ln evidence would fall by less than this; default 1e-6, a thousandth of a standard error of each variable. */
  readonly tolerance?: number
  /** Default 200. */
  readonly iterations?: number
}

/** Common factors of all α, beside the strength at which penalties and data weigh alike, that are tried as starts. */
const STARTS = [1e-2, 1e-4, 1e-6, 1e-9]

/** Rounds of the fixed point each start gets before starts are compared. */
const ROUNDS = 2

/**
 * The largest evidence over all estimated σ and α jointly: from the best of several starts, the first steps by the fixed point of MacKay,
 * then quasi-Newton on ln σ and ln α with exact slopes.
 */
export function maximiseEvidence(evidence: Evidence, options: EvidenceSearch = {}): SmoothMinimum<EvidencePoint> {
  const { start, lower, upper, balanced } = evidence
  const sigmaCount = evidence.sigmaVariables.length
  const starts = [start, ...(start.length > sigmaCount ? STARTS.map((factor) => moved(balanced, sigmaCount, factor)) : [])]
  let evaluations = 0
  const tried = starts.map((from) => {
    let point = evidence.at(from)
    let u = from
    evaluations++
    for (let round = 0; round < ROUNDS && point.fixedPoint; round++) {
      const next = point.fixedPoint.map((value, i) => Math.min(upper[i], Math.max(lower[i], value)))
      const there = evidence.at(next)
      evaluations++
      if (!(there.value < point.value)) break
      u = next
      point = there
    }
    return { u, point }
  })
  const best = tried.reduce((one, other) => (other.point.value < one.point.value ? other : one))
  const found = minimiseSmooth(evidence.at, best.u, { lower, upper, curvature: best.point.curvature, tolerance: 1e-6, ...options })
  return { ...found, evaluations: found.evaluations + evaluations }
}

function moved(balanced: Float64Array, sigmaCount: number, factor: number): Float64Array {
  return balanced.map((value, i) => (i < sigmaCount ? value : value + Math.log(factor)))
}
