import * as fc from "fast-check"
import { expect, test } from "vitest"
import { random } from "../fixtures/data.ts"
import { dataPrecision, printedDigits, roundingVariance } from "./printed-digits.ts"

/** Coordinates of one draw or another, from −40 to 40. */
const values = fc.integer({ min: 0, max: 1e6 }).map((seed) => {
  const uniform = random(seed)
  return Array.from({ length: 75 }, () => 80 * (uniform() - 0.5))
})

test("significant digits are found, and no number has moved by more than half of its last place", () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 4, max: 10 }), (exact, digits) => {
      const printed = exact.map((value) => Number(value.toPrecision(digits)))
      const found = printedDigits(printed)!
      expect(found).toEqual({ by: "digits", count: digits })
      printed.forEach((value, k) => {
        const unit = Math.sqrt(12 * roundingVariance(value, found))
        expect(Math.abs(value - exact[k])).toBeLessThanOrEqual(0.5 * unit * (1 + 1e-6) + 1e-15)
        // Six digits of 12.3456 end at 1e-4: not coarser than the number shows.
        if (value !== 0) expect(unit).toBeCloseTo(10 ** (Math.floor(Math.log10(Math.abs(value)) + 1e-12) + 1 - digits), 14)
      })
    }),
  )
})

test("decimals are found where their number is fixed", () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 3, max: 8 }), (exact, decimals) => {
      const found = printedDigits(exact.map((value) => Number(value.toFixed(decimals))))!
      expect(found).toEqual({ by: "decimals", count: decimals })
      for (const value of [0, 0.5, 31.25]) expect(roundingVariance(value, found)).toBeCloseTo(10 ** (-2 * decimals) / 12, 20)
    }),
  )
})

test("full precision, few numbers and sites of crystals tell of no rounding", () => {
  const third = Array.from({ length: 60 }, (_, k) => (k + 1) / 3)
  expect(printedDigits(third)).toBeUndefined()
  expect(printedDigits(third.slice(0, 10).map((value) => Number(value.toFixed(3))))).toBeUndefined()
  const sites = Array.from({ length: 64 }, (_, k) => (k % 8) * 1.3575)
  expect(printedDigits([...sites, ...Array.from({ length: 200 }, () => 2)])).toBeUndefined()
  expect(roundingVariance(1.25, undefined)).toBe(0)
})

test("each file has digits of its own", () => {
  const frame = (file: string, digits: number) => ({
    structure: {
      numbers: new Int32Array(30).fill(14),
      positions: Float64Array.from({ length: 90 }, (_, k) => Number((7 * Math.sin(k + 1)).toPrecision(digits))),
      cell: null,
      pbc: [false, false, false] as const,
    },
    energy: -3.25,
    forces: Float64Array.from({ length: 90 }, (_, k) => Math.cos(k)),
    group: "all",
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file, frame: 0 },
  })
  expect(dataPrecision([frame("coarse.xyz", 5), frame("fine.xyz", 9), frame("exact.xyz", 17)])).toEqual({
    "coarse.xyz": { positions: { by: "digits", count: 5 } },
    "fine.xyz": { positions: { by: "digits", count: 9 } },
    "exact.xyz": {},
  })
})
