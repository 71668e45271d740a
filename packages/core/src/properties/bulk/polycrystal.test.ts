import { expect, test } from "vitest"
import { parameterValues } from "../../potentials/parameters.ts"
import { gigapascal } from "../../units/constants.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { checkDerivatives } from "../fixtures/check-derivatives.ts"
import { argon, copper, silicon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { elasticConstant } from "./elastic.ts"
import { polycrystalModuli, polycrystalObservables, softestStrain } from "./polycrystal.ts"

/** A stiffness of cubic symmetry. */
function cubic(C11: number, C12: number, C44: number): Float64Array {
  const C = new Float64Array(36)
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) C[6 * i + j] = i === j ? C11 : C12
    C[7 * (i + 3)] = C44
  }
  return C
}

test("cubic: the formulas with C′ = (C11 − C12)/2, G_V = (2C′ + 3C44)/5, 5/G_R = 2/C′ + 3/C44", () => {
  const [C11, C12, C44] = [168.4, 121.4, 75.4]
  const { voigt, reuss } = polycrystalModuli(cubic(C11, C12, C44))
  const prime = (C11 - C12) / 2
  expect(voigt.bulk).toBeCloseTo((C11 + 2 * C12) / 3, 9)
  expect(reuss.bulk).toBeCloseTo((C11 + 2 * C12) / 3, 9)
  expect(voigt.shear).toBeCloseTo((2 * prime + 3 * C44) / 5, 9)
  expect(reuss.shear).toBeCloseTo(5 / (2 / prime + 3 / C44), 9)
})

test("what is isotropic has the shear modulus of any direction", () => {
  const { voigt, reuss, hill } = polycrystalModuli(cubic(7.3, 2.1, 2.6))
  for (const { shear } of [voigt, reuss, hill]) expect(shear).toBeCloseTo(2.6, 12)
})

test("the softest strain of a cubic crystal is that of 2C44, C11 − C12 or C11 + 2C12", () => {
  expect(softestStrain(cubic(9, 4, 1.7))).toBeCloseTo(3.4, 12)
  expect(softestStrain(cubic(4.2, 5, 3))).toBeCloseTo(-0.8, 12)
  expect(softestStrain(cubic(1.5, -0.9, 3))).toBeCloseTo(-0.3, 12)
})

test("silicon and copper: Poisson's ratio, Young's modulus and Debye temperature follow from the elastic constants", () => {
  const diamond = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.4 })
  const point = pointAt(silicon, parameterValues(silicon.parameters))
  const read = (i: number, j: number): number => elasticConstant(diamond, i, j).read(point).value
  const { hill } = polycrystalModuli(cubic(read(1, 1), read(1, 2), read(4, 4)))
  const { young, poisson, bulk, anisotropy, debye } = polycrystalObservables(diamond)
  expect(bulk.read(point).value).toBeCloseTo(hill.bulk, 9)
  const [E, ν] = [young.read(point).value, poisson.read(point).value]
  expect(E / (2 * (1 + ν))).toBeCloseTo(hill.shear, 9)
  expect(E / (3 * (1 - 2 * ν))).toBeCloseTo(hill.bulk, 9)
  expect(anisotropy.read(point).value).toBeGreaterThan(0)
  // v_l = √((B + 4G/3)/ρ) and v_t = √(G/ρ) in SI, at 2.33 g/cm³ for 20.02 Å³ per atom; Θ = (ħ/k)(6π²/V)^(1/3) v.
  const density = (28.085 * 1.66053907e-27) / 20.0223e-30
  const [l, t] = [hill.bulk + (4 / 3) * hill.shear, hill.shear].map((modulus) => Math.sqrt(((modulus / gigapascal) * 1e9) / density))
  const speed = (3 / (1 / l ** 3 + 2 / t ** 3)) ** (1 / 3)
  const expected = (1.054571817e-34 / 1.380649e-23) * ((6 * Math.PI ** 2) / 20.0223e-30) ** (1 / 3) * speed
  expect(debye.read(point).value / expected).toBeCloseTo(1, 4)
})

test("derivatives by the parameters of the potential", () => {
  const { shear, young, poisson, anisotropy, debye } = polycrystalObservables(crystalOf({ prototype: "hcp", elements: ["Ar"], a: 3.8 }))
  checkDerivatives(argon, [shear, young, poisson, anisotropy, debye])
  checkDerivatives(copper, Object.values(polycrystalObservables(crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.6 }))))
})
