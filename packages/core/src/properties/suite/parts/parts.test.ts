import { expect, test } from "vitest"
import { cellVolume } from "../../../atoms/cell.ts"
import { parameterValues } from "../../../potentials/parameters.ts"
import { createPotential } from "../../../potentials/registry.ts"
import type { Potential } from "../../../potentials/potential.ts"
import { prototypeNames, prototypeOf } from "../../crystal/prototypes.ts"
import { crystalOfUsualVolume, groundStateOf } from "../../crystal/ground-states.ts"
import { nearestWell } from "../../crystal/scaled.ts"
import { argon } from "../../fixtures/potentials.ts"
import { pointAt } from "../../point.ts"
import { measureSuite, type MeasuredPart, partsOf, suiteNames } from "../suites.ts"

/** Nearest neighbours only, of argon. */
const bonds = createPotential({
  kind: "pair",
  elements: ["Ar"],
  cutoff: 4.6,
  switch: "none",
  pairs: { "Ar-Ar": { form: "morse", parameters: { D: 0.23, alpha: 2.1, r0: 3.7 } } },
})

function measured(potential: Potential, element: string, prototype: string, parts: readonly string[]): readonly MeasuredPart[] {
  const point = pointAt(potential, parameterValues(potential.parameters))
  const crystal = nearestWell(point, crystalOfUsualVolume(prototype, [element]))
  return [...measureSuite("metal", { point, crystal, prototype }, parts)]
}

function valueOf(parts: readonly MeasuredPart[], key: string): number {
  return parts.flatMap(({ values }) => values).find((one) => one.key === key)?.value ?? Number.NaN
}

test("pairs of nearest neighbours feel no fault that keeps their number", () => {
  const fcc = measured(bonds, "Ar", "fcc", ["crystal", "faults", "boundaries"])
  expect(valueOf(fcc, "fault.intrinsic")).toBeCloseTo(0, 6)
  expect(valueOf(fcc, "fault.unstable")).toBeGreaterThan(10)
  const [line] = fcc.flatMap(({ figures }) => figures)
  const heights = line.kind === "curves" ? line.curves[0].points.map(({ y }) => y ?? 0) : []
  for (const height of heights) expect(height).toBeLessThan(1.0001 * valueOf(fcc, "fault.unstable"))
  expect(valueOf(fcc, "boundary.111")).toBeCloseTo(0, 6)
  const hcp = measured(bonds, "Ar", "hcp", ["crystal", "faults"])
  expect(valueOf(hcp, "fault.basal")).toBeCloseTo(0, 6)
  expect(valueOf(hcp, "c/a")).toBeCloseTo(Math.sqrt(8 / 3), 6)
  expect(valueOf(hcp, "cohesive")).toBeCloseTo(valueOf(fcc, "cohesive"), 9)
  expect(valueOf(fcc, "a")).toBeCloseTo(3.7 * Math.SQRT2, 9)
})

test("wherever the search for a crystal begins, it finds the same one", () => {
  const lengths = [4.5, 5.2, 6].map((a) => {
    const point = pointAt(argon, parameterValues(argon.parameters))
    const crystal = nearestWell(point, crystalOfUsualVolume("fcc", ["Ar"], a))
    return valueOf([...measureSuite("metal", { point, crystal, prototype: "fcc" }, ["crystal"])], "a")
  })
  expect(lengths[1]).toBeCloseTo(lengths[0], 9)
  expect(lengths[2]).toBeCloseTo(lengths[0], 9)
})

test("elements are found in their own structures, and prototypes begin at their volumes", () => {
  expect(groundStateOf(29)).toEqual({ prototype: "fcc", a: 3.61 })
  expect(groundStateOf(22)).toEqual({ prototype: "hcp", a: 2.95, c: 4.68 })
  expect(groundStateOf(33)).toEqual({ prototype: "A7", a: 3.76, c: 10.55 })
  expect(groundStateOf(15)).toBeUndefined()
  for (const name of prototypeNames) {
    const crystal = crystalOfUsualVolume(name, ["Cu", "Zn", "Cu"].slice(0, prototypeOf(name)?.species))
    const each = cellVolume(crystal.primitive.cell ?? crystal.conventional) / crystal.primitive.numbers.length
    // 11.8 Å³ of copper, 15.2 Å³ of zinc.
    expect(each, name).toBeGreaterThan(11.7)
    expect(each, name).toBeLessThan(15.2)
  }
})

test("names of numbers are there once, in every suite", () => {
  const parts = measured(bonds, "Ar", "fcc", ["crystal", "equation-of-state", "elastic", "phonons", "thermal", "surfaces", "dimers"])
  const keys = parts.flatMap(({ values }) => values.map(({ key }) => key))
  expect(new Set(keys).size).toBe(keys.length)
  for (const suite of suiteNames) expect(new Set(partsOf(suite)).size).toBe(partsOf(suite).length)
  const figures = parts.flatMap((part) => part.figures.map(({ key }) => key))
  expect(new Set(figures).size).toBe(figures.length)
})
