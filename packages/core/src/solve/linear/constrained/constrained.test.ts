import { assert, integer, nat, property, record } from "fast-check"
import { describe, expect, it } from "vitest"
import { triangleOf } from "../../../linalg/triangle/combine-rows.ts"
import { gradientOf } from "../../../linalg/triangle/measures.ts"
import { shiftTriangle } from "../../../linalg/triangle/change-columns.ts"
import { normals, seedRandom } from "../../../random/random.ts"
import { solveBounded } from "../solve-bounded.ts"
import { solveLinear } from "../solve-linear.ts"
import { type LinearConstraint, monotonic, slackOf } from "./constraint.ts"
import { solveConstrained } from "./solve-constrained.ts"

function random(seed: number, count: number): Float64Array {
  const out = new Float64Array(count)
  normals(seedRandom(seed), out)
  return out
}

/** Random conditions of three unknowns each that `inside` meets, with room to spare where `room` is not zero. */
function conditions(seed: number, count: number, inside: Float64Array, room: number): LinearConstraint[] {
  const numbers = random(seed, 4 * count)
  return Array.from({ length: count }, (_, c) => {
    const columns = [0, 1, 2].map((i) => (5 * c + i * (1 + (seed % 2))) % inside.length)
    const coefficients = Array.from(numbers.subarray(4 * c, 4 * c + 3))
    const open: LinearConstraint = { columns, coefficients, value: 0 }
    return { ...open, value: slackOf(open, inside) - room * Math.abs(numbers[4 * c + 3]) }
  })
}

describe("solveConstrained", () => {
  it("meets the conditions of Karush, Kuhn and Tucker for random problems (property)", () => {
    const cases = record({ seed: nat(1_000_000), n: integer({ min: 3, max: 12 }), equalities: nat(2), inequalities: nat(14) })
    assert(
      property(cases, ({ seed, n, equalities, inequalities }) => {
        const m = n + 5
        const triangle = triangleOf(random(seed, m * (n + 1)), m, n)
        const inside = random(seed + 1, n)
        const equal = conditions(seed + 2, equalities, inside, 0)
        const above = conditions(seed + 3, inequalities, inside, 0.2)
        const { value, status, stats } = solveConstrained(triangle, { equalities: equal, inequalities: above })
        expect(status.outcome).toBe("converged")
        for (const one of equal) expect(Math.abs(slackOf(one, value))).toBeLessThan(1e-9)
        for (const one of above) expect(slackOf(one, value)).toBeGreaterThan(-1e-9)
        for (const multiplier of stats.multipliers) expect(multiplier).toBeGreaterThan(-1e-9)
        for (const i of stats.active) expect(Math.abs(slackOf(above[i], value))).toBeLessThan(1e-9)
        // What is left of the gradient belongs to the equalities: it has no part that they leave free.
        const gradient = gradientOf(shiftTriangle(triangle, value))
        stats.active.forEach((i, at) =>
          above[i].columns.forEach((k, j) => (gradient[k] -= stats.multipliers[at] * above[i].coefficients[j])),
        )
        const rows = Float64Array.from({ length: n * (equal.length + 1) }, (_, at) => {
          const [k, c] = [Math.floor(at / (equal.length + 1)), at % (equal.length + 1)]
          if (c === equal.length) return gradient[k]
          return equal[c].columns.reduce((sum, column, j) => sum + (column === k ? equal[c].coefficients[j] : 0), 0)
        })
        expect(solveLinear(triangleOf(rows, n, equal.length)).stats.residualSquared).toBeLessThan(
          1e-14 * Math.max(1, triangle.data[0] ** 4),
        )
      }),
      { numRuns: 300, seed: 4 },
    )
  })

  it("agrees with the solver of boxes", () => {
    for (let seed = 0; seed < 40; seed++) {
      const n = 1 + (seed % 9)
      const triangle = triangleOf(random(seed, (n + 4) * (n + 1)), n + 4, n)
      const lower = random(seed + 50, n).map((value) => -Math.abs(value) / 3)
      const upper = random(seed + 90, n).map((value, k) => (k % 3 === 0 ? Infinity : Math.abs(value) / 3))
      const expected = solveBounded(triangle, lower, upper).value
      solveConstrained(triangle, { lower, upper }).value.forEach((value, k) => expect(value).toBeCloseTo(expected[k], 10))
    }
  })

  it("fits the isotonic regression that pooling of neighbours gives", () => {
    // Pool adjacent violators by hand: 3, 1 → 2; 2 (pooled 2, 2) stays; 7, 5, 3 → 5.
    // Falling, all but the last pool to 18/5.
    const data = [3, 1, 2, 7, 5, 3]
    const rows = Float64Array.from({ length: 42 }, (_, at) =>
      at % 7 === 6 ? -data[Math.floor(at / 7)] : at % 7 === Math.floor(at / 7) ? 1 : 0,
    )
    const triangle = triangleOf(rows, 6, 6)
    const columns = [0, 1, 2, 3, 4, 5]
    const rising = solveConstrained(triangle, { inequalities: monotonic(columns, 1) }).value
    ;[2, 2, 2, 5, 5, 5].forEach((value, k) => expect(rising[k]).toBeCloseTo(value, 12))
    // The unknown counts from offsets.
    const offsets = [0.5, 0, -1, 4, 4, 1]
    const shifted = triangleOf(
      rows.map((value, at) => (at % 7 === 6 ? value + offsets[Math.floor(at / 7)] : value)),
      6,
      6,
    )
    const steps = solveConstrained(shifted, { inequalities: monotonic(columns, 1, offsets) }).value
    steps.forEach((value, k) => expect(value + offsets[k]).toBeCloseTo(rising[k], 12))
    const falling = solveConstrained(triangle, { inequalities: monotonic(columns, -1) }).value
    ;[3.6, 3.6, 3.6, 3.6, 3.6, 3].forEach((value, k) => expect(falling[k]).toBeCloseTo(value, 12))
  })

  it("keeps an equality whatever its units, and tells of contradictions", () => {
    const triangle = triangleOf(random(7, 30), 6, 4)
    const sum: LinearConstraint = { columns: [0, 1, 2, 3], coefficients: [1e6, 1e6, 1e6, 1e6], value: 2e6 }
    const { value } = solveConstrained(triangle, { equalities: [sum, { ...sum, coefficients: [1, 1, 1, 1], value: 2 }] })
    expect(value.reduce((total, one) => total + one, 0)).toBeCloseTo(2, 12)
    const gradient = gradientOf(shiftTriangle(triangle, value))
    gradient.forEach((slope) => expect(slope).toBeCloseTo(gradient[0], 10))
    const other = { ...sum, value: 3e6 }
    expect(() => solveConstrained(triangle, { equalities: [sum, other] })).toThrow(/contradict/)
    const lower = new Float64Array(4).fill(1)
    expect(() => solveConstrained(triangle, { equalities: [sum], lower })).toThrow(/no values/)
    expect(() => solveConstrained(triangle, { inequalities: [{ columns: [4], coefficients: [1], value: 0 }] })).toThrow(/not there/)
    expect(() => solveConstrained(triangleOf(random(8, 10), 2, 4), { lower })).toThrow(/add a penalty/)
  })
})
