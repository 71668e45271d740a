import { expect, test } from "vitest"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { pointAt } from "../point.ts"
import { checkDerivatives } from "../fixtures/check-derivatives.ts"
import { argon, copper, silicon } from "../fixtures/potentials.ts"
import type { Observable } from "../observable.ts"
import { dimerEnergy } from "../dimer.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { cohesiveEnergy, phaseDifference } from "./cohesive.ts"
import { bulkModulus, bulkModulusDerivative, elasticConstant, type ElasticOptions } from "./elastic.ts"
import { energyAtVolume, pressureAtVolume } from "./energy-volume.ts"
import { latticeParameter } from "./lattice.ts"

const constants = (crystal: Crystal, list: readonly number[], options?: ElasticOptions): readonly Observable[] =>
  list.map((ij) => elasticConstant(crystal, Math.floor(ij / 10), ij % 10, options))

test("Lennard-Jones, cubic and hexagonal, with and without pressure", () => {
  const fcc = crystalOf({ prototype: "fcc", elements: ["Ar"], a: 5.4 })
  const hcp = crystalOf({ prototype: "hcp", elements: ["Ar"], a: 3.8 })
  checkDerivatives(argon, [
    latticeParameter(fcc, "a"),
    latticeParameter(fcc, "a", 0.003),
    cohesiveEnergy(fcc),
    bulkModulus(fcc),
    bulkModulusDerivative(fcc),
    ...constants(fcc, [11, 12, 44]),
    ...constants(fcc, [11, 12, 44], { pressure: 0.003 }),
    latticeParameter(hcp, "c"),
    latticeParameter(hcp, "c/a"),
    latticeParameter(hcp, "volume"),
    ...constants(hcp, [11, 12, 13, 33, 44, 66]),
    ...constants(hcp, [11, 66], { ions: "clamped" }),
    ...constants(hcp, [13, 33], { pressure: 0.003 }),
    bulkModulus(hcp),
    phaseDifference(hcp, fcc),
    energyAtVolume(fcc, 40),
    energyAtVolume(fcc, 33, "free atoms"),
    energyAtVolume(hcp, 33),
    energyAtVolume(hcp, 34, "minimum", "relaxed"),
    pressureAtVolume(hcp, 34, "relaxed"),
    pressureAtVolume(fcc, 34),
    dimerEnergy(18, 18, 3.7),
  ])
})

test("an embedded-atom potential", () => {
  const fcc = crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.6 })
  const A15 = crystalOf({ prototype: "A15", elements: ["Cu"], a: 4.6 })
  checkDerivatives(copper, [
    latticeParameter(fcc, "a"),
    cohesiveEnergy(fcc),
    ...constants(fcc, [11, 12, 44]),
    bulkModulus(fcc),
    phaseDifference(A15, fcc),
    latticeParameter(A15, "a"),
    elasticConstant(A15, 4, 4),
  ])
})

test("Stillinger–Weber silicon, whose ions move under shear", () => {
  const diamond = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.4 })
  const wurtzite = crystalOf({ prototype: "wurtzite", elements: ["Si", "Si"], a: 3.85 })
  checkDerivatives(silicon, [
    latticeParameter(diamond, "a"),
    cohesiveEnergy(diamond),
    ...constants(diamond, [11, 12, 44]),
    elasticConstant(diamond, 4, 4, { ions: "clamped" }),
    ...constants(wurtzite, [11, 13, 33, 44]),
    pressureAtVolume(wurtzite, 19),
    pressureAtVolume(wurtzite, 19, "relaxed"),
  ])
})

test("a compound of two elements", () => {
  const pair = (epsilon: number, sigma: number) => ({ form: "lennard-jones", parameters: { epsilon, sigma } })
  const mixture = createPotential({
    kind: "pair",
    elements: ["Ne", "Xe"],
    cutoff: 9,
    pairs: { "Ne-Ne": pair(0.0031, 2.78), "Ne-Xe": pair(0.0081, 3.2), "Xe-Xe": pair(0.0198, 3.95) },
  })
  const B1 = crystalOf({ prototype: "B1", elements: ["Ne", "Xe"], a: 6.1 })
  checkDerivatives(mixture, [latticeParameter(B1, "a"), cohesiveEnergy(B1), ...constants(B1, [11, 12, 44])])
})

test("an observable whose crystal falls apart is finite, says so, and still tells where to go", () => {
  // A start so short of the minimum that the cell would have to grow by a half.
  const fcc = crystalOf({ prototype: "fcc", elements: ["Ar"], a: 3.5 })
  const observables = [latticeParameter(fcc, "a"), cohesiveEnergy(fcc)]
  const point = pointAt(argon, parameterValues(argon.parameters))
  for (const observable of observables) {
    const { value, trouble } = observable.read(point)
    expect(trouble).toMatch(/no minimum near its start: the cell expands/u)
    expect(Number.isFinite(value)).toBe(true)
  }
  checkDerivatives(argon, observables)
})
