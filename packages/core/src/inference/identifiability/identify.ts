import { scaleColumns } from "../../linalg/triangle/change-columns.ts"
import { conditionOf } from "../../linalg/triangle/condition.ts"
import { columnNorms, timesTriangle } from "../../linalg/triangle/measures.ts"
import { norm } from "../../linalg/norm.ts"
import { factorOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { Gauge } from "../../potentials/gauge.ts"
import { covarianceFactor } from "../covariance.ts"
import { describeDirection } from "../describe-direction.ts"
import { type FittedParameters, motionsOf } from "./fitted-parameters.ts"
import { apportioned, followGauge, type FollowedGauge, type GaugeFinding } from "./follow-gauge.ts"
import { angleTo, columnsOf, type Directions, orthonormal, sparse, without } from "./unseen-directions.ts"

/** A direction of the free parameters that no datum sees. */
export interface OpenDirection {
  /** Its largest components, each parameter in units of 1/‖J_k‖, or its own where the data do not see it at all. */
  readonly direction: string
  /** The symmetry it is, if it is one. */
  readonly gauge: string | null
  /** From the gauge's own direction [rad]. */
  readonly angle: number | null
  /** The parameter that no residual feels at all, if it is one. */
  readonly unfelt: string | null
}

/** Which combinations of parameters no data of this kind can determine, and which these data do not. */
export interface Identifiability {
  readonly parameters: number
  /** Directions of the free parameters that the data determine. */
  readonly rank: number
  /** Singular values below this part of the largest are rounding. */
  readonly tolerance: number
  /** The symmetries that the potential declares, where its functions can follow them at all. */
  readonly gauges: readonly GaugeFinding[]
  readonly open: readonly OpenDirection[]
  /** Whether priors determine what the data leave open. */
  readonly settled: boolean
}

/** sin of an angle below which a direction is called by a gauge's name. */
const ALONG = 0.1
/** Information along an exact gauge, relative to the largest, that can still be rounding. */
const ROUNDING = 1e-9
/** Parameters beyond which nobody would read what the directions are. */
const MANY = 1500

/**
 * Looks for directions that the data leave open, by the rank of the triangle `[J | r]` with columns of unit norm, and calls them by the
 * symmetry whose direction they are, else by their parameters. Symmetries are looked for whether or not the data show them: one that the
 * free parameters follow exactly tells what rounding makes of zero, and with it the tolerance of the rank.
 *
 * @param gauges what the potential declares
 */
export function identify(fitted: FittedParameters, gauges: readonly Gauge[]): Identifiability {
  const triangle = fitted.data ?? fitted.information
  const { n } = triangle
  if (n === 0 || n > MANY) return { parameters: n, rank: n, tolerance: n * Number.EPSILON, gauges: [], open: [], settled: true }
  const norms = columnNorms(triangle)
  const units = norms.map((size) => (size > 0 ? size : 1))
  const motions = motionsOf(fitted, fitted.potential)
  const followed = gauges.map((gauge) => followGauge(gauge, fitted, motions))
  const exact = followed.filter(({ finding }) => finding.state === "free").map(({ direction }) => inUnits(direction, units))
  const tolerance = exact.reduce((most, vector) => Math.max(most, information(triangle, units, vector)), n * Number.EPSILON)
  const shown = apportioned(followed.map(({ finding }) => finding).filter(({ state }) => state !== "foreign"))
  if (exact.length === 0 && isPlainlyDetermined(triangle, norms, tolerance))
    return { parameters: n, rank: n, tolerance, gauges: shown, open: [], settled: true }
  const covariance = covarianceFactor(triangle, tolerance)
  const unseen = columnsOf(covariance.unseen, n)
  const open = openDirections(unseen, followed, norms, fitted.names)
  const settled = open.length === 0 || (fitted.data !== undefined && covarianceFactor(fitted.information, tolerance).rank === n)
  return { parameters: n, rank: covariance.rank, tolerance, gauges: shown, open, settled }
}

/** How much closer to singular than rounding a triangle may look before its singular values are asked. */
const PLAINLY = 1e-3

/** Whether a triangle is so far from singular that an estimate of its condition, which costs next to nothing, is enough to say so. */
function isPlainlyDetermined(triangle: Triangle, norms: Float64Array, tolerance: number): boolean {
  if (norms.some((size) => !(size > 0))) return false
  const R = factorOf(
    scaleColumns(
      triangle,
      norms.map((size) => 1 / size),
    ),
  )
  return conditionOf(R, triangle.n, triangle.n) * tolerance < PLAINLY
}

/** Twice what J makes of a gauge's direction, relative to what it makes of any, where that can be rounding; else 0. */
function information(triangle: Triangle, units: Float64Array, vector: Float64Array): number {
  const moved = norm(
    timesTriangle(
      triangle,
      vector.map((value, k) => value / units[k]),
    ),
  )
  const relative = moved / norm(vector)
  return relative < ROUNDING ? 2 * relative : 0
}

function inUnits(direction: Float64Array, units: Float64Array): Float64Array {
  return direction.map((value, k) => value * units[k])
}

function openDirections(
  unseen: Directions,
  followed: readonly FollowedGauge[],
  norms: Float64Array,
  names: readonly string[],
): readonly OpenDirection[] {
  if (unseen.length === 0) return []
  const units = norms.map((size) => (size > 0 ? size : 1))
  const named: Float64Array[] = []
  const open: OpenDirection[] = []
  for (const { finding, direction } of followed) {
    const vector = inUnits(direction, units)
    const angle = angleTo(unseen, vector)
    if (angle > ALONG || named.length === unseen.length) continue
    const before = orthonormal(named).length
    if (orthonormal([...named, vector]).length === before) continue
    named.push(vector)
    const size = norm(vector)
    const unit = vector.map((value) => value / size)
    open.push({ direction: describeDirection(unit, names), gauge: finding.name, angle, unfelt: null })
  }
  const rest = sparse(without(unseen, named))
  const unnamed = rest.map((vector): OpenDirection => {
    const only = vector.findIndex((value) => Math.abs(value) > 1 - 1e-9)
    const unfelt = only >= 0 && norms[only] === 0 ? names[only] : null
    return { direction: describeDirection(vector, names), gauge: null, angle: null, unfelt }
  })
  return [...open, ...unnamed]
}
