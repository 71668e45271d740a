import { expect, test } from "vitest"
import { wallEnergy, wallSlope } from "./wall.ts"

test("the slope of the wall is the derivative of its energy", () => {
  const F = Float64Array.of(1.31, 0.05, -0.02, 0.01, 1.27, 0.04, 0, 0.06, 1.35)
  const dF = Float64Array.of(0.3, -0.2, 0.1, 0.05, 0.4, 0.25, -0.15, 0.35, 0.2)
  const at = (h: number): number =>
    wallEnergy(
      F.map((value, k) => value + h * dF[k]),
      7,
    )
  expect(wallSlope(F, dF, 7)).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6)
  expect(wallEnergy(Float64Array.of(1.1, 0, 0, 0, 1.1, 0, 0, 0, 1.1), 7)).toBe(0)
})
