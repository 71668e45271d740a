/** Where a search by secants has ended. */
export interface SecantResult {
  readonly x: Float64Array
  /** ½‖r‖² */
  readonly cost: number
  /** Residual vectors asked for. */
  readonly evaluations: number
}

interface Point {
  readonly x: Float64Array
  readonly r: Float64Array
  readonly cost: number
}

/** Step of the first differences, as a fraction of the range of a parameter. */
const STEP = 1e-3
/** Ended once a round lowers ‖r‖² by less. */
const PRECISION = 1e-7
/** Rounds, and line searches of one, at most. */
const ROUNDS = 100
const SEARCHES = 800
/** Added to the normal matrix of unit slopes: directions that leave all predictions as they are (gauges) are not walked. */
const FLOOR = 1e-8

/**
 * Powell's method of least squares without derivatives: differences along the parameters at the beginning of a round, then line searches along the
 * solutions of the normal equations, each of which gives the derivative along one direction anew, from its two best points. Points stay
 * within the bounds.
 *
 * Source: Powell, DOI 10.1093/comjnl/7.4.303; with the steps and the end that potfit has.
 */
export function secantLeastSquares(
  residuals: (x: Float64Array) => Float64Array,
  start: Float64Array,
  lower: Float64Array,
  upper: Float64Array,
): SecantResult {
  const n = start.length
  let evaluations = 0
  const at = (x: Float64Array): Point => {
    evaluations++
    const inside = x.map((value, k) => Math.min(upper[k], Math.max(lower[k], value)))
    const r = residuals(inside)
    const cost = dot(r, r)
    return { x: inside, r, cost: Number.isFinite(cost) ? cost : Infinity }
  }
  let best = at(start)
  for (let round = 0; round < ROUNDS; round++) {
    const before = best.cost
    const directions: Float64Array[] = []
    const slopes: Float64Array[] = []
    for (let k = 0; k < n; k++) {
      const h = STEP * (upper[k] - lower[k])
      const { r } = at(best.x.with(k, best.x[k] + h))
      const slope = r.map((value, i) => (value - best.r[i]) / h)
      const size = Math.sqrt(dot(slope, slope))
      // What no residual sees stays where it is.
      if (size === 0) continue
      slopes.push(slope.map((value) => value / size))
      directions.push(new Float64Array(n).with(k, 1 / size))
    }
    for (let search = 0, fall = Infinity; search < n || (search < SEARCHES && fall > PRECISION); search++) {
      const p = slopes.map((slope) => -dot(slope, best.r))
      const q = solveSymmetric(
        slopes.map((a, i) => slopes.map((b, j) => dot(a, b) + (i === j ? FLOOR : 0))),
        p,
      )
      if (!q) break
      const delta = Float64Array.from(start, (_, k) => directions.reduce((sum, direction, i) => sum + q[i] * direction[k], 0))
      const [low, next, distance] = alongLine(at, best, delta)
      fall = best.cost - low.cost
      if (distance === 0) break
      const slope = low.r.map((value, i) => (value - next.r[i]) / distance)
      // At the minimum of the line the derivative is orthogonal to the residual.
      const shift = dot(slope, low.r) / low.cost
      const bent = slope.map((value, i) => value - shift * low.r[i])
      const size = Math.sqrt(dot(bent, bent))
      const replaced = p.reduce((most, value, i) => (Math.abs(value * q[i]) > Math.abs(p[most] * q[most]) ? i : most), 0)
      best = low
      if (!(size > 0)) break
      slopes[replaced] = bent.map((value) => value / size)
      directions[replaced] = delta.map((value) => value / size)
    }
    if (before - best.cost < PRECISION) break
  }
  return { x: best.x, cost: best.cost / 2, evaluations }
}

/** The best point along δ, the next best, and how far the first lies beyond the second in units of δ. */
function alongLine(at: (x: Float64Array) => Point, from: Point, delta: Float64Array): readonly [Point, Point, number] {
  const seen = [{ t: 0, point: from }]
  const look = (t: number): number => {
    const point = at(from.x.map((value, k) => value + t * delta[k]))
    seen.push({ t, point })
    return point.cost
  }
  let [a, b, c] = [0, 1, 1]
  let cost = look(1)
  if (cost < from.cost) {
    do {
      a = b === 1 ? 0 : b / 2.618
      ;[b, c] = [c, 2.618 * c]
    } while (look(c) < seen.at(-2)!.point.cost && seen.length < 20)
  } else {
    do {
      c = b
      b *= 0.382
      cost = look(b)
    } while (cost >= from.cost && seen.length < 20)
  }
  for (let step = 0; step < 3; step++) {
    const [first, second, third] = seen.toSorted((one, other) => one.point.cost - other.point.cost)
    const t = vertex([first.t, second.t, third.t], [first.point.cost, second.point.cost, third.point.cost])
    if (!(t > a && t < c) || Math.abs(t - first.t) < 0.1 * Math.abs(c - a)) break
    look(t)
  }
  const [first, second] = seen.toSorted((one, other) => one.point.cost - other.point.cost)
  return [first.point, second.point, first.t - second.t]
}

/** Minimum of the parabola through three points; NaN where it has none. */
function vertex([a, b, c]: readonly number[], [fa, fb, fc]: readonly number[]): number {
  const [u, v] = [(b - a) * (fb - fc), (b - c) * (fb - fa)]
  return u === v ? NaN : b - ((b - a) * u - (b - c) * v) / (2 * (u - v))
}

/** The solution of A q = p by elimination with pivots; null where A is singular. */
function solveSymmetric(A: readonly (readonly number[])[], p: readonly number[]): Float64Array | null {
  const rows = A.map((row, i) => [...row, p[i]])
  const n = p.length
  for (let k = 0; k < n; k++) {
    const pivot = rows.slice(k).reduce((most, row, i) => (Math.abs(row[k]) > Math.abs(rows[most][k]) ? k + i : most), k)
    ;[rows[k], rows[pivot]] = [rows[pivot], rows[k]]
    if (!(Math.abs(rows[k][k]) > 1e-14)) return null
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k]
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j]
    }
  }
  const q = new Float64Array(n)
  for (let k = n - 1; k >= 0; k--)
    q[k] = (rows[k][n] - q.reduce((sum, value, j) => (j > k ? sum + rows[k][j] * value : sum), 0)) / rows[k][k]
  return q
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
