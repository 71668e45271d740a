import { SpecFailure } from "../failure/failure.ts"
import { columnScales, type ParameterSpace } from "./parameter-space.ts"

/** A Gaussian prior of one parameter, in the parameter's own unit: θ ~ N(mean, sigma²). */
export interface GaussianPrior {
  readonly mean: number
  readonly sigma: number
}

/** What is known, or wished, of the parameters before the data speak: linear forms of θ, each with a mean and a σ. */
export interface PriorRow {
  /** Indices into the layout. */
  readonly parameters: readonly number[]
  readonly coefficients: readonly number[]
  readonly mean: number
  readonly sigma: number
}

/** Settings that add rows to the residual: `(Σ c θ − mean)/sigma`, so `½ Σ (…)²` to the loss. */
export interface PriorSettings {
  readonly priors: Readonly<Record<string, GaussianPrior>>
  /** λ [1/unit²]: adds `½ λ Σ θ_k²` over the linear free parameters of the potential. */
  readonly ridge: number
}

/**
 * The rows of priors and ridge; `potentialParameters` is how many of the layout belong to the potential.
 * @throws SpecFailure for a prior of no parameter, or of one that is not fitted.
 */
export function createPriorRows(space: ParameterSpace, settings: PriorSettings, potentialParameters: number): PriorRow[] {
  const keys = space.layout.map((parameter) => parameter.key)
  const rows = Object.entries(settings.priors).map(([key, { mean, sigma }]): PriorRow => {
    const k = keys.indexOf(key)
    const path = ["priors", key]
    if (k < 0) throw new SpecFailure(`no parameter is called ${key}`, { path, advice: `the parameters are ${listed(keys)}` })
    if (space.columns[k] < 0) throw new SpecFailure(`${key} is fixed: a prior of it says nothing`, { path, advice: "leave the prior out" })
    if (space.profiled.includes(k)) {
      throw new SpecFailure(`${key} is profiled out: it can have no prior`, { path, advice: "fit it instead of profiling it out" })
    }
    return { parameters: [k], coefficients: [1], mean, sigma }
  })
  if (settings.ridge === 0) return rows
  const sigma = 1 / Math.sqrt(settings.ridge)
  for (const k of space.free) {
    if (k < potentialParameters && space.layout[k].linear) rows.push({ parameters: [k], coefficients: [1], mean: 0, sigma })
  }
  return rows
}

/** Residual of each prior row at θ. */
export function priorResiduals(rows: readonly PriorRow[], theta: Float64Array): Float64Array {
  return Float64Array.from(rows, ({ parameters, coefficients, mean, sigma }) => {
    const value = parameters.reduce((sum, k, j) => sum + coefficients[j] * theta[k], 0)
    return (value - mean) / sigma
  })
}

/** Rows `[∂/∂columns | last]` of the priors at θ, row-major `[rows × (columns + 1)]`; `last` is by default the residuals. */
export function priorDesign(rows: readonly PriorRow[], space: ParameterSpace, theta: Float64Array, last?: Float64Array): Float64Array {
  const columns = space.profiled.length + space.free.length
  const scales = columnScales(space, theta)
  const final = last ?? priorResiduals(rows, theta)
  const design = new Float64Array(rows.length * (columns + 1))
  rows.forEach(({ parameters, coefficients, sigma }, row) => {
    const at = row * (columns + 1)
    parameters.forEach((k, j) => {
      if (space.columns[k] >= 0) design[at + space.columns[k]] += (coefficients[j] * scales[k]) / sigma
    })
    design[at + columns] = final[row]
  })
  return design
}

function listed(keys: readonly string[]): string {
  const some = keys.slice(0, 20).join(", ")
  return keys.length > 20 ? `${some} and ${keys.length - 20} more` : some
}
