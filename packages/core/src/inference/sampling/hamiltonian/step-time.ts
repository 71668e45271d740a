/** Where the search for a time step stands. */
export interface StepTime {
  /** ln ε in use, and its average over the search, which is used afterwards. */
  readonly log: number
  readonly average: number
  /** Average shortfall of the acceptance. */
  readonly shortfall: number
  readonly count: number
}

/** The constants of the paper: γ, t₀ and κ. */
const SHRINKAGE = 0.05
const STEADINESS = 10
const FORGETTING = 0.75

/** The start of a search: n^(−1/4), at which a leapfrog step in n directions of unit width is stable. */
export function firstStepTime(n: number): StepTime {
  return { log: -0.25 * Math.log(n), average: 0, shortfall: 0, count: 0 }
}

/**
 * The next time step after a trajectory of given mean acceptance, by dual averaging towards the acceptance aimed at.
 *
 * Source: Hoffman & Gelman, J. Mach. Learn. Res. 15, 1593 (2014), §3.2.
 */
export function adaptStepTime({ average, shortfall, count }: StepTime, acceptance: number, aim: number, n: number): StepTime {
  const t = count + 1
  const mean = shortfall + (aim - acceptance - shortfall) / (t + STEADINESS)
  const log = Math.log(10) + firstStepTime(n).log - (Math.sqrt(t) / SHRINKAGE) * mean
  const weight = t ** -FORGETTING
  return { log, average: weight * log + (1 - weight) * average, shortfall: mean, count: t }
}
