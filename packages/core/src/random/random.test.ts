import { describe, expect, it } from "vitest"
import { type Counter, type Key, philox } from "./philox.ts"
import { normals, seedRandom, uniforms } from "./random.ts"

describe("philox", () => {
  // Known-answer vectors of Random123 (D. E. Shaw Research), file kat_vectors: counter, key, result.
  const vectors: readonly (readonly [Counter, Key, readonly number[]])[] = [
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ]
  for (const [counter, key, expected] of vectors) {
    it(`gives the published words for counter ${counter[0].toString(16)}…`, () => {
      const out = new Uint32Array(4)
      philox(key, counter, out)
      expect([...out]).toEqual(expected)
    })
  }
})

describe("uniforms and normals", () => {
  it("go on where the state says, through JSON, as if never interrupted", () => {
    const whole = new Float64Array(40)
    uniforms(seedRandom(77), whole)
    const parts = new Float64Array(40)
    const middle = uniforms(seedRandom(77), parts.subarray(0, 18))
    uniforms(JSON.parse(JSON.stringify(middle)), parts.subarray(18))
    expect(parts).toEqual(whole)
  })

  it("carry the counter over from one word to the next", () => {
    const out = new Float64Array(2)
    const after = uniforms({ key: [1, 2], counter: [0xffffffff, 0xffffffff, 5, 6] }, out)
    expect(after.counter).toEqual([0, 0, 5, 6])
  })

  it("have the moments of their distributions", () => {
    const n = 200_000
    const u = new Float64Array(n)
    const z = new Float64Array(n)
    normals(uniforms(seedRandom(2_026_001), u), z)
    const mean = (x: Float64Array, power: number) => x.reduce((sum, value) => sum + value ** power, 0) / n
    // Bounds are five standard errors of each moment.
    const within = (value: number, expected: number, variance: number) =>
      expect(Math.abs(value - expected)).toBeLessThan(5 * Math.sqrt(variance / n))
    within(mean(u, 1), 1 / 2, 1 / 12)
    within(mean(u, 2), 1 / 3, 4 / 45)
    within(mean(z, 1), 0, 1)
    within(mean(z, 2), 1, 2)
    within(mean(z, 3), 0, 15)
    within(mean(z, 4), 3, 96)
    expect(u.every((value) => value >= 0 && value < 1)).toBe(true)
  })

  it("differ between seeds and between streams", () => {
    const draw = (seed: number, stream: number) => {
      const out = new Float64Array(4)
      uniforms(seedRandom(seed, stream), out)
      return [...out].join()
    }
    expect(new Set([draw(1, 0), draw(2, 0), draw(1, 1), draw(2 ** 32 + 1, 0), draw(1, 2 ** 32)]).size).toBe(5)
  })

  it("refuse a seed that is not a whole number", () => {
    expect(() => seedRandom(1.5)).toThrow(/seed must be a whole number/)
    expect(() => seedRandom(-1)).toThrow(/seed/)
    expect(() => seedRandom(1, NaN)).toThrow(/stream/)
  })
})
