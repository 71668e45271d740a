import { describe, expect, it } from "vitest"
import { randomNumbers } from "../../../../testing/potential/random-structure.ts"
import type { AceCentre } from "../../model.ts"
import { complexProducts } from "../write/complex-products.ts"
import type { YaceFunction } from "../yace.ts"
import { realProducts } from "./real-products.ts"

type Complex = readonly [number, number]

/** Harmonics to l = 2 as textbooks give them, with Condon–Shortley phase, times √4π. */
function textbook(x: number, y: number, z: number, l: number, m: number): Complex {
  const power = (size: number): Complex => (size === 0 ? [1, 0] : size === 1 ? [x, y] : [x * x - y * y, 2 * x * y])
  const size = Math.abs(m)
  const polynomials = [
    [1],
    [Math.sqrt(3) * z, -Math.sqrt(1.5)],
    [(Math.sqrt(5) / 2) * (3 * z * z - 1), -Math.sqrt(7.5) * z, Math.sqrt(15 / 8)],
  ]
  const factor = polynomials[l][size]
  const [re, im] = power(size).map((part) => factor * part)
  const sign = size % 2 === 0 ? 1 : -1
  return m >= 0 ? [re, im] : [sign * re, -sign * im]
}

/** Real harmonics to l = 2, orthonormal, at index l² + l + m. */
function real(x: number, y: number, z: number): readonly number[] {
  const c = Math.sqrt(1 / (4 * Math.PI))
  const first = [Math.sqrt(3) * y, Math.sqrt(3) * z, Math.sqrt(3) * x]
  const s = Math.sqrt(15)
  const second = [s * x * y, s * y * z, (Math.sqrt(5) / 2) * (3 * z * z - 1), s * x * z, (s / 2) * (x * x - y * y)]
  return [1, ...first, ...second].map((value) => c * value)
}

const random = randomNumbers(11)
const directions = Array.from({ length: 5 }, () => {
  const v = [random() - 0.5, random() - 0.5, random() - 0.5]
  const size = Math.hypot(...v)
  return { v: v.map((value) => value / size), R: [random(), random() - 0.5] }
})

/** A of radial function n (from 1) in the file's harmonics. */
function complexSum(n: number, l: number, m: number): Complex {
  let [re, im] = [0, 0]
  for (const { v, R } of directions) {
    const [a, b] = textbook(v[0], v[1], v[2], l, m)
    re += R[n - 1] * a
    im += R[n - 1] * b
  }
  return [re, im]
}

/** One-particle function n l m is number 9 (n − 1) + index. */
const realSums = [0, 1].flatMap((n) =>
  Array.from({ length: 9 }, (_, lm) => directions.reduce((sum, { v, R }) => sum + R[n] * real(v[0], v[1], v[2])[lm], 0)),
)
const numberOf = ({ ns }: YaceFunction, t: number, harmonic: number): number => 9 * (ns[t] - 1) + harmonic

/** Σ coefficient × Re Π A of the file. */
function direct({ ns, ls, ms, coefficients }: YaceFunction): number {
  const rank = ns.length
  return coefficients.reduce((sum, coefficient, k) => {
    let product: Complex = [1, 0]
    for (let t = 0; t < rank; t++) {
      const [a, b] = complexSum(ns[t], ls[t], ms[k * rank + t])
      product = [product[0] * a - product[1] * b, product[0] * b + product[1] * a]
    }
    return sum + coefficient * product[0]
  }, 0)
}

describe("realProducts", () => {
  it.each<YaceFunction>([
    { species: [0], ns: [2], ls: [0], ms: [0], coefficients: [1.7] },
    { species: [0, 0], ns: [1, 2], ls: [1, 1], ms: [1, -1, 0, 0, -1, 1], coefficients: [0.3, -0.8, 0.4] },
    { species: [0, 0], ns: [1, 1], ls: [2, 2], ms: [2, -2, 1, -1, 0, 0], coefficients: [0.5, 1.1, -0.2] },
    { species: [0, 0, 0], ns: [1, 1, 2], ls: [1, 1, 2], ms: [1, 1, -2, 1, 0, -1, 0, 1, -1], coefficients: [0.6, -0.9, 0.25] },
    { species: [0, 0, 0, 0], ns: [1, 2, 2, 1], ls: [1, 2, 2, 1], ms: [1, -2, 2, -1, -1, 2, 0, -1], coefficients: [0.35, 0.7] },
  ])("are the real part of complex products: l = $ls", (one) => {
    const products = realProducts([one], 1, numberOf)
    const sum = products.reduce(
      (total, { factors, coefficients }) => total + coefficients[0] * factors.reduce((p, a) => p * realSums[a], 1),
      0,
    )
    expect(sum).toBeCloseTo(direct(one), 12)
  })

  it("add up what functions share and leave out what cancels", () => {
    const one: YaceFunction = { species: [0, 0], ns: [1, 1], ls: [1, 1], ms: [1, -1], coefficients: [0.8, 0.1] }
    const other = { ...one, ms: [-1, 1], coefficients: [-0.8, 0.3] }
    const products = realProducts([one, other], 2, numberOf)
    expect(products.length).toBe(2)
    for (const { coefficients } of products) {
      expect(Math.abs(coefficients[0])).toBeLessThan(1e-15)
      expect(coefficients[1]).not.toBe(0)
    }
  })
})

describe("complexProducts", () => {
  const centre = (factors: readonly (readonly number[])[]): AceCentre => ({
    species: new Uint8Array(18),
    radial: Int32Array.from({ length: 18 }, (_, a) => Math.floor(a / 9)),
    harmonic: Int32Array.from({ length: 18 }, (_, a) => a % 9),
    monomials: {
      offsets: Int32Array.from([0, ...factors.map((__, t) => factors.slice(0, t + 1).flat().length)]),
      factors: Int32Array.from(factors.flat()),
    },
    functions: { offsets: Int32Array.of(0), monomials: new Int32Array(0), coefficients: new Float64Array(0) },
    first: 0,
  })

  it("are worth as much as the real products they came from", () => {
    // Each with an even number of sines.
    const factors = [[0], [9, 9], [1, 1], [1, 10], [3, 12], [2, 2, 8], [1, 3, 4], [4, 4, 15, 17], [1, 5, 7, 12]]
    const weights = Float64Array.from(factors, () => random() - 0.5)
    const expected = factors.reduce((sum, own, t) => sum + weights[t] * own.reduce((p, a) => p * realSums[a], 1), 0)
    const found = complexProducts(centre(factors), weights).reduce((sum, one) => sum + direct(one), 0)
    expect(found).toBeCloseTo(expected, 12)
  })

  it("refuse what a mirror changes, and what points in a direction", () => {
    expect(() => complexProducts(centre([[1, 3]]), Float64Array.of(1))).toThrow(/mirror/u)
    expect(() => complexProducts(centre([[2]]), Float64Array.of(1))).toThrow(/direction/u)
  })
})
