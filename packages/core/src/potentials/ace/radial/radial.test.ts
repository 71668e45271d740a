import { describe, expect, it } from "vitest"
import { gaussLegendre } from "./gauss-legendre.ts"
import { orthonormalRadial } from "./orthonormal-radial.ts"

const options = { count: 14, cutoff: 5.3, softening: 1.7, neighbour: 2.55, envelope: 3 } as const

describe.each([0, 2, 3, 4])("radial functions of transform %i", (transform) => {
  const radial = orthonormalRadial({ ...options, transform })
  const at = (r: number): { values: Float64Array; slopes: Float64Array } => {
    const [values, slopes] = [new Float64Array(16), new Float64Array(16)]
    radial.evaluate(r, values, slopes, 1)
    return { values: values.slice(1, 15), slopes: slopes.slice(1, 15) }
  }

  it("are orthonormal over a gas of close-packed density", () => {
    const gram = new Float64Array(14 * 14)
    const { nodes, weights } = gaussLegendre(400, 0, 5.3)
    nodes.forEach((r, k) => {
      const R = at(r).values
      const weight = weights[k] * (Math.SQRT2 / 2.55 ** 3) * r * r
      for (let m = 0; m < 14; m++) for (let n = 0; n < 14; n++) gram[14 * m + n] += weight * R[m] * R[n]
    })
    gram.forEach((value, k) => expect(Math.abs(value - (k % 15 === 0 ? 1 : 0))).toBeLessThan(1e-11))
  })

  it("have the slopes of central differences", () => {
    const h = 1e-5
    for (const r of [0.1, 1.6, 1.7, 1.9, 2.09, 2.6, 3.3, 4.9, 5.299, 5.3, 6]) {
      const [up, down] = [at(r + h).values, at(r - h).values]
      at(r).slopes.forEach((slope, n) => expect(Math.abs((up[n] - down[n]) / (2 * h) - slope)).toBeLessThan(1e-5))
    }
  })

  it("are bounded at short distance and vanish at the cutoff with two derivatives", () => {
    const { values, slopes } = at(0)
    const near = at(0.3)
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(60)
    // Polynomials of degree n in (r/softening)⁴, beside the envelope.
    values.forEach((value, n) => expect(Math.abs(near.values[n] / value - 1)).toBeLessThan(0.01 + 0.002 * n * n))
    expect(slopes).toEqual(new Float64Array(14))
    // e = O(gap³): half the gap, an eighth of the value and a quarter of the slope.
    const [last, far] = [at(5.3 - 1e-5), at(5.3 - 2e-5)]
    for (const n of [0, 7, 13]) {
      expect(far.values[n] / last.values[n]).toBeCloseTo(8, 1)
      expect(far.slopes[n] / last.slopes[n]).toBeCloseTo(4, 1)
    }
    expect(at(5.3).values).toEqual(new Float64Array(14))
  })
})
