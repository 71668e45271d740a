import { expect, test } from "vitest"
import { parameterValues } from "../../potentials/parameters.ts"
import { energyPerAtom } from "../bulk/energies.ts"
import { equilibriumOf } from "../bulk/equilibrium.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { vacancyEnergy } from "../defects/point-defects.ts"
import { checkDerivatives } from "../fixtures/check-derivatives.ts"
import { copper, silicon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { relax } from "../relax/relax.ts"
import { invariantDisplacements } from "../symmetry/invariants.ts"
import { operationsOf } from "../symmetry/operations.ts"
import { vacancyJumps } from "./vacancy-jumps.ts"
import { vacancyMigration, vacancyPath } from "./vacancy-migration.ts"

const fcc = crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.6 })
const cells = [2, 2, 2] as const

test("vacancies jump to nearest neighbours, one jump of each kind", () => {
  const jumpsOf = (prototype: string, a: number) => vacancyJumps(crystalOf({ prototype, elements: ["Cu"], a }))
  const lengths = (prototype: string) => jumpsOf(prototype, 3.3).map(({ vector }) => Math.hypot(...vector) / 3.3)
  expect(lengths("fcc")).toEqual([expect.closeTo(Math.SQRT1_2, 9)])
  expect(lengths("bcc")).toEqual([expect.closeTo(Math.sqrt(3) / 2, 9)])
  expect(lengths("diamond")).toEqual([expect.closeTo(Math.sqrt(3) / 4, 9)])
  expect(
    jumpsOf("hcp", 3.3)
      .map(({ label }) => label)
      .sort(),
  ).toEqual(["basal", "out of plane"])
  // Two ways out of each layer of wurtzite are one way there and back; of the two triangles in a layer one has an atom above.
  const wurtzite = crystalOf({ prototype: "wurtzite", elements: ["Ga", "N"], a: 3.2 })
  for (const atom of [0, 2])
    expect(
      vacancyJumps(wurtzite, atom)
        .map(({ label }) => label)
        .sort(),
    ).toEqual(["basal", "out of plane"])
})

test("the saddle of copper is the atom half way, relaxed with its symmetry", () => {
  const point = pointAt(copper, parameterValues(copper.parameters))
  const [jump] = vacancyJumps(fcc)
  const { images, energies, highest, converged, trouble } = vacancyPath(point, fcc, jump, cells)
  expect(converged).toBe(true)
  expect(trouble).toBeNull()
  expect(highest).toBe(3)
  const [first, last] = [images[0], images[images.length - 1]]
  const middle = { ...first, positions: first.positions.map((x, k) => (x + last.positions[k]) / 2) }
  const displacements = invariantDisplacements(operationsOf(middle), middle.numbers.length)
  // An atom between two holes: mirrors through the middle and along the jump are all that is left.
  expect(displacements.length).toBeLessThan(31)
  const { answer } = relax(point, "half way", { reference: middle, strains: [], displacements })
  expect(energies[highest]).toBeCloseTo(answer.energy, 6)
  // The two ends are one vacancy, and the one that formation energies speak of.
  expect(energies[0]).toBeCloseTo(energies[energies.length - 1], 7)
  const perAtom = energyPerAtom(equilibriumOf(point, fcc))
  expect(energies[0] - 31 * perAtom).toBeCloseTo(vacancyEnergy(fcc, { supercell: cells }).read(point).value, 7)
  expect(vacancyMigration(fcc, jump, cells).read(point).value).toBeCloseTo(energies[highest] - energies[0], 12)
})

test("silicon's vacancy, which an ideal hole hides, moves from its own minimum", () => {
  const diamond = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.4 })
  const point = pointAt(silicon, parameterValues(silicon.parameters))
  const [jump] = vacancyJumps(diamond)
  const { energies, highest, trouble } = vacancyPath(point, diamond, jump, cells)
  expect(trouble).toBeNull()
  expect(energies.every((energy) => energy >= energies[0] - 1e-6)).toBe(true)
  expect(energies[highest] - energies[0]).toBeGreaterThan(0.1)
  const perAtom = energyPerAtom(equilibriumOf(point, diamond))
  expect(energies[0] - 63 * perAtom).toBeCloseTo(vacancyEnergy(diamond, { supercell: cells }).read(point).value, 6)
})

test("derivatives of barriers by the parameters of the potential", () => {
  checkDerivatives(copper, [vacancyMigration(fcc, vacancyJumps(fcc)[0], cells)])
})
