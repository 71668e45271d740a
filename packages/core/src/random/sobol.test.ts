import { describe, expect, it } from "vitest"
import { sobolDimensions, sobolPoint } from "./sobol.ts"

function points(count: number, dimension: number, seed?: number): Float64Array[] {
  return Array.from({ length: count }, (_, index) => {
    const out = new Float64Array(dimension)
    sobolPoint(index, out, seed)
    return out
  })
}

describe("sobolPoint", () => {
  it("gives the points of scipy.stats.qmc.Sobol(128, scramble=False)", () => {
    const dimensions = [0, 1, 2, 9, 39, 63, 100, 127]
    const expected: Record<number, readonly number[]> = {
      0: [0, 0, 0, 0, 0, 0, 0, 0],
      1: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
      2: [0.75, 0.25, 0.25, 0.75, 0.25, 0.75, 0.25, 0.25],
      5: [0.875, 0.875, 0.125, 0.125, 0.375, 0.625, 0.125, 0.125],
      77: [0.8359375, 0.8359375, 0.0078125, 0.4296875, 0.2734375, 0.8828125, 0.8984375, 0.4140625],
      1023: [0.0009765625, 0.7529296875, 0.6123046875, 0.8505859375, 0.6982421875, 0.0400390625, 0.2373046875, 0.7001953125],
    }
    const all = points(1024, sobolDimensions)
    for (const [index, values] of Object.entries(expected)) expect(dimensions.map((k) => all[Number(index)][k])).toEqual(values)
  })

  for (const seed of [undefined, 1, 2 ** 40 + 7]) {
    it(`puts one point into every interval and every elementary rectangle (${seed === undefined ? "plain" : `seed ${seed}`})`, () => {
      const m = 8
      const n = 2 ** m
      const all = points(n, sobolDimensions, seed)
      for (let k = 0; k < sobolDimensions; k++) expect(new Set(all.map((point) => Math.floor(point[k] * n))).size).toBe(n)
      // The first two dimensions form a (0, m, 2)-net: 2^a by 2^(m−a) boxes hold one point each.
      for (let a = 0; a <= m; a++) {
        const boxes = new Set(all.map(([x, y]) => Math.floor(x * 2 ** a) * n + Math.floor(y * 2 ** (m - a))))
        expect(boxes.size).toBe(n)
      }
    })
  }

  it("integrates a smooth function of eight variables better than the square root of the number of points", () => {
    // ∏ (1 + (x_k − ½)/k) has mean 1; the plain Monte Carlo error at 4096 points is about 0.0055.
    const all = points(4096, 8, 11)
    const mean = all.reduce((sum, point) => sum + point.reduce((product, x, k) => product * (1 + (x - 0.5) / (k + 1)), 1), 0) / 4096
    expect(Math.abs(mean - 1)).toBeLessThan(2e-4)
  })

  it("depends on the seed, and stays inside the open cube", () => {
    const [a, b] = [points(64, 3, 1), points(64, 3, 2)]
    expect(a).not.toEqual(b)
    expect(a).toEqual(points(64, 3, 1))
    for (const point of a) for (const x of point) expect(x > 0 && x < 1).toBe(true)
  })

  it("refuses what it has no numbers for", () => {
    expect(() => sobolPoint(0, new Float64Array(129))).toThrow(/at most 128/)
    expect(() => sobolPoint(-1, new Float64Array(2))).toThrow(/index -1/)
  })
})
