import type { Configuration } from "../../atoms/structure.ts"
import type { FitResult } from "../../fit/result.ts"
import { type CovarianceFactor, predictiveVariance } from "../../inference/covariance.ts"
import { columnScales, createParameterSpace } from "../../objective/parameter-space.ts"
import { kernels } from "../../kernels/kernels.ts"
import { hasFunctions, type PotentialFunction } from "../../potentials/functions/potential-function.ts"
import type { Potential } from "../../potentials/potential.ts"
import type { FunctionCurve } from "../report-data.ts"
import { argumentHistograms, type Histogram } from "./arguments.ts"

const POINTS = 240

/**
 * Every fitted function with its standard error and the histogram of the data that support it. One without parameters, such as a fixed
 * core, is shown only where the data meet it.
 */
export function functionCurves(
  potential: Potential,
  result: FitResult,
  configurations: Iterable<Configuration>,
  covariance: CovarianceFactor,
): readonly FunctionCurve[] {
  if (!hasFunctions(potential)) return []
  const { functions } = potential
  const histograms = argumentHistograms(potential, functions, result.theta, configurations)
  const columns = columnsOf(result)
  return functions.flatMap((one, f) => {
    if (
      one.radial.parameters.length === 0 &&
      !histograms[f].counts.some((count, bin) => count > 0 && bin * histograms[f].width < one.radial.end)
    )
      return []
    const { from, to } = domainOf(one, histograms[f])
    const x = Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1))
    const { values, gradients } = sensitivities(one, result, columns, x)
    const sigma = gradients.map((gradient) => Math.sqrt(predictiveVariance(covariance, gradient)))
    const range = one.role === "pair" ? rangeOfWell(values) : undefined
    return [
      {
        name: one.name,
        xLabel: `${one.argument.name}${one.argument.unit === "1" ? "" : ` [${one.argument.unit}]`}`,
        yLabel: `${one.value.name}${one.value.unit === "1" ? "" : ` [${one.value.unit}]`}`,
        x,
        y: values,
        ...(sigma.every((value) => Number.isFinite(value)) ? { sigma } : {}),
        ...(range ? { range } : {}),
        support: occupied(histograms[f], to),
      },
    ]
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

/** By θ: the column of x it follows (−1: none), and ∂θ/∂x. */
interface FollowedColumns {
  readonly columns: Int32Array
  readonly factors: Float64Array
}

function columnsOf({ potential, baseline, columns, names, theta }: FitResult): FollowedColumns {
  const profiled = columns.length - names.length
  const space = createParameterSpace([...potential, ...baseline], columns.slice(0, profiled))
  return { columns: space.columns.map((column) => Math.max(-1, column - profiled)), factors: columnScales(space, theta) }
}

/** f and ∂f/∂x_free at each point, through ties and transforms. */
function sensitivities(
  { radial, offset }: PotentialFunction,
  { theta, names }: FitResult,
  { columns, factors }: FollowedColumns,
  x: readonly number[],
): { values: number[]; gradients: Float64Array[] } {
  const { heap } = kernels()
  const count = radial.parameters.length
  return heap.scope(() => {
    const n = x.length
    const [points, own] = [heap.f64(n), heap.f64(Math.max(1, count))]
    points.set(x)
    own.set(theta.subarray(offset, offset + count))
    const out = {
      f: heap.f64(n),
      df: heap.f64(n),
      d2f: heap.f64(n),
      fk: heap.f64(Math.max(1, count * n)),
      dfk: heap.f64(Math.max(1, count * n)),
    }
    radial.jacobian(n, points, own, out)
    const gradients = x.map((_, i) => {
      const gradient = new Float64Array(names.length)
      for (let k = 0; k < count; k++) {
        const column = columns[offset + k]
        if (column >= 0) gradient[column] += factors[offset + k] * out.fk[k * n + i]
      }
      return gradient
    })
    return { values: Array.from(out.f), gradients }
  })
}
