import { expect, test } from "vitest"
import { massOf } from "../../atoms/elements.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { kineticUnit } from "../../units/constants.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { checkDerivatives } from "../fixtures/check-derivatives.ts"
import { argon, copper, silicon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { elasticConstant } from "./elastic.ts"
import { equilibriumOf } from "./equilibrium.ts"
import { phononFrequency } from "./phonon.ts"

const fcc = crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5.3 })
const diamond = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.4 })

test("nearest neighbours of fcc: M ω² = 8k (longitudinal) and 4k (transverse) at X, 8k and 2k at L", () => {
  const [D, alpha, r0] = [0.23, 2.1, 3.7]
  const bonds = createPotential({
    kind: "pair",
    elements: ["Ar"],
    cutoff: 4.6,
    switch: "none",
    pairs: { "Ar-Ar": { form: "morse", parameters: { D, alpha, r0 } } },
  })
  const point = pointAt(bonds, parameterValues(bonds.parameters))
  // ω² [eV/(Å² amu)] to THz.
  const frequency = (square: number): number =>
    (1000 * Math.sqrt((2 * D * alpha ** 2 * square) / (massOf(18) * kineticUnit))) / (2 * Math.PI)
  const read = (q: readonly [number, number, number], branch: number) => phononFrequency(fcc, q, branch).read(point).value
  expect(read([1, 0, 0], 1)).toBeCloseTo(frequency(4), 7)
  expect(read([1, 0, 0], 3)).toBeCloseTo(frequency(8), 7)
  expect(read([0.5, 0.5, 0.5], 2)).toBeCloseTo(frequency(2), 7)
  expect(read([0.5, 0.5, 0.5], 3)).toBeCloseTo(frequency(8), 7)
})

test("long waves along x travel with √(C11/ρ) and √(C44/ρ)", () => {
  const point = pointAt(silicon, parameterValues(silicon.parameters))
  const { volume } = equilibriumOf(point, diamond)
  const density = (2 * massOf(14) * kineticUnit) / volume
  const q = 1 / 30
  // a q/2π waves in the length a; speeds in Å/fs.
  const a = Math.cbrt(4 * volume)
  const speed = (branch: number): number => (phononFrequency(diamond, [q, 0, 0], branch).read(point).value * 1e-3 * a) / q
  expect(speed(3) / Math.sqrt(elasticConstant(diamond, 1, 1).read(point).value / density)).toBeCloseTo(1, 2)
  expect(speed(1) / Math.sqrt(elasticConstant(diamond, 4, 4).read(point).value / density)).toBeCloseTo(1, 2)
})

test("derivatives, at q with one phase and with two, of one branch and of several at once", () => {
  const hcp = crystalOf({ prototype: "hcp", elements: ["Ar"], a: 3.8 })
  checkDerivatives(argon, [
    phononFrequency(fcc, [1, 0, 0], 1),
    phononFrequency(fcc, [0.25, 0.125, 0], 2),
    phononFrequency(hcp, [0, 0, 0], 4),
    phononFrequency(hcp, [0, 0, 0], 6),
    phononFrequency(hcp, [1 / 3, 1 / 3, 0], 3),
    phononFrequency(hcp, [0.25, 0, 0.25], 5),
  ])
  checkDerivatives(copper, [phononFrequency(crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.6 }), [0.5, 0.5, 0], 2)])
  checkDerivatives(silicon, [phononFrequency(diamond, [0, 0, 0], 6), phononFrequency(diamond, [1, 0, 0], 1)])
})

test("a crystal that would rather be another has negative frequencies", () => {
  const sc = crystalOf({ prototype: "sc", elements: ["Ar"], a: 3.7 })
  expect(phononFrequency(sc, [0.5, 0.5, 0], 1).read(pointAt(argon, parameterValues(argon.parameters))).value).toBeLessThan(-0.1)
})

test("waves that no cell holds, and motions that are no vibrations, are refused", () => {
  expect(() => phononFrequency(fcc, [0.123, 0.4567, 0], 1)).toThrow(/no cell of up to 60 cells of fcc Ar holds the wave/u)
  expect(() => phononFrequency(fcc, [0, 0, 0], 1)).toThrow(/moves the crystal as a whole/u)
  expect(() => phononFrequency(fcc, [0.5, 0, 0], 4)).toThrow(/no phonon branch 4/u)
})
