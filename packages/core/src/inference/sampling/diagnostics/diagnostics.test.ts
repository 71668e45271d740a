import { describe, expect, it } from "vitest"
import { normals, seedRandom, uniforms } from "../../../random/random.ts"
import { regularisedGamma } from "../../gamma.ts"
import { bulkSize, effectiveSize, tailSize } from "./effective-size.ts"
import { normalQuantile } from "./normal-quantile.ts"
import { rankNormalise } from "./rank-normalise.ts"
import { rHat } from "./r-hat.ts"

function noise(seed: number, chains: number, length: number): Float64Array[] {
  return Array.from({ length: chains }, (_, stream) => {
    const out = new Float64Array(length)
    normals(seedRandom(seed, stream), out)
    return out
  })
}

/** x_i = φ x_(i−1) + noise: its integrated autocorrelation time is (1 + φ)/(1 − φ). */
function autoregressive(seed: number, chains: number, length: number, phi: number): Float64Array[] {
  return noise(seed, chains, length).map((chain) => {
    for (let i = 1; i < length; i++) chain[i] = phi * chain[i - 1] + Math.sqrt(1 - phi * phi) * chain[i]
    return chain
  })
}

describe("normalQuantile", () => {
  it("inverts the distribution of the normal", () => {
    for (const p of [1e-12, 1e-4, 0.025, 0.31, 0.5, 0.84, 0.999]) {
      const z = normalQuantile(p)
      const { p: inside, q: outside } = regularisedGamma(0.5, 0.5 * z * z)
      const below = z < 0 ? 0.5 * outside : 0.5 + 0.5 * inside
      expect(below / p).toBeCloseTo(1, 9)
    }
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
  })
})

describe("effective sizes", () => {
  it.each([0, 0.6, 0.95, -0.4])("of autoregressive chains are draws over (1 + φ)/(1 − φ), φ = %s", (phi) => {
    const [chains, length] = [8, 4000]
    const expected = (chains * length * (1 - phi)) / (1 + phi)
    const found = effectiveSize(autoregressive(4, chains, length, phi))
    expect(Math.abs(found / expected - 1)).toBeLessThan(0.2)
    // Of ranks, as the distribution is normal, nearly the same.
    expect(Math.abs(bulkSize(autoregressive(4, chains, length, phi)) / expected - 1)).toBeLessThan(0.2)
  })

  it("of the tails are those of whether a draw lies beyond", () => {
    const found = tailSize(noise(9, 4, 2500))
    expect(Math.abs(found / 10_000 - 1)).toBeLessThan(0.2)
  })
})

describe("R̂", () => {
  it("is near 1 for independent chains, whatever their distribution", () => {
    const normal = noise(1, 4, 2000)
    expect(rHat(normal)).toBeLessThan(1.005)
    // A Cauchy distribution has no moments.
    const heavy = normal.map((chain, c) => {
      const u = new Float64Array(chain.length)
      uniforms(seedRandom(77, c), u)
      return u.map((value) => Math.tan(Math.PI * (value - 0.5)))
    })
    expect(rHat(heavy)).toBeLessThan(1.005)
  })

  it("tells chains in another place, of another width, or on the move", () => {
    const [a, b, c, d] = noise(2, 4, 1000)
    expect(rHat([a, b, c, d.map((value) => value + 0.7)])).toBeGreaterThan(1.03)
    expect(rHat([a, b, c, d.map((value) => 3 * value)])).toBeGreaterThan(1.03)
    expect(rHat([a, b, c, d].map((chain) => chain.map((value, i) => value + i / 500)))).toBeGreaterThan(1.1)
  })

  it("does not change under a monotonic map of the draws", () => {
    const chains = autoregressive(3, 4, 500, 0.5)
    const ranks = rankNormalise(chains)
    const mapped = rankNormalise(chains.map((chain) => chain.map((value) => Math.exp(3 * value))))
    expect(mapped).toEqual(ranks)
  })
})
