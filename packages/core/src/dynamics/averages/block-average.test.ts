import { expect, it } from "vitest"
import { normals, seedRandom } from "../../random/random.ts"
import { blockAverage } from "./block-average.ts"

it("knows the error of numbers that remember the last: √((1 + c)/(1 − c)) times that of independent ones", () => {
  const average = blockAverage()
  const noise = new Float64Array(1 << 16)
  normals(seedRandom(4), noise)
  const keep = 0.9
  let x = 0
  for (const value of noise) {
    x = keep * x + Math.sqrt(1 - keep * keep) * value
    average.add(3 + x)
  }
  const expected = Math.sqrt((1 + keep) / (1 - keep) / noise.length)
  expect(average.count).toBe(noise.length)
  expect(average.variance).toBeCloseTo(1, 1)
  expect(average.error! / expected).toBeGreaterThan(0.8)
  expect(average.error! / expected).toBeLessThan(1.5)
  expect(Math.abs(average.mean - 3)).toBeLessThan(4 * expected)
})

it("goes on from its memory to the last bit, and says nothing of errors too early", () => {
  const [whole, part] = [blockAverage(), blockAverage()]
  for (let k = 0; k < 15; k++) for (const one of [whole, part]) one.add(Math.sin(k))
  expect(part.error).toBeNull()
  const resumed = blockAverage(JSON.parse(JSON.stringify(part.memory)))
  for (let k = 15; k < 400; k++) for (const one of [whole, resumed]) one.add(Math.sin(k))
  expect(resumed.memory).toEqual(whole.memory)
  expect(resumed.error).toBe(whole.error)
  expect(whole.mean).toBeCloseTo(Array.from({ length: 400 }, (_, k) => Math.sin(k)).reduce((sum, x) => sum + x, 0) / 400, 13)
})
