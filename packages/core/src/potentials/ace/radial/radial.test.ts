import { describe, expect, it } from "vitest"
import { gaussLegendre } from "./gauss-legendre.ts"
import { orthonormalRadial } from "./orthonormal-radial.ts"

const options = { count: 14, cutoff: 5.3, inner: [1.6, 2.1], neighbour: 2.55, envelope: 3 } as const

describe.each([0, 2, 3, 4])("radial functions of transform %i", (transform) => {
  const radial = orthonormalRadial({ ...options, transform })
  const at = (r: number): { values: Float64Array; slopes: Float64Array } => {
    const [values, slopes] = [new Float64Array(16), new Float64Array(16)]
    radial.evaluate(r, values, slopes, 1)
    return { values: values.slice(1, 15), slopes: slopes.slice(1, 15) }
  }

  it("are orthonormal over a gas of close-packed density", () => {
    const gram = new Float64Array(14 * 14)
    // The part below inner[1] is integrated over ρ, where the function is known only through r: only what lies above is compared,
    // the rest is the measure of a quadrature that knows the recurrence.
    const { nodes, weights } = gaussLegendre(400, 1.85, 5.3)
    const { recurrence } = radial
    if (!recurrence) throw new Error("no recurrence")
    nodes.forEach((rho, k) => {
      const x = recurrence.offset + recurrence.slope * rho + recurrence.height / (1 + recurrence.strength * rho ** recurrence.power)
      const R = [recurrence.a[0]]
      for (let n = 1; n < 14; n++) R.push((recurrence.a[n] * x + recurrence.b[n]) * R[n - 1] - recurrence.c[n] * (R[n - 2] ?? 0))
      const e = (1 - (rho / 5.3) ** 2) ** 3
      if (rho > 2.1) at(rho).values.forEach((value, n) => expect(Math.abs(value - e * R[n])).toBeLessThan(1e-11))
      for (let m = 0; m < 14; m++)
        for (let n = 0; n < 14; n++) gram[14 * m + n] += weights[k] * (Math.SQRT2 / 2.55 ** 3) * rho * rho * e * e * R[m] * R[n]
    })
    gram.forEach((value, k) => expect(Math.abs(value - (k % 15 === 0 ? 1 : 0))).toBeLessThan(1e-11))
  })

  it("have the slopes of central differences, and three continuous derivatives inside", () => {
    const h = 1e-5
    for (const r of [0.1, 1.6, 1.7, 1.9, 2.09, 2.1, 2.6, 3.3, 4.9, 5.299, 5.3, 6]) {
      const [up, down] = [at(r + h).values, at(r - h).values]
      at(r).slopes.forEach((slope, n) => expect(Math.abs((up[n] - down[n]) / (2 * h) - slope)).toBeLessThan(1e-5))
    }
    const third = (r: number): Float64Array => {
      const step = 1e-3
      const [a, b, c] = [at(r - step).slopes, at(r).slopes, at(r + step).slopes]
      return a.map((value, n) => (value - 2 * b[n] + c[n]) / step ** 2)
    }
    for (const r of [1.6, 2.1]) {
      const [below, above] = [third(r - 2e-3), third(r + 2e-3)]
      const size = Math.max(...third(1.85).map(Math.abs), ...third(2.3).map(Math.abs))
      below.forEach((value, n) => expect(Math.abs(value - above[n])).toBeLessThan(0.1 * size))
    }
  })

  it("are bounded at short distance and vanish at the cutoff with two derivatives", () => {
    const { values, slopes } = at(0)
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(60)
    expect(values).toEqual(at(1.59).values)
    expect(slopes).toEqual(new Float64Array(14))
    // e = O(gap³): half the gap, an eighth of the value and a quarter of the slope.
    const [near, far] = [at(5.3 - 1e-5), at(5.3 - 2e-5)]
    for (const n of [0, 7, 13]) {
      expect(far.values[n] / near.values[n]).toBeCloseTo(8, 1)
      expect(far.slopes[n] / near.slopes[n]).toBeCloseTo(4, 1)
    }
    expect(at(5.3).values).toEqual(new Float64Array(14))
  })
})
