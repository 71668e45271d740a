import { assert, integer, property } from "fast-check"
import { describe, expect, test } from "vitest"
import { mergeTriangles, triangleOf } from "../../../linalg/triangle/combine-rows.ts"
import type { Triangle } from "../../../linalg/triangle/triangle.ts"
import { normals, seedRandom } from "../../../random/random.ts"
import { covarianceFactor } from "../../covariance.ts"
import { analyseParts } from "./analyse-information.ts"
import { decidedBy, informationGain } from "./information-gain.ts"
import { partSpectrum } from "./part-spectrum.ts"

/** Random rows; column k times `sizes[k]`. */
function rows(seed: number, m: number, sizes: readonly number[]): Triangle {
  const n = sizes.length
  const values = new Float64Array(m * (n + 1))
  normals(seedRandom(seed), values)
  return triangleOf(
    values.map((value, at) => value * (sizes[at % (n + 1)] ?? 1)),
    m,
    n,
  )
}

const ones = (n: number): Float64Array => new Float64Array(n).fill(1)

describe("what a part adds", () => {
  test("of one parameter is ½ log₂ of the ratio of variances", () => {
    // Information 9 + 7 without and with.
    const [a, b] = [triangleOf(Float64Array.of(3, 0.2), 1, 1), triangleOf(Float64Array.of(Math.sqrt(7), -1), 1, 1)]
    const joint = mergeTriangles(a, b)
    const covariance = covarianceFactor(joint)
    expect(informationGain(joint, covariance, a).bits).toBeCloseTo(0.5 * Math.log2(16 / 9), 12)
    expect(informationGain(joint, covariance, b).bits).toBeCloseTo(0.5 * Math.log2(16 / 7), 12)
    expect(decidedBy(a, covariance)).toBeCloseTo(9 / 16, 12)
  })

  test("adds up: bits along a chain are those of the whole, and the parts decide all parameters together", () => {
    assert(
      property(integer({ min: 0, max: 1e6 }), integer({ min: 1, max: 9 }), (seed, n) => {
        const sizes = Array.from({ length: n }, (_, k) => 10 ** ((k * 7) % 5))
        const [a, b, c] = [rows(seed, n + 3, sizes), rows(seed + 1, 2, sizes), rows(seed + 2, n + 1, sizes)]
        const [ab, abc] = [mergeTriangles(a, b), mergeTriangles(a, b, c)]
        const gain = (joint: Triangle, others: Triangle): number => informationGain(joint, covarianceFactor(joint), others).bits
        expect(gain(ab, a) + gain(abc, ab)).toBeCloseTo(gain(abc, a), 8)
        const covariance = covarianceFactor(abc)
        expect([a, b, c].reduce((sum, part) => sum + decidedBy(part, covariance), 0)).toBeCloseTo(n, 8)
      }),
      { numRuns: 40 },
    )
  })

  test("is counted where the others see nothing, and finite beside", () => {
    // The second part alone sees the third parameter, and both see the others alike.
    const a = rows(3, 5, [2, 0.3, 0])
    const b = triangleOf(Float64Array.of(0, 0, 4, 1), 1, 3)
    const joint = mergeTriangles(a, b)
    const gain = informationGain(joint, covarianceFactor(joint), a)
    expect(gain.opens).toBe(1)
    expect(gain.bits).toBeCloseTo(0, 12)
    const [first, second] = analyseParts(
      [
        { name: "a", triangle: a },
        { name: "b", triangle: b },
      ],
      joint,
      covarianceFactor(joint),
      ["p", "q", "s"],
      ones(3),
    )
    expect(first).toMatchObject({ rank: 2, opens: 2, unfelt: ["s"] })
    expect(second).toMatchObject({ rank: 1, opens: 1, unfelt: ["p", "q"], rows: 1 })
    expect(second.without.eigenvalues).toEqual(first.eigenvalues)
    expect([first.decides, second.decides]).toEqual([expect.closeTo(2, 10), expect.closeTo(1, 10)])
  })

  test("is that of all others together, however many parts there are", () => {
    const sizes = [3, 0.1, 8]
    const parts = [4, 2, 7, 3, 5].map((m, p) => ({ name: `part ${p}`, triangle: rows(20 + p, m, sizes) }))
    const joint = mergeTriangles(parts[0].triangle, ...parts.slice(1).map(({ triangle }) => triangle))
    const covariance = covarianceFactor(joint)
    const found = analyseParts(parts, joint, covariance, ["p", "q", "s"], ones(3))
    expect(found.map(({ name }) => name)).toEqual(parts.map(({ name }) => name))
    found.forEach(({ bits, without, rank, rows: count }, p) => {
      const [first, ...others] = parts.filter((_, q) => q !== p).map(({ triangle }) => triangle)
      const expected = mergeTriangles(first, ...others)
      expect(bits).toBeCloseTo(informationGain(joint, covariance, expected).bits, 10)
      const direct = partSpectrum(expected, ones(3)).eigenvalues
      without.eigenvalues.forEach((value, k) => expect(value / direct[k]).toBeCloseTo(1, 10))
      expect([rank, count]).toEqual([partSpectrum(parts[p].triangle, ones(3)).rank, parts[p].triangle.rows])
    })
  })

  test("says the same from diagonals and from singular values", () => {
    const sizes = [1, 30, 0.02, 7]
    const [a, b] = [rows(8, 9, sizes), rows(9, 3, sizes)]
    const joint = mergeTriangles(a, b)
    const covariance = covarianceFactor(joint)
    const plain = informationGain(joint, covariance, a)
    // A parameter that nothing feels keeps determinants from being asked.
    const wider = [a, joint].map(({ data, rows: count }) => {
      const values = Array.from({ length: data.length / 5 }, (_, i) => [...data.subarray(5 * i, 5 * i + 4), 0, data[5 * i + 4]])
      return { ...triangleOf(Float64Array.from(values.flat()), values.length, 5), rows: count }
    })
    const bent = informationGain(wider[1], covarianceFactor(wider[1]), wider[0])
    expect(bent.bits).toBeCloseTo(plain.bits, 10)
    expect(bent.opens).toBe(0)
  })
})

describe("a spectrum", () => {
  test("is that of known singular values, in the units asked for", () => {
    const diagonal = [5, 0.03, 2e-5]
    const values = Float64Array.from(diagonal.flatMap((value, k) => [0, 0, 0, 0].with(k, value)))
    const { eigenvalues, rank, decades } = partSpectrum(triangleOf(values, 3, 3), Float64Array.of(2, 1, 10))
    expect(rank).toBe(3)
    for (const [k, expected] of [100, 9e-4, 4e-8].entries()) expect(eigenvalues[k] / expected).toBeCloseTo(1, 12)
    expect(decades).toBeCloseTo(Math.log10(100 / 4e-8), 12)
  })

  test("is the same from squares where there are many parameters, and ends where those do", () => {
    const n = 320
    const sizes = Array.from({ length: n }, (_, k) => 10 ** ((-10 * k) / n))
    const values = Float64Array.from({ length: n * (n + 1) }, (_, at) => (at % (n + 2) === 0 ? sizes[at % (n + 1)] : 0))
    const found = partSpectrum(triangleOf(values, n, n), ones(n))
    sizes.slice(0, 150).forEach((size, k) => expect(found.eigenvalues[k] / size ** 2).toBeCloseTo(1, 3))
    expect(found.resolution).toBe(n * Number.EPSILON)
    expect(found.eigenvalues[n - 1]).toBe(0)
    // Of few rows, which make few eigenvalues.
    const low = partSpectrum(triangleOf(values.subarray(0, 20 * (n + 1)), 20, n), ones(n))
    expect(low.rank).toBe(20)
    sizes.slice(0, 20).forEach((size, k) => expect(low.eigenvalues[k] / size ** 2).toBeCloseTo(1, 10))
    expect(low.eigenvalues).toHaveLength(n)
  })
})
