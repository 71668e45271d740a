import { assert, integer, nat, property, record } from "fast-check"
import { describe, expect, it } from "vitest"
import { addPrior } from "../../linalg/triangle/add-prior.ts"
import { gradientOf, residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { scaleColumns, shiftTriangle } from "../../linalg/triangle/change-columns.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { normals, seedRandom } from "../../random/random.ts"
import { solveBounded } from "./solve-bounded.ts"
import { solveLinear } from "./solve-linear.ts"

function random(seed: number, count: number): Float64Array {
  const out = new Float64Array(count)
  normals(seedRandom(seed), out)
  return out
}

describe("solveLinear", () => {
  it("leaves a residual orthogonal to the columns, also with a ridge", () => {
    const [m, n] = [50, 7]
    const triangle = triangleOf(random(1, m * (n + 1)), m, n)
    const plain = solveLinear(triangle)
    for (const slope of gradientOf(shiftTriangle(triangle, plain.value))) expect(Math.abs(slope)).toBeLessThan(1e-12)
    expect(plain.stats.residualSquared).toBeCloseTo(triangle.data.at(-1)! ** 2, 10)
    const ridge = Float64Array.from([0, 3, 0.1, 7, 0, 1, 2])
    const shrunk = solveLinear(triangle, { ridge }).value
    gradientOf(shiftTriangle(triangle, shrunk)).forEach((slope, k) => expect(slope + ridge[k] * shrunk[k]).toBeCloseTo(0, 11))
    expect(() => solveLinear(triangle, { ridge: -1 })).toThrow(/ridge/)
  })

  it("solves two unknowns from two data exactly: A and B of Lennard-Jones from one energy and one force", () => {
    // φ = A r⁻¹² − B r⁻⁶ at r₁, −φ′ = 12 A r⁻¹³ − 6 B r⁻⁷ at r₂, for argon-like A and B.
    const [A, B, r1, r2] = [102_650.3, 71.92, 3.6, 4.1]
    const energy = A * r1 ** -12 - B * r1 ** -6
    const force = 12 * A * r2 ** -13 - 6 * B * r2 ** -7
    const rows = Float64Array.of(r1 ** -12, -(r1 ** -6), -energy, 12 * r2 ** -13, -6 * r2 ** -7, -force)
    const { value, status, stats } = solveLinear(triangleOf(rows, 2, 2))
    expect(Math.abs(value[0] / A - 1)).toBeLessThan(1e-12)
    expect(Math.abs(value[1] / B - 1)).toBeLessThan(1e-12)
    expect(status.sentence).toMatch(/^solved exactly: 2 unknowns from 2 data, condition number/)
    // ‖R‖₁ ‖R⁻¹‖₁ in closed form for a 2 × 2 triangle.
    const [a, , , , d] = triangleOf(rows, 2, 2).data
    const b = triangleOf(rows, 2, 2).data[1]
    const inverse = Math.max(1 / a, Math.abs(b / (a * d)) + 1 / d)
    expect(stats.condition / (Math.max(a, Math.abs(b) + d) * inverse)).toBeCloseTo(1, 10)
    expect(stats.scaledCondition).toBeLessThan(stats.condition / 100)
  })

  it("does not depend on units: columns 10^±8 apart give the same solution and rank", () => {
    const [m, n] = [30, 4]
    const triangle = triangleOf(random(5, m * (n + 1)), m, n)
    const factors = Float64Array.from([1e8, 1e-8, 1, 1e-4])
    const expected = solveLinear(triangle).value
    const { value, stats } = solveLinear(scaleColumns(triangle, factors))
    value.forEach((component, k) => expect(Math.abs((component * factors[k]) / expected[k] - 1)).toBeLessThan(1e-12))
    expect(stats.rank).toBe(4)
  })

  it("takes the smallest of many solutions below full rank, and says so", () => {
    // Columns 0 and 1 are equal, column 2 is zero.
    const m = 20
    const base = random(6, m)
    const rows = Float64Array.from({ length: m * 4 }, (_, at) => [base[at >> 2], base[at >> 2], 0, -5 * base[at >> 2]][at % 4])
    const { value, stats, status } = solveLinear(triangleOf(rows, m, 3))
    expect(value[0]).toBeCloseTo(2.5, 12)
    expect(value[1]).toBeCloseTo(2.5, 12)
    expect(value[2]).toBe(0)
    expect(stats.rank).toBe(1)
    expect(stats.condition).toBe(Infinity)
    expect(status.sentence).toMatch(/determine 1 directions only/)
  })

  it("answers no unknowns and no data", () => {
    expect(solveLinear(triangleOf(Float64Array.of(3), 1, 0)).value.length).toBe(0)
    expect([...solveLinear(triangleOf(new Float64Array(0), 0, 2)).value]).toEqual([0, 0])
  })
})

describe("solveLinear and solveBounded", () => {
  it("refuse data that are not numbers", () => {
    const triangle = triangleOf(Float64Array.of(1, NaN, 2, 3), 2, 1)
    expect(() => solveLinear(triangle)).toThrow(/not finite/)
    expect(() => solveBounded(triangle, Float64Array.of(0), Float64Array.of(1))).toThrow(/not finite/)
  })
})

describe("solveBounded", () => {
  it("meets the optimality conditions of the box for random problems (property)", () => {
    const cases = record({
      seed: nat(1_000_000),
      n: integer({ min: 1, max: 8 }),
      rows: integer({ min: 0, max: 12 }),
      tight: nat(3),
    })
    assert(
      property(cases, ({ seed, n, rows, tight }) => {
        const triangle = triangleOf(random(seed, (rows + n) * (n + 1)), rows + n, n)
        const limits = random(seed + 1, 2 * n)
        const lower = Float64Array.from({ length: n }, (_, k) => (tight === 0 ? 0 : -Math.abs(limits[k]) / tight))
        const upper = Float64Array.from({ length: n }, (_, k) => (tight === 3 ? Infinity : Math.abs(limits[n + k])))
        const { value, status, stats } = solveBounded(triangle, lower, upper)
        expect(status.outcome).toBe("converged")
        gradientOf(shiftTriangle(triangle, value)).forEach((slope, k) => {
          expect(value[k]).toBeGreaterThanOrEqual(lower[k])
          expect(value[k]).toBeLessThanOrEqual(upper[k])
          if (stats.sides[k] === 0) expect(Math.abs(slope)).toBeLessThan(1e-9)
          if (stats.sides[k] === -1) expect(slope).toBeGreaterThan(-1e-9)
          if (stats.sides[k] === 1) expect(slope).toBeLessThan(1e-9)
          if (stats.sides[k] !== 0) expect(value[k]).toBe(stats.sides[k] < 0 ? lower[k] : upper[k])
        })
      }),
      { numRuns: 300, seed: 20 },
    )
  })

  it("is never beaten by a corner, an edge or a face of the box", () => {
    const n = 3
    for (let seed = 0; seed < 20; seed++) {
      const triangle = triangleOf(random(seed + 900, 6 * (n + 1)), 6, n)
      const lower = new Float64Array(n).fill(-0.3)
      const upper = new Float64Array(n).fill(0.2)
      const best = residualSquaredAfter(triangle, solveBounded(triangle, lower, upper).value)
      // A grid that holds the corners, edges and faces.
      const ticks = Array.from({ length: 11 }, (_, i) => -0.3 + 0.05 * i)
      for (const a of ticks)
        for (const b of ticks)
          for (const c of ticks) expect(residualSquaredAfter(triangle, Float64Array.of(a, b, c))).toBeGreaterThanOrEqual(best - 1e-12)
    }
  })

  it("holds a fixed parameter, and ends with collinear columns", () => {
    const rows = Float64Array.of(1, 1, 1, -4, 1, 1, 2, -5, 1, 1, 3, -9)
    const triangle = triangleOf(rows, 3, 3)
    const { value, status } = solveBounded(triangle, Float64Array.of(0, 0, 0), Float64Array.of(Infinity, 0, 1))
    expect(value[1]).toBe(0)
    expect(value[2]).toBe(1)
    expect(value[0]).toBeCloseTo(4, 12)
    expect(status.outcome).toBe("converged")
    expect(
      solveBounded(addPrior(triangle, Float64Array.of(0, 0, 0)), new Float64Array(3), new Float64Array(3).fill(Infinity)).status.outcome,
    ).toBe("converged")
    expect(() => solveBounded(triangle, Float64Array.of(1, 0, 0), Float64Array.of(2, 1, 1))).toThrow(/leave out 0/)
  })
})
