import { expect, test } from "vitest"
import { crystalOf } from "../crystal/crystal-of.ts"
import { checkDerivatives } from "../fixtures/check-derivatives.ts"
import { argon, silicon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { bulkModulus, bulkModulusDerivative } from "./elastic.ts"
import { energyOfState, equationOfState, fitEquationOfState } from "./equation-of-state.ts"
import { latticeParameter } from "./lattice.ts"

const forms = ["Birch–Murnaghan", "Vinet"] as const
const volumes = Array.from({ length: 9 }, (_, k) => 14.6 + 0.73 * k)

test.each(forms)("energies of %s give its numbers back, and its curve has them", (form) => {
  const known = { energy: -4.213, volume: 17.31, bulkModulus: 0.623, derivative: 5.37 }
  const at = (volume: number): number => energyOfState(form, known, volume)
  const found = fitEquationOfState(form, volumes, volumes.map(at))
  expect(found.energy).toBeCloseTo(known.energy, 9)
  expect(found.volume).toBeCloseTo(known.volume, 8)
  expect(found.bulkModulus).toBeCloseTo(known.bulkModulus, 8)
  expect(found.derivative).toBeCloseTo(known.derivative, 6)
  // B = V E″ at the minimum, and B′ = dB/dp = −1 − V E‴/E″.
  const h = 0.02
  const [a, b, c, d, e] = [-2, -1, 0, 1, 2].map((k) => at(known.volume + k * h))
  const second = (-a + 16 * b - 30 * c + 16 * d - e) / (12 * h * h)
  const third = (e - 2 * d + 2 * b - a) / (2 * h ** 3)
  expect(known.volume * second).toBeCloseTo(known.bulkModulus, 5)
  expect(-1 - (known.volume * third) / second).toBeCloseTo(known.derivative, 2)
})

test("energies without a minimum have no equation of state", () => {
  for (const form of forms)
    expect(
      fitEquationOfState(
        form,
        volumes,
        volumes.map((volume) => -volume),
      ).bulkModulus,
    ).toBeNaN()
})

test("a crystal's fit near its minimum agrees with its elastic constants", () => {
  const diamond = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.431 })
  const point = pointAt(silicon, parameterValues(silicon.parameters))
  const volume = latticeParameter(diamond, "volume").read(point).value
  for (const form of forms) {
    const found = equationOfState(
      diamond,
      form,
      Array.from({ length: 7 }, (_, k) => volume * (0.97 + 0.01 * k)),
    )
    expect(found.volume.read(point).value / volume).toBeCloseTo(1, 5)
    expect(found.bulkModulus.read(point).value / bulkModulus(diamond).read(point).value).toBeCloseTo(1, 3)
    expect(found.derivative.read(point).value).toBeCloseTo(bulkModulusDerivative(diamond).read(point).value, 1)
  }
})

test("derivatives by the parameters of the potential", () => {
  const fcc = crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5.3 })
  for (const form of forms) {
    checkDerivatives(argon, Object.values(equationOfState(fcc, form, [34.1, 35.6, 37.2, 38.7, 40.3, 41.8])))
  }
})
