import type { Configuration } from "../../atoms/structure.ts"
import type { FitResult } from "../../fit/result.ts"
import { covarianceFactor, predictiveVariance } from "../../inference/covariance.ts"
import { kernels } from "../../kernels/kernels.ts"
import { hasFunctions, type PotentialFunction } from "../../potentials/functions/potential-function.ts"
import type { ParameterLayout } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import type { FunctionCurve } from "../report-data.ts"
import { argumentHistograms, type Histogram } from "./arguments.ts"

const POINTS = 240

/** Every fitted function with its standard error and the histogram of the data that support it. */
export function functionCurves(
  potential: Potential,
  result: FitResult,
  configurations: readonly Configuration[],
): readonly FunctionCurve[] {
  if (!hasFunctions(potential)) return []
  const { functions } = potential
  const histograms = argumentHistograms(potential, functions, result.theta, configurations)
  const covariance = covarianceFactor(result.information)
  return functions.map((one, f) => {
    const { from, to } = domainOf(one, histograms[f])
    const x = Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1))
    const { values, gradients } = sensitivities(one, result, x)
    const sigma = gradients.map((gradient) => Math.sqrt(predictiveVariance(covariance, gradient)))
    const range = one.role === "pair" ? rangeOfWell(values) : undefined
    return {
      name: one.name,
      xLabel: `${one.argument.name}${one.argument.unit === "1" ? "" : ` [${one.argument.unit}]`}`,
      yLabel: `${one.value.name}${one.value.unit === "1" ? "" : ` [${one.value.unit}]`}`,
      x,
      y: values,
      ...(sigma.every((value) => Number.isFinite(value)) ? { sigma } : {}),
      ...(range ? { range } : {}),
      support: occupied(histograms[f], to),
    }
  })
}

/** Walls are shown up to this many depths of the well. */
const WALL = 5

/** Wells shallower than this part of the wall are ripples. */
const RIPPLE = 2e-3

/** From the bottom of the well up to a few times its depth; `undefined` where no wall hides a well. */
function rangeOfWell(values: readonly number[]): readonly [number, number] | undefined {
  const finite = values.filter((value) => Number.isFinite(value))
  const bottom = finite.findIndex((value) => value === Math.min(...finite))
  const wall = Math.max(...finite.slice(0, bottom), 0)
  const depth = -finite[bottom]
  return depth > RIPPLE * wall && wall > WALL * depth ? [-depth, WALL * depth] : undefined
}

function domainOf({ role, radial }: PotentialFunction, { width, counts }: Histogram): { from: number; to: number } {
  const first =
    Math.max(
      0,
      counts.findIndex((count) => count > 0),
    ) * width
  const last = (counts.findLastIndex((count) => count > 0) + 1) * width
  if (role === "embedding") return { from: 0, to: 1.1 * (last || 1) }
  const to = Number.isFinite(radial.end) ? radial.end : last || 6
  const from = 0.92 * first || 0.5
  // A core may end before the nearest neighbours.
  return { from: from < to ? from : 0.5 * to, to }
}

function occupied({ width, counts }: Histogram, to: number): FunctionCurve["support"] {
  const bins = Math.ceil(to / width)
  const merged = Math.max(1, Math.round(bins / 80))
  const first = Math.max(
    0,
    counts.findIndex((count) => count > 0),
  )
  return Array.from({ length: Math.max(0, Math.ceil((bins - first) / merged)) }, (_, k) => {
    const start = first + k * merged
    return {
      from: start * width,
      to: (start + merged) * width,
      count: counts.slice(start, start + merged).reduce((sum, count) => sum + count, 0),
    }
  })
}

/** f and ∂f/∂x_free at each point, through ties and transforms. */
function sensitivities(one: PotentialFunction, result: FitResult, x: readonly number[]): { values: number[]; gradients: Float64Array[] } {
  const { heap } = kernels()
  const { radial, offset } = one
  const count = radial.parameters.length
  const columns = radial.parameters.map((_, k) => columnOf(result, [...result.potential, ...result.baseline], offset + k))
  return heap.scope(() => {
    const n = x.length
    const [points, own] = [heap.f64(n), heap.f64(Math.max(1, count))]
    points.set(x)
    own.set(result.theta.subarray(offset, offset + count))
    const out = {
      f: heap.f64(n),
      df: heap.f64(n),
      d2f: heap.f64(n),
      fk: heap.f64(Math.max(1, count * n)),
      dfk: heap.f64(Math.max(1, count * n)),
    }
    radial.jacobian(n, points, own, out)
    const gradients = x.map((_, i) => {
      const gradient = new Float64Array(result.names.length)
      columns.forEach(({ column, factor }, k) => {
        if (column >= 0) gradient[column] += factor * out.fk[k * n + i]
      })
      return gradient
    })
    return { values: Array.from(out.f), gradients }
  })
}

/** The free parameter that θ[k] follows, and ∂θ_k/∂x of it; column −1 when it is held. */
function columnOf(result: FitResult, layout: ParameterLayout, k: number): { column: number; factor: number } {
  let at = k
  let factor = 1
  for (let tie = layout[at].tie; tie; tie = layout[at].tie) {
    factor *= tie.factor
    const { key } = tie
    at = layout.findIndex((parameter) => parameter.key === key)
  }
  const column = result.names.indexOf(layout[at].key)
  return { column, factor: column < 0 ? 0 : factor * result.scales[column] }
}
