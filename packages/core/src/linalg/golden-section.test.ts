import { expect, it } from "vitest"
import { goldenSection } from "./golden-section.ts"

it("corners a minimum with as many evaluations as it may make", () => {
  const asked: number[] = []
  const [low, high] = goldenSection(
    (x) => {
      asked.push(x)
      return Math.cosh(x - 1.7)
    },
    -3,
    5,
    25,
  )
  expect(asked).toHaveLength(25)
  expect(low).toBeLessThanOrEqual(1.7)
  expect(high).toBeGreaterThanOrEqual(1.7)
  expect(high - low).toBeCloseTo(8 * ((Math.sqrt(5) - 1) / 2) ** 23, 10)
})

it("goes to the end that a function falls towards", () => {
  const [low, high] = goldenSection((x) => -x, 0, 1, 20)
  expect(high).toBe(1)
  expect(low).toBeGreaterThan(0.999)
})
