import { expect, test } from "vitest"
import { massOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { createPotential } from "../../potentials/registry.ts"
import { frequencyOf } from "../phonons/frequency-of.ts"
import { pointAt } from "../point.ts"
import { measureMolecule } from "../suite/parts/molecule.ts"
import { bondsOf } from "./bonds-of.ts"
import { normalModes } from "./normal-modes.ts"
import { relaxedMolecule } from "./relaxed-molecule.ts"

const [D, alpha, r0] = [1.3, 1.7, 2.3]
const bonds = createPotential({
  kind: "pair",
  elements: ["O", "Ar"],
  cutoff: 3.5,
  switch: "none",
  pairs: { "*-*": { form: "morse", parameters: { D, alpha, r0 } } },
})
const point = pointAt(bonds, parameterValues(bonds.parameters))
const stiffness = 2 * D * alpha ** 2

function molecule(numbers: readonly number[], ...places: readonly (readonly number[])[]): Structure {
  return { numbers: Int32Array.from(numbers), positions: Float64Array.from(places.flat()), cell: null, pbc: [false, false, false] }
}

test("three equal atoms with springs: ω² = 3k/m once and 3k/2m twice", () => {
  const found = relaxedMolecule(point, molecule([18, 18, 18], [0, 0, 0], [2.4, 0.1, 0], [1.1, 2, 0.3]))
  if (!found) throw new Error("the molecule is gone")
  expect(found.trouble).toBeNull()
  expect(bondsOf(found.structure).map(({ length }) => length)).toEqual([0, 1, 2].map(() => expect.closeTo(r0, 7)))
  const modes = normalModes(point, found.structure)
  const m = massOf(18)
  expect(Array.from(modes)).toEqual([
    expect.closeTo(frequencyOf((3 * stiffness) / (2 * m)), 6),
    expect.closeTo(frequencyOf((3 * stiffness) / (2 * m)), 6),
    expect.closeTo(frequencyOf((3 * stiffness) / m), 6),
  ])
})

test("a line of three, m–M–m: stretches of k/m and k/m (1 + 2m/M), and two bends that cost nothing without angles", () => {
  const line = molecule([8, 18, 8], [-r0, 0, 0], [0, 0, 0], [r0, 0, 0])
  const modes = normalModes(point, line)
  const [m, M] = [massOf(8), massOf(18)]
  expect(modes.length).toBe(4)
  expect(Math.abs(modes[0])).toBeLessThan(1e-3)
  expect(Math.abs(modes[1])).toBeLessThan(1e-3)
  expect(modes[2]).toBeCloseTo(frequencyOf(stiffness / m), 6)
  expect(modes[3]).toBeCloseTo(frequencyOf((stiffness / m) * (1 + (2 * m) / M)), 6)
  expect(bondsOf(line).map(({ first, second }) => [first, second])).toEqual([
    [0, 1],
    [1, 2],
  ])
})

test("water as it is drawn: two bonds and one angle, the hydrogens are not bound", () => {
  const water = molecule([8, 1, 1], [0, 0, 0], [0.757, 0.586, 0], [-0.757, 0.586, 0])
  expect(bondsOf(water).map(({ first, second }) => [first, second])).toEqual([
    [0, 1],
    [0, 2],
  ])
})

test("binding with its error, bonds and angles as numbers of a suite", () => {
  const triangle = molecule([18, 8, 18], [0, 0, 0], [2.4, 0.1, 0], [1.1, 2, 0.3])
  const { values, remarks } = measureMolecule(point, triangle, (derivative) => Math.abs(derivative[0]))
  const of = (key: string) => values.find((value) => value.key === key)
  expect(of("binding")?.value).toBeCloseTo(3 * D, 9)
  expect(of("bond.Ar-O")?.value).toBeCloseTo(r0, 6)
  expect(of("angle.Ar-O-Ar")?.value).toBeCloseTo(60, 4)
  // The depth of the first pair, O–O, is not in this molecule.
  expect(of("binding")?.standardError).toBe(0)
  expect(remarks).toEqual(["all 3 vibrations are real"])
})
