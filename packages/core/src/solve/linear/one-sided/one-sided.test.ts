import { array, assert, double, integer, nat, property, record } from "fast-check"
import { describe, expect, it } from "vitest"
import { gradientOf } from "../../../linalg/triangle/measures.ts"
import { triangleOf } from "../../../linalg/triangle/combine-rows.ts"
import { shiftTriangle } from "../../../linalg/triangle/change-columns.ts"
import { normals, seedRandom } from "../../../random/random.ts"
import { syntheticSystem } from "../fixtures/synthetic-system.ts"
import { solutionsWithoutFold } from "../cross-validation/solutions-without-fold.ts"
import { solveLinear } from "../solve-linear.ts"
import { stackSystem } from "../stack-system.ts"
import type { LinearPenalty } from "../system.ts"
import { addOneSided, oneSidedRows } from "./add-one-sided.ts"
import type { OneSidedRow } from "./lift.ts"

function random(seed: number, count: number): Float64Array {
  const out = new Float64Array(count)
  normals(seedRandom(seed), out)
  return out
}

function randomRows(seed: number, count: number, n: number, size: number): OneSidedRow[] {
  const numbers = random(seed, count * (n + 1)).map((value) => size * value)
  const columns = [...Array(n).keys()]
  return Array.from({ length: count }, (_, i) => {
    const coefficients = Array.from(numbers.subarray(i * (n + 1), i * (n + 1) + n))
    return { columns, coefficients, offset: numbers[i * (n + 1) + n] }
  })
}

const heightOf = ({ columns, coefficients, offset }: OneSidedRow, x: Float64Array): number =>
  columns.reduce((sum, column, at) => sum + coefficients[at] * x[column], offset)

describe("addOneSided", () => {
  it("makes the minimum of a square and of what rows are short of that of the triangle alone (property)", () => {
    const cases = record({ seed: nat(1_000_000), n: integer({ min: 1, max: 9 }), count: nat(20), ten: integer({ min: -1, max: 4 }) })
    assert(
      property(cases, ({ seed, n, count, ten }) => {
        const triangle = triangleOf(random(seed, (n + 6) * (n + 1)), n + 6, n)
        const rows = randomRows(seed + 1, count, n, 10 ** ten)
        const added = addOneSided(triangle, rows)
        expect(added.rows).toBe(triangle.rows)
        const x = solveLinear(added).value
        // The slope of the whole: of the triangle, and of those rows that are below zero.
        const slope = gradientOf(shiftTriangle(triangle, x))
        const size = Math.hypot(...gradientOf(triangle)) + 1
        const scale = Math.hypot(...rows.flatMap(({ coefficients }) => coefficients), 1)
        for (const row of rows) {
          const height = heightOf(row, x)
          if (height < 0) row.columns.forEach((column, at) => (slope[column] += height * row.coefficients[at]))
        }
        expect(Math.hypot(...slope)).toBeLessThan(1e-9 * size * scale)
      }),
      { numRuns: 300, seed: 6 },
    )
  })

  it("is the triangle itself where all rows are above zero", () => {
    const triangle = triangleOf(random(3, 40), 8, 4)
    const x = solveLinear(triangle).value
    const rows = randomRows(5, 6, 4, 1).map((row) => ({ ...row, offset: row.offset - heightOf(row, x) + 0.1 }))
    expect(addOneSided(triangle, rows)).toBe(triangle)
    expect(addOneSided(triangle, [])).toBe(triangle)
  })

  it("holds what no data know", () => {
    const triangle = triangleOf(Float64Array.of(1.5, 0, -3), 1, 2)
    const rows = [{ columns: [1], coefficients: [200], offset: -100 }]
    const [first, second] = solveLinear(addOneSided(triangle, rows)).value
    expect(first).toBeCloseTo(2, 6)
    expect(second).toBeCloseTo(0.5, 6)
  })

  it("weighs a single row as least squares of two would (property)", () => {
    const number = double({ min: -5, max: 5, noNaN: true })
    assert(
      property(array(number, { minLength: 3, maxLength: 3 }), ([y, floor, strength]) => {
        // min (x − y)² + α min(0, x − floor)²
        const root = Math.exp(strength)
        const x = solveLinear(
          addOneSided(triangleOf(Float64Array.of(1, -y), 1, 1), [{ columns: [0], coefficients: [root], offset: -root * floor }]),
        ).value[0]
        const expected = y >= floor ? y : (y + root ** 2 * floor) / (1 + root ** 2)
        expect(x).toBeCloseTo(expected, 8)
      }),
      { numRuns: 100, seed: 2 },
    )
  })
})

it("solutions of all folds but one meet one-sided penalties like that of all data", () => {
  const truth = [1.2, -0.7, 2.1, 0.4]
  const classes = [
    { name: "energy", rows: 40, sigma: 0.2, size: 1.3 },
    { name: "forces", rows: 90, sigma: 0.4, size: 0.6 },
  ]
  const { system } = syntheticSystem(5, truth, classes, { folds: 3 })
  const rows = randomRows(9, 12, 4, 1).map((row) => ({ ...row, offset: row.offset - 1 }))
  const penalty: LinearPenalty = { name: "slopes", rows, alpha: { origin: "given", start: 30 } }
  const bounded = { ...system, oneSided: [penalty] }
  const [sigmas, alphas] = [Float64Array.of(0.2, 0.4), new Float64Array(0)]
  const origin = solveLinear(stackSystem(system, sigmas, alphas)).value
  const free = solutionsWithoutFold(system, sigmas, alphas, origin)
  solutionsWithoutFold(bounded, sigmas, alphas, origin).forEach((x, fold) => {
    const others = { ...system, components: system.components.map((one) => ({ ...one, folds: one.folds.filter((_, k) => k !== fold) })) }
    const direct = solveLinear(addOneSided(stackSystem(others, sigmas, alphas), oneSidedRows(bounded))).value
    x.forEach((value, k) => expect(value).toBeCloseTo(direct[k], 7))
    expect(Math.hypot(...x.map((value, k) => value - free[fold][k]))).toBeGreaterThan(1e-3)
  })
})
