/** The constants of CMA-ES for n parameters and a population of λ. */
export interface Strategy {
  readonly n: number
  readonly population: number
  /** Recombination weights by rank, `[λ]`: the positive ones sum to 1, the negative ones unlearn the directions of the worst. */
  readonly weights: readonly number[]
  readonly parents: number
  /** μ_eff */
  readonly mass: number
  readonly cSigma: number
  readonly dSigma: number
  readonly cC: number
  readonly c1: number
  readonly cMu: number
  /** E‖N(0, 1)‖ */
  readonly expectedNorm: number
  /** Generations between eigendecompositions. */
  readonly lag: number
}

/** λ of a first run. */
export function defaultPopulation(n: number): number {
  return 4 + Math.floor(3 * Math.log(n))
}

/** Table 1 of the tutorial (α_cov = 2, c_m = 1), with active covariance. Source: Hansen, arXiv:1604.00772. */
export function strategyOf(n: number, population: number): Strategy {
  const raw = Array.from({ length: population }, (_, i) => Math.log((population + 1) / 2) - Math.log(i + 1))
  const positive = raw.filter((value) => value > 0)
  const negative = raw.filter((value) => value < 0)
  const mass = massOf(positive)
  const c1 = 2 / ((n + 1.3) ** 2 + mass)
  const cMu = Math.min(1 - c1, (2 * (1 / 4 + mass + 1 / mass - 2)) / ((n + 2) ** 2 + mass))
  const cSigma = (mass + 2) / (n + mass + 5)
  const unlearn = Math.min(1 + c1 / cMu, 1 + (2 * massOf(negative)) / (mass + 2), (1 - c1 - cMu) / (n * cMu))
  const [up, down] = [sum(positive), -sum(negative)]
  return {
    n,
    population,
    weights: raw.map((value) => (value > 0 ? value / up : (unlearn * value) / down)),
    parents: positive.length,
    mass,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (n + 1)) - 1) + cSigma,
    cC: (4 + mass / n) / (n + 4 + (2 * mass) / n),
    c1,
    cMu,
    expectedNorm: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
    lag: Math.max(1, Math.floor(1 / (10 * n * (c1 + cMu)))),
  }
}

/** (Σ w)² / Σ w² */
function massOf(weights: readonly number[]): number {
  return sum(weights) ** 2 / sum(weights.map((value) => value * value))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
