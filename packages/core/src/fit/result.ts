import type { Executor } from "../kernels/executor.ts"
import { covarianceFactor } from "../inference/covariance.ts"
import { classKey } from "../objective/data-class.ts"
import type { Objective } from "../objective/objective.ts"
import { type NoiseFinding, noiseFinding } from "./noise/noise-finding.ts"
import { tailParts, withTailInformation } from "./noise/tail-information.ts"
import { renewSigmas } from "./renew-sigmas.ts"
import { brokenRules } from "../objective/penalties/broken-rules.ts"
import { withValues } from "../objective/parameter-space.ts"
import { freeTriangle, totalTriangle } from "../objective/statistics.ts"
import { propertyUnits } from "../observables/property.ts"
import type { ParameterLayout } from "../potentials/parameters.ts"
import type { Triangle } from "../linalg/triangle/triangle.ts"
import type { Fit } from "./fit.ts"
import type { FitState } from "./state.ts"
import { evaluatorOf } from "./work.ts"

/** One class of data with the σ that weighed it, in internal units. */
export interface ClassResult {
  readonly property: string
  readonly group: string
  readonly count: number
  readonly sigma: number
  readonly unit: string
  readonly origin: "given" | "estimated"
  /** Ends of the 95 % interval of an estimated σ. */
  readonly interval: readonly [number, number] | null
  /** Of unit-σ rows `√weight × [∂prediction/∂column | residual]`, columns as `FitResult.columns`; null where a store keeps it. */
  readonly triangle: Triangle | null
}

/** A finished fit, as reports and inference take it. */
export interface FitResult {
  /** Values of potential and baseline. */
  readonly theta: Float64Array
  /** The potential's parameters, at their fitted values. */
  readonly potential: ParameterLayout
  /** The baseline's parameters, at their fitted values. */
  readonly baseline: ParameterLayout
  /** Keys of the columns of the class triangles: profiled parameters, then the free ones. */
  readonly columns: readonly string[]
  readonly classes: readonly ClassResult[]
  /** Keys of the free parameters, which are the columns of `information`. */
  readonly names: readonly string[]
  /** Free parameters x as the solver moved them (logarithms where the layout says so). */
  readonly x: Float64Array
  /** By x: ∂θ/∂x, to carry standard errors over to θ. */
  readonly scales: Float64Array
  /** Triangle of `[∂r/∂x | r]` of all data and priors, weighed, profiled parameters eliminated: `RᵀR` is the Fisher information. */
  readonly information: Triangle
  /** The same without priors, where a fit has them apart. */
  readonly data?: Triangle
  /** How noise differs from datum to datum, where a fit that iterates has found that it does. */
  readonly noise?: NoiseFinding
  /** What a reader of the result must know. */
  readonly notices: readonly string[]
}

/** Gathers what inference and reports need of the point a fit has reached; reads the data once more. */
export async function concludeFit(fit: Fit, state: FitState, executor: Executor): Promise<FitResult> {
  const { objective } = fit
  const { space, pools } = objective
  const theta = Float64Array.from(state.theta)
  const x = Float64Array.from(state.x)
  const weighed = await (await evaluatorOf(fit, executor, state)).linear(x)
  const estimates = renewSigmas(objective, weighed, x, state.sigmas)
  const statistics = withTailInformation(objective, await tailParts(objective, executor, state.noise, state.sigmas), weighed)
  const layout = withValues(space.layout, theta)
  const withoutPriors = { ...objective, priors: [] }
  const data = freeTriangle(withoutPriors, totalTriangle(withoutPriors, statistics, state.sigmas))
  const noise = await noiseFinding(objective, state, executor)
  const intervals = estimates.map(({ sigma, interval }, p) => {
    const own = noise?.pools[p]
    if (own?.interval !== undefined) return own.interval
    return interval && own?.degrees ? underTails(sigma, interval, own.degrees) : interval
  })
  const usedUp = pools
    .filter(({ origin }, p) => origin === "estimated" && intervals[p] === null)
    .map(({ name }) => `the parameters use up all data of ${name}: its σ could not be estimated and is the start value`)
  return {
    theta,
    potential: layout.slice(0, objective.potentialParameters),
    baseline: layout.slice(objective.potentialParameters),
    columns: [...Array.from(space.profiled, (k) => space.layout[k].key), ...space.names],
    classes: objective.classes.map(({ property, group, count }) => {
      const key = classKey(group, property)
      const pool = pools.findIndex(({ classes }) => classes.includes(key))
      const triangle = statistics.classes.get(key)!
      const sigma = state.sigmas[pool]
      const interval = intervals[pool]
      return { property, group, count, sigma, unit: propertyUnits[property], origin: pools[pool].origin, interval, triangle }
    }),
    names: space.names,
    x,
    scales: Float64Array.from(space.free, (k) => (space.layout[k].transform === "log" ? theta[k] : 1)),
    information: freeTriangle(objective, totalTriangle(objective, statistics, state.sigmas)),
    data,
    ...(noise && { noise }),
    notices: [
      ...objective.notices,
      ...usedUp,
      ...brokenRules(
        objective.penalties.filter((one) => one !== objective.targets.penalty),
        theta,
      ),
      ...leftToPriors(objective, data),
      ...(state.outcome?.notes ?? []),
    ],
  }
}

/** A row of t noise tells ν/(ν + 3) as much of σ as a normal one. */
function underTails(sigma: number, [low, high]: readonly [number, number], nu: number): readonly [number, number] {
  const wider = (end: number): number => sigma * (end / sigma) ** Math.sqrt((nu + 3) / nu)
  return [wider(low), wider(high)]
}

/** A sentence on the directions that the data leave open, where there are some. */
function leftToPriors(objective: Objective, data: Triangle): readonly string[] {
  if (objective.priors.length === 0) return []
  const { n, rank } = covarianceFactor(data)
  if (rank === n) return []
  return [
    `the data determine ${rank} of ${n} directions of the free parameters; the others are left to priors, smoothness and starting values`,
  ]
}
