import * as fc from "fast-check"
import { expect, test } from "vitest"
import { SpecFailure } from "../failure/failure.ts"
import { inUnit, internalUnit, parseQuantity, unitsOf } from "./quantity.ts"
import type { Dimension } from "./quantity.ts"

const dimensions: readonly Dimension[] = [
  "energy",
  "energy per atom",
  "force",
  "stress",
  "length",
  "time",
  "mass",
  "temperature",
  "angle",
  "energy per area",
  "volume per atom",
  "frequency",
]

test.each<[string | number, Dimension, number]>([
  ["5 meV/atom", "energy per atom", 0.005],
  ["5 meV", "energy per atom", 0.005],
  ["83 meV/Å", "force", 0.083],
  ["83meV/Å", "force", 0.083],
  ["83 meV/Å".normalize("NFD"), "force", 0.083],
  ["2 eV/A", "force", 2],
  ["-1.5e-1 eV/Ang", "force", -0.15],
  ["2 Å", "length", 2],
  [".5 nm", "length", 5],
  [3, "length", 3],
  ["3", "length", 3],
  ["300 K", "temperature", 300],
  ["2 ps", "time", 2000],
  ["180 deg", "angle", Math.PI],
  ["12.5", "number", 12.5],
  ["16.02176634 J/m²", "energy per area", 1],
  ["1602.176634 mJ/m^2", "energy per area", 0.1],
  ["2 nm³/atom", "volume per atom", 2000],
  ["33.35640951981521 1/cm", "frequency", 1],
  // e/h of the SI.
  ["1000 meV", "frequency", (1.602176634 / 6.62607015) * 1000],
])("reads %j as %s", (text, dimension, value) => {
  expect(parseQuantity(text, dimension)).toBeCloseTo(value, 12)
})

test("0.1 GPa is 0.1/160.2176634 eV/Å³, and 1 kbar is a tenth of a GPa", () => {
  expect(parseQuantity("0.1 GPa", "stress")).toBeCloseTo(0.1 / 160.2176634, 15)
  expect(parseQuantity("1 kbar", "stress")).toBeCloseTo(0.1 / 160.2176634, 15)
  // 1 Ha/bohr = 51.422 067 51 eV/Å, CODATA 2022 atomic unit of force 8.238 723 5038e-8 N over e × 1e10.
  expect(parseQuantity("1 Ha/bohr", "force")).toBeCloseTo(8.2387235038e-8 / 1.602176634e-19 / 1e10, 7)
})

test("every unit of every dimension comes back through its inverse", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...dimensions).chain((d) => fc.tuple(fc.constant(d), fc.constantFrom(...unitsOf(d)))),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      ([dimension, unit], x) => {
        const inside = parseQuantity(`${x} ${unit}`, dimension)
        expect(Math.abs(inUnit(inside, dimension, unit) - x)).toBeLessThanOrEqual(4e-16 * Math.abs(x))
      },
    ),
  )
  for (const dimension of dimensions) expect(parseQuantity(`1 ${internalUnit(dimension)}`, dimension)).toBe(1)
})

test.each<[string | number, Dimension, RegExp, number]>([
  ["5 furlong", "length", /use one of Å, nm, pm, bohr/u, 2],
  ["5 GPa", "force", /that is a unit of stress; use one of eV\/Å/u, 2],
  ["5 mEV/atom", "energy per atom", /use one of eV\/atom, meV\/atom/u, 2],
  ["5 K", "number", /that is a unit of temperature; write a number without a unit/u, 2],
  ["five", "energy", /write a number and a unit/u, 0],
  ["", "energy", /write a number and a unit/u, 0],
  ["1e999 eV", "energy", /write a number/u, 0],
  [Number.NaN, "energy", /write a number/u, 0],
])("refuses %j as %s and says what is accepted", (text, dimension, advice, offset) => {
  let caught: unknown
  try {
    parseQuantity(text, dimension)
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(SpecFailure)
  if (!(caught instanceof SpecFailure)) return
  expect(caught.advice).toMatch(advice)
  expect(caught.offset).toBe(offset)
})
