import * as fc from "fast-check"
import { expect, it } from "vitest"
import { formatCount, formatWithError, slug, typeset } from "./text.ts"

it("single letters have their indices set low, names of files stay", () => {
  expect(typeset("C_p & k_B T of B_T")).toBe("C<sub>p</sub> &amp; k<sub>B</sub> T of B<sub>T</sub>")
  expect(typeset("-2 eV, x = -3, C-11")).toBe("−2 eV, x = −3, C-11")
  expect(typeset("Cu_train.xyz, a_long, x_y_z")).toBe("Cu_train.xyz, a_long, x_y_z")
})

it("counts keep their digits", () => {
  expect(formatCount(9999)).toBe("9999")
  expect(formatCount(1234567)).toBe("1\u202F234\u202F567")
  fc.assert(fc.property(fc.nat(), (count) => Number(formatCount(count).replaceAll("\u202F", "")) === count))
})

it("errors have two digits also where rounding lengthens them, and lie within rounding of what they were", () => {
  expect(formatWithError(149.7, 0.998)).toBe("149.7(10)")
  expect(formatWithError(0.31559, 0.0014)).toBe("0.3156(14)")
  expect(formatWithError(-1.8e-5, 0.2)).toBe("0.00(20)")
  expect(formatWithError(-12346, 234)).toBe("−12350 ± 230")
  expect(formatWithError(3.405, 1.2e-9)).toBe("3.4050000000(12)")
  expect(formatWithError(3.405, 1.2e-17)).toBe("3.405")
  expect(formatWithError(0, 2.4e-8)).toBe("0.0(24)·10<sup>−8</sup>")
  expect(formatWithError(-1.23456e-9, 2.3e-11)).toBe("−1.235(23)·10<sup>−9</sup>")
  expect(formatWithError(2.34567e9, 1.2e7)).toBe("2.346(12)·10<sup>9</sup>")
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1, noNaN: true }), fc.double({ min: 1e-4, max: 0.5, noNaN: true }), (value, error) => {
      const [, shown, decimals, last] = /^([\d.]+?\.(\d+))\((\d\d)\)$/u.exec(formatWithError(value, error)) ?? []
      const unit = 10 ** -decimals.length
      expect(Math.abs(Number(shown) - value)).toBeLessThanOrEqual(0.5001 * unit)
      expect(Math.abs(Number(last) * unit - error)).toBeLessThanOrEqual(0.5001 * unit)
    }),
  )
})

it("anchors are words", () => {
  expect(slug("Matter in motion, 0.2 ps &amp; more")).toBe("matter-in-motion-0-2-ps-more")
})
