import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cubicRows } from "./uniform-table.ts"

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })

describe("cubicRows", () => {
  it("joins rows in value and slope, at the values given", () => {
    fc.assert(
      fc.property(fc.array(number(-5, 5), { minLength: 5, maxLength: 30 }), number(0.01, 2), (values, step) => {
        const rows = cubicRows({ step, values })
        expect(rows.length).toBe(4 * (values.length - 1))
        for (let k = 0; k + 1 < values.length; k++) {
          const [c0, c1, c2, c3] = [rows[4 * k], rows[4 * k + 1], rows[4 * k + 2], rows[4 * k + 3]]
          expect(c0).toBe(values[k])
          expect(Math.abs(c0 + c1 + c2 + c3 - values[k + 1])).toBeLessThan(1e-12)
          if (k + 2 < values.length) expect(Math.abs(c1 + 2 * c2 + 3 * c3 - rows[4 * k + 5])).toBeLessThan(1e-11)
        }
      }),
    )
  })

  it("reproduces a cubic where five points are there, and everywhere with its own slopes", () => {
    fc.assert(
      fc.property(fc.tuple(number(-2, 2), number(-2, 2), number(-2, 2), number(-2, 2)), number(0.05, 0.5), ([a, b, c, d], step) => {
        const f = (x: number) => a + x * (b + x * (c + x * d))
        const values = Array.from({ length: 12 }, (_, k) => f(k * step))
        const slopes = Array.from({ length: 12 }, (_, k) => b + k * step * (2 * c + 3 * k * step * d))
        const free = cubicRows({ step, values })
        const given = cubicRows({ step, values, slopes })
        for (let k = 0; k < 11; k++) {
          const at = (rows: Float64Array, p: number) => ((rows[4 * k + 3] * p + rows[4 * k + 2]) * p + rows[4 * k + 1]) * p + rows[4 * k]
          for (const p of [0.3, 0.71]) {
            expect(Math.abs(at(given, p) - f((k + p) * step))).toBeLessThan(1e-10)
            if (k >= 2 && k <= 8) expect(Math.abs(at(free, p) - f((k + p) * step))).toBeLessThan(1e-10)
          }
        }
      }),
    )
  })

  it("refuses what is no table", () => {
    expect(() => cubicRows({ step: 0.1, values: [1, 2, 3] })).toThrow(/5 values/)
    expect(() => cubicRows({ step: 0, values: [1, 2, 3, 4, 5] })).toThrow(/positive step/)
    expect(() => cubicRows({ step: 0.1, values: [1, 2, 3, 4, 5], slopes: [1] })).toThrow(/5 values/)
    expect(() => cubicRows({ step: 0.1, values: [1, 2, Number.NaN, 4, 5] })).toThrow(/not finite/)
  })
})
