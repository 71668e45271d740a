import { existsSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { cellVolume } from "../../atoms/cell.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { inUnit } from "../../units/quantity.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { checkDerivatives } from "../fixtures/check-derivatives.ts"
import { copper } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { bicrystal, grainBoundaryEnergy, nearestDistance } from "./grain-boundary.ts"
import { lowestBoundary } from "./lowest-boundary.ts"

const fcc = crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.6 })
const still = { cut: 0, shift: [0, 0] } as const

test("a mirror that the crystal has makes no boundary", () => {
  const point = pointAt(copper, parameterValues(copper.parameters))
  expect(grainBoundaryEnergy(fcc, [1, 0, 0], still).read(point).value).toBeCloseTo(0, 9)
  expect(grainBoundaryEnergy(fcc, [1, 1, 0], still).read(point).value).toBeCloseTo(0, 9)
})

test("pairs of nearest neighbours do not feel a twin", () => {
  const bonds = createPotential({
    kind: "pair",
    elements: ["Cu"],
    cutoff: 3.1,
    switch: "none",
    pairs: { "Cu-Cu": { form: "morse", parameters: { D: 0.23, alpha: 2.1, r0: 2.5 } } },
  })
  const point = pointAt(bonds, parameterValues(bonds.parameters))
  expect(grainBoundaryEnergy(fcc, [1, 1, 1], still).read(point).value).toBeCloseTo(0, 9)
  expect(grainBoundaryEnergy(fcc, [3, 1, 0], still).read(point).value).toBeGreaterThan(0.01)
})

test("a bicrystal has the density of the crystal in its grains, and no atoms that meet", () => {
  const { reference } = bicrystal(fcc, [2, 1, 0], { cut: 0.5, shift: [0.5, 0] }).body
  const nearest = nearestDistance(fcc)
  expect(nearest).toBeCloseTo(3.6 * Math.SQRT1_2, 12)
  const { positions, cell } = reference
  for (let i = 0; i < positions.length; i += 3) {
    for (let j = 0; j < i; j += 3) {
      expect(Math.hypot(...[0, 1, 2].map((c) => positions[i + c] - positions[j + c]))).toBeGreaterThan(0.699 * nearest)
    }
  }
  const volume = cellVolume(cell ?? new Float64Array(9))
  expect(Math.abs(volume / (3.6 ** 3 / 4) - reference.numbers.length)).toBeLessThan(3)
})

test("derivatives by the parameters of the potential", () => {
  checkDerivatives(copper, [grainBoundaryEnergy(fcc, [3, 1, 0], still), grainBoundaryEnergy(fcc, [1, 1, 1], still)])
})

// Mishin's potential itself belongs to LAMMPS's distribution; what it should give is in its paper.
const file = `${process.env["LAMMPS_POTENTIALS"] ?? "/usr/share/lammps/potentials"}/Cu_mishin1.eam.alloy`

describe.runIf(existsSync(file))("copper of Mishin et al., doi:10.1103/PhysRevB.63.224106, where LAMMPS's potential files are", () => {
  test("the twin boundary costs 22.2 mJ/m²", () => {
    const potential = createPotential({ kind: "setfl", file, text: readFileSync(file, "utf8") })
    const point = pointAt(potential, parameterValues(potential.parameters))
    const found = lowestBoundary(point, fcc, [1, 1, 1])
    expect(found?.tried).toBeGreaterThan(4)
    const value = found?.observable.read(point).value ?? Number.NaN
    expect(Math.abs(inUnit(value, "energy per area", "mJ/m²") - 22.2)).toBeLessThan(0.1)
  })
})
