import * as fc from "fast-check"
import { afterAll, describe, expect, test } from "vitest"
import { kernels } from "../../kernels/kernels.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { random } from "../../objective/fixtures/data.ts"
import { covarianceFactor } from "../covariance.ts"
import { whitened } from "../predictive/row-basis.ts"
import { boxAbout, boxAlong } from "./box-about.ts"
import { boxSpreads } from "./box-spreads.ts"
import { boxOf, boxSpread, drawFromBox, extend, mergeExtents, noExtents, pointwiseStep } from "./pointwise-box.ts"
import { type Axes, principalAxes, sketchedAxes, sketchProbe } from "./principal-axes.ts"

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k]
  return sum
}

/** A polynomial fitted by least squares to a function on [−1, 1], which it cannot meet. */
function polynomialFit(degree: number, truth: (x: number) => number) {
  const points = Array.from({ length: 101 }, (_, i) => -1 + i / 50)
  const n = degree + 1
  const row = (x: number): Float64Array => Float64Array.from({ length: n }, (_, k) => x ** k)
  const fromZero = triangleOf(Float64Array.from(points.flatMap((x) => [...row(x), -truth(x)])), points.length, n)
  const raw = covarianceFactor(fromZero)
  // θ = C Jᵀy, and σ² of what is left, as a fit that knows no better estimates it.
  const pulled = row(0).fill(0)
  for (const x of points) row(x).forEach((value, k) => (pulled[k] += value * truth(x)))
  const inner = whitened(raw, pulled)
  const theta = row(0).map((_, k) => product(raw.factor.subarray(k * n, (k + 1) * n), inner))
  const residual = (x: number): number => product(row(x), theta) - truth(x)
  const sigma = Math.sqrt(points.reduce((sum, x) => sum + residual(x) ** 2, 0) / (points.length - n))
  const factor = raw.factor.map((value) => sigma * value)
  const u = (x: number): Float64Array => whitened({ rank: n, factor }, row(x))
  const steps = points.map((x) => {
    const step = new Float64Array(n)
    pointwiseStep(u(x), residual(x), step)
    return step
  })
  const loss = (z: ArrayLike<number>): number =>
    points.reduce((sum, x) => sum + (residual(x) + product(u(x), z)) ** 2, 0) / (2 * sigma * sigma)
  return { n, points, row, u, residual, steps, loss, box: boxAbout(steps, n)! }
}

const line = polynomialFit(1, (x) => 0.7 + 1.9 * x * x)
const cubic = polynomialFit(3, (x) => 0.2 + 0.4 * Math.sin(5 * x) - Math.abs(x))

describe("pointwise optimal parameters", () => {
  test("meet their datum, and of all that do they have the least loss", () => {
    const place = fc.integer({ min: 0, max: 100 })
    const away = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(place, away, (i, direction) => {
        const [x, z] = [cubic.points[i], cubic.steps[i]]
        const u = cubic.u(x)
        expect(cubic.residual(x) + product(u, z)).toBeCloseTo(0, 10)
        const along = product(u, direction) / product(u, u)
        const other = z.map((value, k) => value + direction[k] - along * u[k])
        expect(cubic.residual(x) + product(u, other)).toBeCloseTo(0, 9)
        expect(cubic.loss(other)).toBeGreaterThanOrEqual(cubic.loss(z) - 1e-9)
      }),
    )
  })

  test("are all in their box, which bounds every datum", () => {
    for (const { box, points, steps, u, residual } of [line, cubic]) {
      expect(box.rows).toBe(points.length)
      points.forEach((x, i) => {
        const { mean, reach } = boxSpread(box, u(x))
        expect(Math.abs(residual(x) + mean)).toBeLessThanOrEqual(reach * (1 + 1e-9) + 1e-12)
        for (const other of steps) expect(Math.abs(product(u(x), other) - mean)).toBeLessThanOrEqual(reach * (1 + 1e-9))
        expect(product(u(x), steps[i])).toBeCloseTo(-residual(x), 10)
      })
    }
  })

  test("bound a parabola that a straight line was fitted to, where the posterior does not", () => {
    const fresh = Array.from({ length: 333 }, (_, i) => -0.998 + i * 0.006)
    const bounded = fresh.filter((x) => {
      const { mean, reach } = boxSpread(line.box, line.u(x))
      return Math.abs(line.residual(x) + mean) <= reach
    })
    const posterior = fresh.filter((x) => Math.abs(line.residual(x)) <= 1.96 * Math.sqrt(product(line.u(x), line.u(x))))
    expect(bounded).toHaveLength(fresh.length)
    expect(posterior.length / fresh.length).toBeLessThan(0.25)
  })
})

describe("the spread over a box", () => {
  const uniform = random(5)
  const steps = Array.from({ length: 30 }, () => Float64Array.from({ length: 3 }, (_, k) => (k + 1) * (uniform() - 0.3)))
  const box = boxAbout(steps, 3)!
  const u = Float64Array.of(0.7, -1.2, 0.4)
  const { heap } = kernels()
  const rows = heap.f64(15)
  rows.set([9, 9, 9, ...u, 0.1, 0.5, -0.2, 9, 9, 9, 9, 9, 9])
  afterAll(() => heap.free(rows))

  test("is half of the range over its corners, and that of uniform draws", () => {
    const { mean, deviation, reach } = boxSpread(box, u)
    const corners = Array.from({ length: 8 }, (_, bits) => {
      const corner = box.centre.map(
        (value, i) => value + [0, 1, 2].reduce((sum, k) => sum + (bits & (1 << k) ? 1 : -1) * box.edges[i * 3 + k], 0),
      )
      return product(u, corner)
    })
    expect(Math.max(...corners)).toBeCloseTo(mean + reach, 12)
    expect(Math.min(...corners)).toBeCloseTo(mean - reach, 12)
    const count = 20_000
    const members = drawFromBox(box, count, 11)
    const values = Float64Array.from({ length: count }, (_, b) =>
      product(u, Float64Array.of(members[b], members[count + b], members[2 * count + b])),
    )
    const average = values.reduce((sum, value) => sum + value, 0) / count
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / count)
    expect(Math.abs(average - mean)).toBeLessThan((4 * deviation) / Math.sqrt(count))
    expect(spread / deviation).toBeCloseTo(1, 1)
    expect(values.every((value) => Math.abs(value - mean) <= reach)).toBe(true)
    expect(drawFromBox(box, 5, 11)).toEqual(drawFromBox(box, 5, 11))
    expect(drawFromBox(box, 5, 11)).not.toEqual(drawFromBox(box, 5, 12))
  })

  test("is the same of many at once", () => {
    const together = boxSpreads(box, rows, 1, 3)
    for (const i of [1, 2]) {
      const alone = boxSpread(box, rows.subarray(3 * i, 3 * i + 3))
      expect(together.mean[i - 1]).toBeCloseTo(alone.mean, 12)
      expect(together.deviation[i - 1]).toBeCloseTo(alone.deviation, 12)
      expect(together.reach[i - 1]).toBeCloseTo(alone.reach, 12)
    }
  })

  test("is that of parts of the data together", () => {
    const axes = { rank: 3, count: 3, vectors: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) }
    const parts = [steps.slice(0, 11), steps.slice(11)].map((own) => {
      const extents = noExtents(3)
      for (const z of own) extend(extents, z, product(z, z))
      return extents
    })
    const [whole, other] = parts
    mergeExtents(whole, other)
    const { centre, edges, rows: count } = boxOf(axes, whole)!
    expect(count).toBe(30)
    for (const k of [0, 1, 2]) {
      const own = steps.map((z) => z[k])
      expect(centre[k]).toBeCloseTo((Math.max(...own) + Math.min(...own)) / 2, 12)
      expect(edges[4 * k]).toBeCloseTo((Math.max(...own) - Math.min(...own)) / 2, 12)
    }
  })

  test("is nothing without data", () => {
    expect(boxAbout([], 2)).toBeNull()
  })
})

describe("fewer axes than directions, from a sketch", () => {
  const uniform = random(17)
  const [rank, few] = [24, 5]
  // Of falling size along axes that are none of the coordinates, not about zero.
  const turn = Array.from({ length: rank }, () => Float64Array.from({ length: rank }, () => uniform() - 0.5))
  const drawn = (size: (k: number) => number): Float64Array[] =>
    Array.from({ length: 200 }, () => {
      const own = Float64Array.from({ length: rank }, (_, k) => size(k) * (uniform() - 0.3))
      return Float64Array.from(turn, (row) => product(row, own))
    })
  const steps = drawn((k) => 3 * 0.6 ** k)
  const sketch = (own: readonly Float64Array[], count: number): Float64Array => {
    const probe = sketchProbe(rank, count)
    const Y = new Float64Array(rank * count)
    for (const z of own) {
      const seen = Float64Array.from({ length: count }, (_, l) => z.reduce((sum, value, k) => sum + value * probe[k * count + l], 0))
      for (let k = 0; k < rank; k++) for (let l = 0; l < count; l++) Y[k * count + l] += z[k] * seen[l]
    }
    return Y
  }
  const axes = sketchedAxes(sketch(steps, few), rank, few)
  const box = boxAlong(axes, steps)!
  const u = Float64Array.from({ length: rank }, () => uniform() - 0.5)

  test("are orthonormal, and hold nearly all that as many principal ones would", () => {
    const gram = new Float64Array(rank * rank)
    for (const z of steps) for (let at = 0; at < gram.length; at++) gram[at] += z[Math.floor(at / rank)] * z[at % rank]
    const held = ({ count, vectors }: Axes, first: number, last: number): number =>
      steps.reduce((sum, z) => {
        for (let k = first; k < last; k++) sum += z.reduce((part, value, i) => part + value * vectors[i * count + k], 0) ** 2
        return sum
      }, 0)
    const all = principalAxes(gram, rank)
    // Whichever way eigenvalues are ordered.
    const best = Math.max(held(all, 0, few), held(all, rank - few, rank))
    expect(held(axes, 0, few) / best).toBeGreaterThan(0.98)
    expect(held(axes, 0, few) / best).toBeLessThan(1 + 1e-12)
    for (let k = 0; k < few; k++) {
      for (let l = 0; l <= k; l++) {
        let sum = 0
        for (let i = 0; i < rank; i++) sum += axes.vectors[i * few + k] * axes.vectors[i * few + l]
        expect(sum).toBeCloseTo(k === l ? 1 : 0, 12)
      }
    }
  })

  test("leave a ball, and box and ball hold every step", () => {
    expect(box.radius).toBeGreaterThan(0)
    const { mean, reach } = boxSpread(box, u)
    for (const z of steps) {
      expect(Math.abs(product(u, z) - mean)).toBeLessThanOrEqual(reach * (1 + 1e-9))
      const own = boxSpread(box, z)
      expect(Math.abs(product(z, z) - own.mean)).toBeLessThanOrEqual(own.reach * (1 + 1e-9))
    }
  })

  test("give draws that stay within, with the spread that is told", () => {
    const count = 4000
    const members = drawFromBox(box, count, 3)
    const values = Array.from({ length: count }, (_, m) => u.reduce((sum, value, i) => sum + value * members[i * count + m], 0))
    const { mean, deviation, reach } = boxSpread(box, u)
    const average = values.reduce((sum, value) => sum + value, 0) / count
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / count)
    expect(Math.abs(average - mean)).toBeLessThan((4 * deviation) / Math.sqrt(count))
    expect(Math.abs(spread / deviation - 1)).toBeLessThan(4 / Math.sqrt(2 * count))
    for (const value of values) expect(Math.abs(value - mean)).toBeLessThanOrEqual(reach * (1 + 1e-12))
  })

  test("leave nothing where steps have no more directions than that", () => {
    const flat = drawn((k) => (k < 4 ? 1 + k : 0))
    const own = boxAlong(sketchedAxes(sketch(flat, few), rank, few), flat)!
    expect(own.radius).toBeLessThan(1e-6)
  })
})
