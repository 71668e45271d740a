import type { CmaEsRun } from "./state.ts"
import type { Strategy } from "./strategy.ts"

/** When a run has arrived. */
export interface CmaEsTolerances {
  /** A run ends once the lowest costs of its last generations lie within this much of themselves; default 1e-10. */
  readonly costTolerance?: number
  /** A run ends once its points lie within this much of the box of each other; default 1e-11. */
  readonly stepTolerance?: number
}

/** Generations kept in the history of a run. */
export function historyLength({ n, population }: Strategy, generation: number): number {
  return Math.min(20_000, Math.max(Math.ceil(120 + (30 * n) / population), Math.ceil(0.2 * generation)))
}

/** Why a run ends here, or null: the criteria of section B.3 of Hansen's tutorial, arXiv:1604.00772. */
export function endOfRun(
  run: CmaEsRun,
  costs: readonly number[],
  strategy: Strategy,
  tolerances: Required<CmaEsTolerances>,
): string | null {
  const { distribution, lows, middles, startSigma } = run
  const { n, population } = strategy
  const { sigma, lengths, mean, covariance, axes, generation } = distribution
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)]
  if (!(sigma * longest < Infinity)) return "its steps overflowed"
  if (!(longest <= 1e7 * shortest)) return "its steps differ by a factor of 10⁷ in different directions"
  if (sigma * longest > 1e4 * startSigma) return "its steps grew ten thousandfold"
  const small = tolerances.stepTolerance * startSigma
  if (mean.every((_, k) => sigma * Math.max(Math.abs(distribution.path[k]), Math.sqrt(covariance[k * n + k])) < small)) {
    return "its steps became small"
  }
  const recent = lows.slice(-(10 + Math.ceil((30 * n) / population)))
  if (recent.length === 10 + Math.ceil((30 * n) / population)) {
    const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values)
    const limit = tolerances.costTolerance * Math.min(...recent)
    if (spread(recent) <= limit && spread([...recent, ...costs]) <= limit) return "its costs became equal"
    if (spread(recent) === 0) return "its lowest cost stands still"
  }
  if (mean.every((value, k) => value + 0.2 * sigma * Math.sqrt(covariance[k * n + k]) === value)) return "its steps are lost in rounding"
  const j = generation % n
  if (mean.every((value, k) => value + 0.1 * sigma * lengths[j] * axes[k * n + j] === value)) return "a step is lost in rounding"
  if (lows.length >= 120 + (30 * n) / population && stagnates(lows) && stagnates(middles)) return "its costs stagnate"
  return null
}

/** Whether the later costs of a history are no better than the earlier ones. */
function stagnates(history: readonly number[]): boolean {
  const part = Math.floor(0.3 * history.length)
  return median(history.slice(-part)) >= median(history.slice(0, part))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
}
