import { expect, test } from "vitest"
import { evaluateStructure } from "../../potentials/evaluate-structure.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { Failure } from "../../failure/failure.ts"
import { inUnit } from "../../units/quantity.ts"
import { cohesiveEnergy } from "../bulk/cohesive.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { checkDerivatives } from "../fixtures/check-derivatives.ts"
import { argon, copper, silicon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { stackingFaultEnergy, surfaceEnergy } from "./planar-defects.ts"
import { interstitialEnergy, vacancyEnergy } from "./point-defects.ts"

const fcc = crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5.4 })
const hcp = crystalOf({ prototype: "hcp", elements: ["Ar"], a: 3.8 })
const intrinsic = [1 / 6, 1 / 6, -1 / 3] as const
const small = { supercell: [2, 2, 2] } as const

test("derivatives of defects of argon, cells fixed or free, ions relaxed or not", () => {
  checkDerivatives(argon, [
    vacancyEnergy(fcc, small),
    vacancyEnergy(fcc, { ...small, volume: "relaxed" }),
    vacancyEnergy(hcp, { supercell: [3, 3, 2] }),
    interstitialEnergy(fcc, "octahedral", { at: [0.5, 0.5, 0.5] }, small),
    interstitialEnergy(fcc, "dumbbell", { dumbbell: [1, 0, 0] }, small),
    surfaceEnergy(fcc, [1, 1, 1], { layers: 5 }),
    surfaceEnergy(fcc, [1, 1, 0], { layers: 7, relax: "none" }),
    surfaceEnergy(hcp, [1, 0, 0], { layers: 4 }),
    stackingFaultEnergy(fcc, [1, 1, 1], [1 / 12, 1 / 12, -1 / 6], { layers: 6 }),
  ])
})

test("derivatives of defects of copper and silicon", () => {
  const Cu = crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.6 })
  const Si = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.4 })
  checkDerivatives(copper, [vacancyEnergy(Cu, small), surfaceEnergy(Cu, [1, 0, 0], { layers: 6 })])
  // From neighbours pushed inwards: around the ideal hole no bond of this potential has a reason to move.
  checkDerivatives(silicon, [vacancyEnergy(Si, small), surfaceEnergy(Si, [1, 1, 1], { layers: 3, relax: "none" })])
})

test("pairs of nearest neighbours alone: breaking z bonds of energy ε costs z ε/2 an atom, surfaces count the bonds they cut", () => {
  // The potential ends before the second neighbours; relaxation has nothing to gain.
  const bonds = createPotential({
    kind: "pair",
    elements: ["Ar"],
    cutoff: 4.6,
    switch: "none",
    pairs: { "Ar-Ar": { form: "morse", parameters: { D: 0.23, alpha: 2.1, r0: 3.7 } } },
  })
  const point = pointAt(bonds, parameterValues(bonds.parameters))
  const crystal = crystalOf({ prototype: "fcc", elements: ["Ar"], a: 3.7 * Math.SQRT2 })
  const bond = cohesiveEnergy(crystal).read(point).value / 6
  expect(vacancyEnergy(crystal, small).read(point).value).toBeCloseTo(6 * bond, 9)
  // Per area a²√3/4 of (111) three bonds are cut, per a²/2 of (100) four; each leaves half its energy to either side.
  const a = 3.7 * Math.SQRT2
  expect(surfaceEnergy(crystal, [1, 1, 1]).read(point).value).toBeCloseTo((3 * bond) / 2 / ((a * a * Math.sqrt(3)) / 4), 9)
  expect(surfaceEnergy(crystal, [1, 0, 0]).read(point).value).toBeCloseTo((4 * bond) / 2 / ((a * a) / 2), 9)
  // An intrinsic fault changes third neighbours at the nearest.
  expect(stackingFaultEnergy(crystal, [1, 1, 1], intrinsic).read(point).value).toBeCloseTo(0, 9)
})

test("a fault by a whole lattice vector is no fault, whatever its way", () => {
  const point = pointAt(argon, parameterValues(argon.parameters))
  expect(stackingFaultEnergy(fcc, [1, 1, 1], [0.5, -0.5, 0], { layers: 6 }).read(point).value).toBeCloseTo(0, 10)
  expect(stackingFaultEnergy(fcc, [1, 0, 0], [0, 0.5, 0.5], { layers: 6 }).read(point).value).toBeCloseTo(0, 10)
})

test("the vacancy of Stillinger and Weber's silicon relaxes to 2.69 eV, as the libAtoms testing framework has it", () => {
  // A. P. Bartók, J. Kermode, N. Bernstein, G. Csányi, doi:10.1103/PhysRevX.8.041048: supplementary tests of published potentials.
  const Si = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.43 })
  const { value } = vacancyEnergy(Si, { supercell: [3, 3, 3] }).read(pointAt(silicon, parameterValues(silicon.parameters)))
  expect(Math.abs(inUnit(value, "energy", "eV") - 2.69)).toBeLessThan(0.01)
})

test("relaxed again from where it ended, and broken out of its symmetry, a vacancy is the same", () => {
  const theta = parameterValues(argon.parameters)
  const vacancy = vacancyEnergy(fcc, small)
  const first = pointAt(argon, theta)
  const { value } = vacancy.read(first)
  expect(vacancy.read(pointAt(argon, theta, first.memory)).value).toBeCloseTo(value, 11)
  expect(vacancyEnergy(fcc, { ...small, symmetry: "broken" }).read(pointAt(argon, theta)).value).toBeCloseTo(value, 9)
})

test("what cannot be asked is refused before anything is computed", () => {
  const B1 = crystalOf({ prototype: "B1", elements: ["Ne", "Xe"], a: 6 })
  expect(() => vacancyEnergy(B1)).toThrow(/needs a reservoir/u)
  expect(() => vacancyEnergy(B1, { reservoir: fcc })).toThrow(/fcc Ar is no reservoir of Ne/u)
  expect(() => vacancyEnergy(fcc, {}, 3)).toThrow(Failure)
  expect(() => surfaceEnergy(fcc, [0, 0, 0])).toThrow(/no lattice plane/u)
  expect(evaluateStructure(argon, parameterValues(argon.parameters), fcc.primitive).energy).toBeLessThan(0)
})
