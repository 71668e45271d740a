import { describe, expect, it } from "vitest"
import { minimiseSmooth, type SmoothPoint } from "./minimise-smooth.ts"

const free = (n: number) => ({
  lower: new Float64Array(n).fill(-Infinity),
  upper: new Float64Array(n).fill(Infinity),
  curvature: new Float64Array(n).fill(1),
})

function rosenbrock(u: Float64Array): SmoothPoint {
  const [x, y] = u
  return {
    value: 3 + 100 * (y - x * x) ** 2 + (1 - x) ** 2,
    gradient: Float64Array.of(-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)),
  }
}

describe("minimiseSmooth", () => {
  it("follows a bent valley to its end, without a step upwards", () => {
    const found = minimiseSmooth(rosenbrock, Float64Array.of(-1.2, 1), { ...free(2), tolerance: 1e-14 })
    expect(found.converged).toBe(true)
    expect(found.u[0]).toBeCloseTo(1, 4)
    expect(found.u[1]).toBeCloseTo(1, 4)
    expect(found.evaluations).toBeLessThan(100)
  })

  it("stops on bounds that the minimum lies behind", () => {
    // (u − c)ᵀ H (u − c) with the minimum at (2, −3): held at u₀ ≤ 0.5 the best u₁ is −3 − H₀₁/H₁₁ (0.5 − 2).
    const quadratic = (u: Float64Array): SmoothPoint => {
      const [a, b] = [u[0] - 2, u[1] + 3]
      return { value: 2 * a * a + 2 * a * b + 3 * b * b, gradient: Float64Array.of(4 * a + 2 * b, 2 * a + 6 * b) }
    }
    const found = minimiseSmooth(quadratic, Float64Array.of(0, 0), { ...free(2), upper: Float64Array.of(0.5, 9), tolerance: 1e-14 })
    expect(found.u[0]).toBe(0.5)
    expect(found.u[1]).toBeCloseTo(-2.5, 4)
    expect([...found.sides]).toEqual([1, 0])
  })

  it("ends where only rounding is left of the value", () => {
    let calls = 0
    const noisy = (u: Float64Array): SmoothPoint => {
      const noise = 1e-7 * Math.sin(1e6 * ++calls)
      return { value: 1e4 + (u[0] - 1) ** 2 + noise, gradient: Float64Array.of(2 * (u[0] - 1) + 1e-4) }
    }
    const found = minimiseSmooth(noisy, Float64Array.of(5), free(1))
    expect(found.converged).toBe(true)
    expect(found.evaluations).toBeLessThan(30)
    expect(found.u[0]).toBeCloseTo(1, 2)
  })

  it("steps back from where the function is not defined, and takes a fixed point that helps", () => {
    const logarithm = (u: Float64Array): SmoothPoint =>
      u[0] > 0
        ? { value: u[0] - 4 * Math.log(u[0]), gradient: Float64Array.of(1 - 4 / u[0]), fixedPoint: Float64Array.of(4) }
        : { value: Infinity, gradient: Float64Array.of(0) }
    expect(minimiseSmooth(logarithm, Float64Array.of(3.5), free(1)).evaluations).toBeLessThan(4)
    const found = minimiseSmooth(logarithm, Float64Array.of(0.01), { ...free(1), fixedPoints: 0, tolerance: 1e-14 })
    expect(found.u[0]).toBeCloseTo(4, 6)
  })
})
