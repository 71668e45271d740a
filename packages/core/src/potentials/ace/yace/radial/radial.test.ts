import { describe, expect, it } from "vitest"
import { centralDifference } from "../../../../testing/potential/differences.ts"
import { gaussLegendre } from "../../radial/gauss-legendre.ts"
import { type ExpandedRadials, innerCutoffs, radialBases, type YaceBond } from "../yace.ts"
import { coreEnergy } from "./core-energy.ts"
import { radialBasis } from "./radial-basis.ts"
import { radialTable } from "./radial-table.ts"
import { switchDown } from "./switch.ts"

const COUNT = 6

const bondOf = (change: Partial<YaceBond> & { readonly basis?: ExpandedRadials["basis"]; readonly parameter?: number }): YaceBond => ({
  radials: {
    kind: "expanded",
    basis: change.basis ?? "ChebPow",
    parameter: change.parameter ?? 2.3,
    cutoffWidth: 0.7,
    shape: [1, 1, COUNT],
    coefficients: new Float64Array(COUNT),
  },
  cutoff: 5.3,
  corePrefactor: 31,
  coreDecay: 0.4,
  coreWidth: 0.7,
  inner: "density",
  innerCutoff: 1.9,
  innerWidth: 0.6,
  ...change,
})

function basisAt(bond: YaceBond, r: number): { readonly values: Float64Array; readonly slopes: Float64Array } {
  const [values, slopes] = [new Float64Array(COUNT), new Float64Array(COUNT)]
  if (bond.radials.kind === "expanded") radialBasis(bond.radials, bond, r, values, slopes)
  return { values, slopes }
}

describe("radialBasis", () => {
  it.each(radialBases.flatMap((basis) => innerCutoffs.map((inner) => [basis, inner] as const)))(
    "%s with inner cutoff %s: slopes are derivatives",
    (basis, inner) => {
      const bond = bondOf({ basis, inner })
      for (const r of [0.9, 1.35, 1.6, 1.85, 2.7, 4.1, 4.7, 5.2]) {
        const { slopes } = basisAt(bond, r)
        const expected = centralDifference((shift) => basisAt(bond, r + shift).values, 1e-4)
        slopes.forEach((slope, k) => expect(slope).toBeCloseTo(expected[k], 8))
      }
    },
  )

  it("ends at the cutoff, and begins with an inner cutoff of distance", () => {
    for (const basis of radialBases) {
      expect(basisAt(bondOf({ basis }), 5.3).values.every((value) => value === 0)).toBe(true)
      if (basis !== "ChebLinear")
        for (const value of basisAt(bondOf({ basis }), 5.3 - 1e-9).values) expect(Math.abs(value)).toBeLessThan(1e-7)
      const inner = bondOf({ basis, inner: "distance" })
      expect(basisAt(inner, 1.29).values.every((value) => value === 0)).toBe(true)
      expect(basisAt(inner, 2).values).toEqual(basisAt(bondOf({ basis }), 2).values)
    }
  })

  it("is ½ (1 − cos kα) of the scaled distance cos α", () => {
    const r = 3.1
    const y = r / 5.3
    const angles = {
      ChebPow: Math.acos(1 - 2 * (1 - y) ** 2.3),
      ChebLinear: Math.acos(1 - y),
      ChebExpCos: Math.acos(1 - (2 * (Math.exp(-2.3 * y) - Math.exp(-2.3))) / (1 - Math.exp(-2.3))),
    }
    for (const [basis, angle] of Object.entries(angles)) {
      const name = radialBases.find((known) => known === basis)!
      const exponential = name === "ChebExpCos"
      const end = exponential ? 0.5 * (1 + Math.cos(Math.PI * y)) : 1
      basisAt(bondOf({ basis: name }), r).values.forEach((value, k) => {
        const order = exponential ? k : k + 1
        expect(value).toBeCloseTo(exponential && k === 0 ? end : 0.5 * (1 - Math.cos(order * angle)) * end, 12)
      })
    }
  })

  it("has Bessel functions that are orthonormal in the sphere", () => {
    const bond = bondOf({ basis: "SBessel" })
    const { nodes, weights } = gaussLegendre(60, 0, 5.3)
    for (let m = 0; m < COUNT; m++) {
      for (let n = 0; n <= m; n++) {
        const product = nodes.reduce((sum, r, k) => {
          const { values } = basisAt(bond, r)
          return sum + weights[k] * r * r * values[m] * values[n]
        }, 0)
        expect(product).toBeCloseTo(m === n ? 1 : 0, 10)
      }
    }
  })
})

describe("coreEnergy", () => {
  it.each(innerCutoffs)("%s: its slope is its derivative", (inner) => {
    const bond = bondOf({ inner })
    for (const r of [0.4, 1, 1.45, 1.7, 2.5, 4.65, 5, 5.25]) {
      const expected = centralDifference((shift) => [coreEnergy(bond, 13, 28, r + shift).value], 1e-5 * r)[0]
      const { value, slope } = coreEnergy(bond, 13, 28, r)
      expect(Math.abs(slope - expected)).toBeLessThan(1e-7 * (Math.abs(slope) + Math.abs(value)) + 1e-12)
    }
  })

  it("with zbl is half of the universal repulsion of two nuclei, whose charges alone are felt close by", () => {
    const bond = bondOf({ inner: "zbl", corePrefactor: 1 })
    const ratio = coreEnergy(bond, 13, 28, 1e-4).value / ((0.5 * 13 * 28 * 14.3996) / 1e-4)
    expect(ratio).toBeGreaterThan(0.995)
    expect(ratio).toBeLessThan(1)
    // The constants of the universal potential by hand, at a distance of one screening length.
    const length = 0.4685 / (13 ** 0.23 + 28 ** 0.23)
    const screening =
      0.18175 * Math.exp(-3.1998) + 0.50986 * Math.exp(-0.94229) + 0.28022 * Math.exp(-0.4029) + 0.02817 * Math.exp(-0.20162)
    const bare = (0.5 * 13 * 28 * 14.399645 * screening) / length
    expect(Math.abs(coreEnergy(bond, 13, 28, length).value / bare - 1)).toBeLessThan(1e-4)
  })

  it("with zbl ends with two derivatives", () => {
    const bond = bondOf({ inner: "zbl", corePrefactor: 1 })
    const near = [1e-2, 2e-2].map((gap) => coreEnergy(bond, 13, 28, 5.3 - gap).value)
    // Energy and switch each end with a third power.
    expect(near[1] / near[0]).toBeGreaterThan(40)
    expect(coreEnergy(bond, 13, 28, 5.3).value).toBe(0)
  })
})

describe("switchDown", () => {
  it("falls from one to zero with the slope it says, and is odd about its middle", () => {
    expect(switchDown(1.3, 2, 0.7).value).toBe(1)
    expect(switchDown(2, 2, 0.7).value).toBe(0)
    for (const r of [1.32, 1.5, 1.7, 1.93]) {
      const { value, slope } = switchDown(r, 2, 0.7)
      expect(value + switchDown(3.3 - r, 2, 0.7).value).toBeCloseTo(1, 14)
      expect(slope).toBeCloseTo(centralDifference((shift) => [switchDown(r + shift, 2, 0.7).value], 1e-4)[0], 9)
    }
  })
})

describe("radialTable", () => {
  const wave = (r: number, values: Float64Array, slopes: Float64Array): void => {
    values[0] = (5 - r) ** 3
    slopes[0] = -3 * (5 - r) ** 2
    values[1] = Math.sin(3 * r)
    slopes[1] = 3 * Math.cos(3 * r)
  }
  const errors = (step: number): readonly [number, number] => {
    const table = radialTable(2, 5, step, wave)
    const [values, slopes, exact, steep] = [new Float64Array(2), new Float64Array(2), new Float64Array(2), new Float64Array(2)]
    let [cubic, sine] = [0, 0]
    for (let r = 0.31; r < 4.9; r += 0.0437) {
      table.evaluate(r, values, slopes, 0)
      wave(r, exact, steep)
      cubic = Math.max(cubic, Math.abs(values[0] - exact[0]), Math.abs(slopes[0] - steep[0]))
      sine = Math.max(sine, Math.abs(values[1] - exact[1]))
    }
    return [cubic, sine]
  }

  it("is exact for cubic functions, and of the fourth order for others", () => {
    const [coarse, fine] = [errors(0.1), errors(0.05)]
    expect(coarse[0]).toBeLessThan(1e-11)
    expect(coarse[1] / fine[1]).toBeGreaterThan(14)
    expect(coarse[1] / fine[1]).toBeLessThan(18)
  })

  it("is zero from the cutoff on and has no first interval", () => {
    const table = radialTable(2, 5, 0.1, wave)
    const [values, slopes] = [Float64Array.of(7, 7, 7), Float64Array.of(7, 7, 7)]
    table.evaluate(5, values, slopes, 1)
    expect(values).toEqual(Float64Array.of(7, 0, 0))
    expect(slopes).toEqual(Float64Array.of(7, 0, 0))
    expect(() => table.evaluate(0.09, values, slopes, 0)).toThrow(/closer than the 0.1 Å/u)
  })
})
