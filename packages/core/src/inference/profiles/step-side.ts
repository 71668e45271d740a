import type { LeastSquaresProblem } from "../../solve/problem.ts"
import { minimiseLeastSquares } from "../../solve/least-squares/levenberg-marquardt.ts"
import { heldProblem } from "./held-problem.ts"
import type { ProfileEnd, ProfilePoint, ProfileSide } from "./state.ts"

/** What all sides of all profiles share. */
export interface ProfileSetting {
  readonly problem: LeastSquaresProblem
  /** Δ at the ends of the interval. */
  readonly limit: number
  /** By how much √(2Δ) shall rise from point to point. */
  readonly rise: number
  /** Cost of the minimum. */
  readonly cost: number
}

/** Points of one side at most. */
const POINTS = 80
/** Halvings of a step that went too far at most. */
const HALVINGS = 30
/** Steps below this much of the distance covered end at an edge. */
const NEAR = 1e-5
/** Steps grow at most by this factor. */
const GROWTH = 2
/** A side levels off where, over this many doublings of the distance, Δ changes by less than this much of the limit. */
const DOUBLINGS = 4
const LEVEL = 0.01
/** A crossing is interpolated from a point whose √(2Δ) is this near to it. */
const CROSSING = 0.01
/** Δ below this much of the limit is rounding. */
const FLAT = 1e-4

/** One more refit of a side. */
export async function stepSide(setting: ProfileSetting, index: number, side: ProfileSide): Promise<ProfileSide> {
  if (side.end) return side
  const { problem, limit } = setting
  const bound = side.direction < 0 ? problem.lower[index] : problem.upper[index]
  const last = side.points[side.points.length - 1]
  if (last.value === bound) return ended(side, "bound")
  const value = side.direction < 0 ? Math.max(side.next, bound) : Math.min(side.next, bound)
  const point = await refit(setting, index, side, value)
  const tried = { ...side, refits: side.refits + 1 }
  if (tried.refits >= POINTS) return ended(tried, "limit")
  if (!point) return shortened({ ...tried, wall: value }, value, last)
  const span = Math.abs(value - last.value)
  const tooHigh = rootOf(point.delta) - rootOf(last.delta) > 3 * setting.rise
  if (tooHigh && !side.beyond && side.halvings < HALVINGS && span > 1e-12 * Math.abs(value)) return shortened(tried, value, last)
  return point.delta >= limit || side.beyond ? narrowed(tried, point, limit) : extended(tried, point, bound, setting)
}

/** The minimum with the parameter held, from where the last two points lead; null where predictions do not exist. */
async function refit(
  { problem, cost, limit }: ProfileSetting,
  index: number,
  side: ProfileSide,
  value: number,
): Promise<ProfilePoint | null> {
  const held = heldProblem(problem, index, value)
  const [before, last] = [side.points[side.points.length - 2], side.points[side.points.length - 1]]
  const stay = Float64Array.from(last.x)
  const fraction = before ? (value - last.value) / (last.value - before.value) : 0
  const lead = stay.map((component, k) => component + (before ? fraction * (component - before.x[k]) : 0))
  const start = await bestStart(
    held,
    [lead, stay].map((x) => inside(x, held)),
  )
  if (!start) return null
  // The cost need be known to a small part of the limit only, and refits of large residuals end slowly.
  const costTolerance = Math.min(1e-4, Math.max(1e-14, (1e-5 * limit) / Math.max(cost, limit)))
  const { value: x, stats } = await minimiseLeastSquares(held, start, { costTolerance, iterations: 200 })
  return { value, delta: stats.state.cost - cost, x: Array.from(x, (component) => component + 0) }
}

async function bestStart(problem: LeastSquaresProblem, starts: readonly Float64Array[]): Promise<Float64Array | null> {
  const costs = await Promise.all(starts.map((x) => problem.cost(x)))
  const best = costs.reduce((least, cost, i) => (cost < costs[least] || Number.isNaN(costs[least]) ? i : least), 0)
  return Number.isFinite(costs[best]) ? starts[best] : null
}

/** After a step that went too far. */
function shortened(side: ProfileSide, value: number, last: ProfilePoint): ProfileSide {
  const covered = Math.abs(last.value - side.points[0].value)
  if (side.halvings >= HALVINGS || Math.abs(value - last.value) < NEAR * covered) return ended(side, "edge")
  return { ...side, next: 0.5 * (value + last.value), halvings: side.halvings + 1 }
}

/** The next point below the limit: on, at the pace at which √(2Δ) rises. */
function extended(side: ProfileSide, point: ProfilePoint, bound: number, { limit, rise }: ProfileSetting): ProfileSide {
  const points = [...side.points, point]
  const next = { ...side, points, halvings: 0 }
  if (point.value === bound) return ended(next, "bound")
  const flatness = levelledOff(points, limit)
  if (flatness) return ended(next, flatness)
  const last = side.points[side.points.length - 1]
  const span = Math.abs(point.value - last.value)
  const risen = rootOf(point.delta) - rootOf(last.delta)
  const remaining = rootOf(limit) - rootOf(point.delta)
  // A little beyond the limit, so that the last step brackets it.
  const wanted = Math.min(rise, 1.02 * remaining)
  const pace = risen > 0 ? (span * wanted) / risen : Infinity
  // Distances double where the cost does not rise.
  const furthest = Math.max(GROWTH * span, Math.abs(point.value - points[0].value))
  const clear = side.wall === null ? Infinity : 0.5 * Math.abs(side.wall - point.value)
  if (clear < NEAR * Math.abs(point.value - points[0].value)) return ended(next, "edge")
  return { ...next, next: point.value + side.direction * Math.min(pace, furthest, clear) }
}

/** After a point beyond the limit: interpolates the crossing until it is known closely. */
function narrowed(side: ProfileSide, point: ProfilePoint, limit: number): ProfileSide {
  const over = point.delta >= limit
  const points = over ? side.points : [...side.points, point]
  const beyond = over ? point : side.beyond!
  const last = points[points.length - 1]
  const crossing = between(last, beyond, limit)
  const near = Math.abs(rootOf(point.delta) - rootOf(limit)) <= CROSSING
  const narrow = Math.abs(beyond.value - last.value) <= 1e-10 * Math.abs(beyond.value)
  if (!near && !narrow) return { ...side, points, beyond, next: crossing, halvings: 0 }
  return { ...ended(side, "crossed"), points: [...points, beyond], beyond: null, crossing }
}

/** Where √(2Δ) meets its limit on the line through two points. */
function between(below: ProfilePoint, above: ProfilePoint, limit: number): number {
  const [low, high] = [rootOf(below.delta), rootOf(above.delta)]
  const fraction = high > low ? (rootOf(limit) - low) / (high - low) : 0.5
  return below.value + Math.min(1, Math.max(0, fraction)) * (above.value - below.value)
}

/** Whether the cost has not risen, or not any more, over the last doublings of the distance. */
function levelledOff(points: readonly ProfilePoint[], limit: number): "plateau" | "flat" | null {
  const origin = points[0].value
  const last = points[points.length - 1]
  const far = Math.abs(last.value - origin)
  const inner = points.filter(({ value }) => Math.abs(value - origin) >= far / GROWTH ** DOUBLINGS)
  const spread = inner.reduce((most, { delta }) => Math.max(most, Math.abs(last.delta - delta)), 0)
  if (inner.length < DOUBLINGS || points.length < DOUBLINGS + 3 || spread > LEVEL * limit) return null
  const doublings = Math.log2(far / Math.abs(inner[0].value - origin))
  if (doublings < DOUBLINGS - 1) return null
  return points.every(({ delta }) => Math.abs(delta) < FLAT * limit) ? "flat" : "plateau"
}

function ended(side: ProfileSide, end: ProfileEnd): ProfileSide {
  return { ...side, end }
}

function inside(x: Float64Array, { lower, upper }: LeastSquaresProblem): Float64Array {
  return x.map((value, k) => Math.min(upper[k], Math.max(lower[k], value)))
}

function rootOf(delta: number): number {
  return Math.sqrt(2 * Math.max(0, delta))
}
