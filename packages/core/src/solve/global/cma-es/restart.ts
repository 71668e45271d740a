import type { Draws } from "../draws.ts"
import { startDistribution } from "./distribution.ts"
import type { CmaEsRun, EndedRun } from "./state.ts"

/** How the runs after the first differ from it. */
export type CmaEsRestarts = "none" | "ipop" | "bipop"

/** What a next run follows from. */
export interface RestartRule {
  readonly restarts: CmaEsRestarts
  /** Runs with a doubled population at most. */
  readonly doublings: number
  readonly population: number
  readonly sigma: number
}

/** A run from a point, in fractions of the box. */
export function startRun(mean: readonly number[], sigma: number, population: number, regime: CmaEsRun["regime"], limit: number): CmaEsRun {
  const distribution = startDistribution(mean, sigma)
  return { regime, population, distribution, startSigma: sigma, evaluations: 0, limit, best: null, lows: [], middles: [] }
}

/**
 * The run that follows those that have ended, from a random point of the box; null when there is none. IPOP doubles the population each
 * time; BIPOP spends as much on runs of small populations and short first steps, whichever has had less being next.
 *
 * Source: Auger & Hansen 2005, DOI 10.1109/CEC.2005.1554902; Hansen 2009, DOI 10.1145/1570256.1570333.
 */
export function nextRun(ended: readonly EndedRun[], rule: RestartRule, n: number, draws: Draws): CmaEsRun | null {
  if (rule.restarts === "none") return null
  const mean = Array.from({ length: n }, () => draws.uniform())
  const spent = (regime: CmaEsRun["regime"]): number => ended.reduce((sum, run) => sum + (run.regime === regime ? run.evaluations : 0), 0)
  const large = ended.filter(({ regime }) => regime === "large")
  const last = large.at(-1)
  if (rule.restarts === "bipop" && last && spent("small") < spent("large")) {
    const population = rule.population * ((0.5 * last.population) / rule.population) ** (draws.uniform() ** 2)
    const sigma = rule.sigma * 10 ** (-2 * draws.uniform())
    return startRun(mean, sigma, Math.max(4, Math.floor(population)), "small", Math.max(1, Math.floor(last.evaluations / 2)))
  }
  if (large.length >= rule.doublings) return null
  return startRun(mean, rule.sigma, rule.population * 2 ** (large.length + 1), "large", Number.MAX_SAFE_INTEGER)
}
