import * as fc from "fast-check"
import { expect, test } from "vitest"
import { z } from "zod"
import { SpecFailure } from "../../failure/failure.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { parseSpec } from "../../potentials/spec/parse-spec.ts"
import { gigapascal } from "../../units/constants.ts"
import { argon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { measured } from "./measured.ts"
import { targetPredictions, targetRows } from "./residuals.ts"
import { targetsSchema } from "./schema.ts"
import { type Target, targetsOf } from "./targets.ts"

const read = (entries: unknown): readonly Target[] => targetsOf(parseSpec(targetsSchema, entries))

const full = [
  {
    crystal: "fcc",
    element: "Cu",
    a: "3.615 Å",
    cohesive: "3.54 eV ± 0.02",
    C11: "176 GPa ± 2",
    C12: "124 ± 2 GPa",
    C44: { value: "82 GPa", sigma: "1000 MPa" },
    bulkModulus: 0.86,
    vacancy: "1.28 eV ± 5 %",
    interstitials: { dumbbell: [1, 0, 0], energy: "3.1 eV" },
    surfaces: [{ plane: [1, 1, 1], energy: "1.8 J/m²" }],
    stackingFaults: { plane: [1, 1, 1], shift: ["1/6", "1/6", "-1/3"], energy: "45 ± 5 mJ/m²" },
    phonons: [{ q: [1, 0, 0], frequencies: ["5.1 THz", null, "7.2 THz"] }],
    energies: [{ volume: 10, energy: "0.3 eV" }],
    pressures: [{ volume: "10 Å³/atom", pressure: "30 GPa" }],
  },
  { crystal: "bcc", element: "Cu", start: { a: "2.87 Å" }, above: { "fcc Cu": "40 meV ± 10" } },
  { dimer: ["Cu", "Cu"], energies: [{ distance: "2.2 Å", energy: -2 }] },
]

test("a list of targets becomes observables with values and σ in internal units, where each stands", () => {
  const targets = read(full)
  const by = (path: string) => targets.find((target) => target.path.join(".") === path)
  expect(by("0.a")).toMatchObject({ value: 3.615, sigma: 0.003615 })
  expect(by("0.cohesive")).toMatchObject({ value: 3.54, sigma: 0.02 })
  expect(by("0.C11")?.value).toBeCloseTo(176 * gigapascal, 12)
  expect(by("0.C11")?.sigma).toBeCloseTo(2 * gigapascal, 12)
  expect(by("0.C12")?.sigma).toBeCloseTo(2 * gigapascal, 12)
  expect(by("0.C44")?.sigma).toBeCloseTo(gigapascal, 12)
  expect(by("0.vacancy.0")?.sigma).toBeCloseTo(0.064, 12)
  expect(by("0.stackingFaults.0")?.value).toBeCloseTo(45 * 0.01 * gigapascal, 12)
  expect(by("0.phonons.0.frequencies.2")?.observable.name).toBe("fcc Cu: phonon 3 at (1 0 0)")
  expect(by("1.above.fcc Cu")).toMatchObject({ value: 0.04, sigma: 0.01 })
  expect(by("2.energies.0")?.observable.elements).toEqual([29])
  expect(targets.length).toBe(16)
  expect(new Set(targets.map(({ observable }) => observable.name)).size).toBe(targets.length)
})

test("what the schema gives is input that gives the same again", () => {
  const once = parseSpec(targetsSchema, full)
  const again = parseSpec(targetsSchema, JSON.parse(JSON.stringify(once)))
  expect(again).toEqual(once)
  expect(JSON.stringify(z.toJSONSchema(targetsSchema, { io: "input", unrepresentable: "any" }))).toContain("stackingFaults")
})

test("a value and its uncertainty, in any of the ways to write them", () => {
  const schema = measured("stress")
  fc.assert(
    fc.property(
      fc
        .integer({ min: -30000, max: 30000 })
        .filter((value) => value !== 0)
        .map((value) => value / 100),
      fc.integer({ min: 1, max: 2000 }).map((sigma) => sigma / 100),
      fc.constantFrom(" ± ", "±", " +- ", " +/- "),
      (value, sigma, sign) => {
        const wanted = { value: value * gigapascal, sigma: sigma * gigapascal }
        const percent = (100 * sigma) / Math.abs(value)
        for (const text of [
          `${value} GPa${sign}${sigma}`,
          `${value}${sign}${sigma} GPa`,
          `${value} GPa${sign}${sigma * 1000} MPa`,
          `${value} GPa${sign}${percent.toFixed(12)} %`,
        ]) {
          const found = parseSpec(schema, text)
          expect(found.value).toBeCloseTo(wanted.value, 7)
          expect(found.sigma).toBeCloseTo(wanted.sigma, 7)
        }
      },
    ),
  )
})

test.each<[string, unknown, RegExp, string]>([
  ["an unknown prototype", [{ crystal: "fcx", element: "Cu", a: 3.6 }], /no crystal is called "fcx"/u, "0.crystal"],
  ["no element", [{ crystal: "fcc", a: 3.6 }], /of which element/u, "0.crystal"],
  ["no start", [{ crystal: "fcc", element: "Cu", cohesive: 3 }], /needs a lattice parameter to start from/u, "0.crystal"],
  ["a misspelt key", [{ crystal: "fcc", element: "Cu", a: 3.6, C1l: 3 }], /unknown key "C1l"/u, "0.C1l"],
  ["a unit of something else", [{ crystal: "fcc", element: "Cu", a: "3.6 GPa" }], /that is a unit of stress/u, "0.a"],
  ["an uncertainty below zero", [{ crystal: "fcc", element: "Cu", a: "3.6 Å ± -1" }], /not above zero/u, "0.a"],
  ["nothing to compare with", [{ crystal: "fcc", element: "Cu", start: { a: 3.6 } }], /nothing is known of fcc Cu/u, "0"],
  ["a zero without σ", [{ crystal: "fcc", element: "Cu", a: 3.6, cohesive: 0 }], /that is zero/u, "0.cohesive"],
  [
    "a crystal that is not there",
    [{ crystal: "fcc", element: "Cu", a: 3.6, above: { bcc: 1 } }],
    /no crystal of the targets/u,
    "0.above.bcc",
  ],
  [
    "a site that is not there",
    [{ crystal: "fcc", element: "Cu", a: 3.6, interstitials: { site: "hole", energy: 1 } }],
    /no site/u,
    "0.interstitials.0.site",
  ],
  [
    "no whole indices",
    [{ crystal: "fcc", element: "Cu", a: 3.6, surfaces: [{ plane: [1, 0.5, 0], energy: 1 }] }],
    /whole number/u,
    "0.surfaces.0.plane.1",
  ],
  ["a file where none is read", [{ file: "x.xyz", a: 3 }], /cannot be read here/u, "0.file"],
  [
    "two crystals of one name",
    [
      { crystal: "fcc", element: "Cu", a: 3.6 },
      { crystal: "fcc", element: "Cu", a: 3.7 },
    ],
    /two crystals/u,
    "1",
  ],
])("%s is refused at its place", (_, entries, message, path) => {
  let caught: unknown
  try {
    read(entries)
  } catch (error) {
    caught = error
  }
  if (!(caught instanceof SpecFailure)) throw caught
  expect(caught.message).toMatch(message)
  expect(caught.path.join(".")).toBe(path)
})

test("residuals are (prediction − value)/σ, their rows the derivatives over σ", () => {
  const targets = read([{ crystal: "fcc", element: "Ar", a: "5.3 Å ± 0.01", cohesive: "80 ± 2 meV", C44: "2.3 GPa ± 0.2" }])
  const theta = parameterValues(argon.parameters)
  const { values, residuals, troubles } = targetPredictions(pointAt(argon, theta), targets)
  expect(troubles).toEqual([null, null, null])
  residuals.forEach((r, t) => expect(r).toBeCloseTo((values[t] - targets[t].value) / targets[t].sigma, 12))
  const rows = targetRows(pointAt(argon, theta), targets)
  const h = 1e-4
  const moved = [1, -1].map(
    (sign) => targetPredictions(pointAt(argon, Float64Array.of(theta[0], theta[1] * (1 + sign * h))), targets).residuals,
  )
  targets.forEach((_, t) => expect(rows[2 * t + 1] / ((moved[0][t] - moved[1][t]) / (2 * h * theta[1]))).toBeCloseTo(1, 4))
})

test("a potential without any crystal gives residuals that are large, finite and explained", () => {
  const targets = read([{ crystal: "fcc", element: "Ar", a: "5.3 Å ± 0.01", cohesive: "80 ± 2 meV", C44: "2.3 GPa ± 0.2" }])
  // Repulsion only: the cell grows until the wall holds it.
  const point = pointAt(argon, Float64Array.of(-0.0103, 3.4))
  const { residuals, troubles } = targetPredictions(point, targets)
  expect(residuals.every(Number.isFinite)).toBe(true)
  expect(Math.abs(residuals[0])).toBeGreaterThan(50)
  for (const trouble of troubles) expect(trouble).toMatch(/no minimum near its start/u)
  expect(targetRows(point, targets).every(Number.isFinite)).toBe(true)
  // Not even a number.
  const none = targetPredictions(pointAt(argon, Float64Array.of(Number.NaN, 3.4)), targets)
  expect(none.residuals.every(Number.isFinite)).toBe(true)
  expect(none.troubles.every((trouble) => trouble !== null)).toBe(true)
  expect(targetRows(pointAt(argon, Float64Array.of(Number.NaN, 3.4)), targets).every(Number.isFinite)).toBe(true)
})
