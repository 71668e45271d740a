import { describe, expect, it } from "vitest"
import { decades, logTick, positiveScale, withinDecades } from "./logarithmic.ts"

describe("logarithmic axes", () => {
  it("label powers of ten that are far from one as such", () => {
    expect([1e-12, 3e-5, 0.02, 1, 1.5, 20_000, 1e5, 2e17].map(logTick)).toEqual([
      "10⁻¹²",
      "3·10⁻⁵",
      "0.02",
      "1",
      "1.5",
      "20000",
      "10⁵",
      "2·10¹⁷",
    ])
  })

  it("have ticks at powers of ten, thinned over many decades", () => {
    expect(decades([0.03, 4]).ticks).toEqual([0.01, 0.1, 1, 10])
    const { domain, ticks } = decades([2.4e-17, 3e5])
    expect(domain).toEqual([1e-17, 1e6])
    expect(ticks).toEqual([1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3, 1e6])
  })

  it("end where their values do, with ticks inside", () => {
    const { domain, ticks } = withinDecades(0.83, 3.9)
    expect(domain).toEqual([0.83, 3.9])
    expect(ticks).toEqual([1, 1.2, 1.5, 2, 3])
    expect(withinDecades(0.83, 1.2).type).toBeUndefined()
  })

  it("are those of values that reach far", () => {
    expect(positiveScale([2, 15]).type).toBeUndefined()
    expect(positiveScale([2, 17]).type).toBe("log")
  })
})
