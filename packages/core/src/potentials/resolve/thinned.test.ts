import { expect, test } from "vitest"
import { thinned } from "./thinned.ts"

test("a short list is kept whole, a long one evenly", () => {
  const short = thinned(100)
  for (let k = 0; k < 99; k++) short.add(k)
  expect(short.values).toEqual(Array.from({ length: 99 }, (_, k) => k))
  const long = thinned(100)
  for (let k = 0; k < 12_345; k++) long.add(k === 777 ? -3 : k)
  expect(long.least).toBe(-3)
  expect(long.values.length).toBeLessThan(100)
  expect(long.values.length).toBeGreaterThanOrEqual(49)
  const steps = new Set(long.values.slice(1).map((value, k) => value - long.values[k]))
  expect([...steps]).toEqual([128])
})
