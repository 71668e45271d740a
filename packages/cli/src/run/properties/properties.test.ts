import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { typed } from "../../fixtures/typed.ts"
import { neonConfig, neonDimers } from "../fixtures/neon.ts"

const base = mkdtempSync(join(tmpdir(), "luthier-properties-"))
const folder = { path: (name: string): string => join(base, name) }
const silicon = folder.path("Si.sw")

afterAll(() => rmSync(base, { recursive: true }))

beforeAll(async () => {
  writeFileSync(folder.path("fit.yaml"), `${neonConfig}export: { lammps: false }\n`)
  writeFileSync(silicon, "Si Si Si 2.1683 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0\n")
  const distances = Array.from({ length: 30 }, (_, k) => 2.5 + 0.06 * k)
  writeFileSync(folder.path("train.xyz"), neonDimers(distances, 0.0004))
  writeFileSync(folder.path("test.xyz"), neonDimers([2.53, 3.01], 0.0004))
  const { status } = await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")
  expect(status).toBe(0)
})

interface Row {
  readonly key: string
  readonly value: number | null
  readonly unit: string
  readonly standardError: number | null
  readonly reference: number | null
  readonly deviation: number | null
  readonly trouble: string | null
}

function rowOf(file: { readonly properties: readonly Row[] }, key: string): Row {
  const found = file.properties.find((row) => row.key === key)
  if (!found) throw new Error(`there is no ${key}`)
  return found
}

test("values beside references, as a table, as JSON and as a page", async () => {
  writeFileSync(folder.path("known.yaml"), "source: a paper\nvalues:\n  a: 5.431 Å\n  C11: 0.1514 TPa\n")
  const wrong = await typed(
    "properties",
    silicon,
    "--suite",
    "semiconductor",
    "--only",
    "crystal,elastic",
    "--reference",
    folder.path("known.yaml"),
    "--out",
    folder.path("si"),
  )
  expect(wrong).toMatchObject({ status: 2, stdout: "" })
  expect(wrong.stderr).toMatch(/known\.yaml:4:\d+ {2}.*“TPa” is not a unit of stress {2}use one of eV\/Å³, GPa/)
  writeFileSync(folder.path("known.yaml"), "source: a paper\nvalues:\n  a: 0.5431 nm\n  C11: 151.4\n  vacancy: 2.8 eV\n")
  const said = await typed(
    "properties",
    silicon,
    "--suite",
    "semiconductor",
    "--only",
    "crystal,elastic",
    "--reference",
    folder.path("known.yaml"),
    "--out",
    folder.path("si"),
  )
  expect(said.status).toBe(0)
  expect(said.stdout).toMatch(/lattice parameter a +5\.43\d+ +Å +5\.431 +-?0\.00/)
  expect(said.stdout).toMatch(/Born's criteria hold/)
  const file = JSON.parse(readFileSync(folder.path("si/properties.json"), "utf8"))
  expect(file).toMatchObject({
    schema: 1,
    suite: "semiconductor",
    subject: "diamond Si",
    reference: "a paper",
    potential: { elements: ["Si"] },
  })
  const { value, unit, reference, deviation, standardError } = rowOf(file, "C11")
  expect([unit, reference, standardError]).toEqual(["GPa", 151.4, null])
  expect(value).toBeCloseTo(151.4, 1)
  expect(deviation).toBeCloseTo(100 * ((value ?? 0) / 151.4 - 1), 9)
  expect(readFileSync(folder.path("si/properties.html"), "utf8")).toMatch(/Elastic constants[^]*C₁₁[^]*151\.4/)
})

test("a run's numbers have standard errors: the energy of a dimer that of ε", async () => {
  const { status, stdout } = await typed(
    "properties",
    folder.path("run"),
    "--suite",
    "metal",
    "--only",
    "crystal,equation-of-state,dimers",
    "--json",
  )
  expect(status).toBe(0)
  const file = JSON.parse(stdout)
  const { parameters } = JSON.parse(readFileSync(folder.path("run/potential.json"), "utf8"))
  const epsilon = parameters.find(({ key }: { readonly key: string }) => key.endsWith("epsilon"))
  const energy = rowOf(file, "dimer.Ne-Ne.energy")
  expect(energy.value).toBeCloseTo(-epsilon.value, 9)
  expect((energy.standardError ?? 0) / epsilon.standardError).toBeCloseTo(1, 6)
  expect(rowOf(file, "a").standardError).toBeGreaterThan(0)
  expect(rowOf(file, "birch.bulkModulus").standardError).toBeGreaterThan(0)
  expect(JSON.parse(readFileSync(folder.path("run/properties/properties.json"), "utf8"))).toEqual(file)
})

test("a crystal that is not stable is told in words", async () => {
  const parts = "crystal,elastic,phonons,thermal"
  const said = await typed(
    "properties",
    silicon,
    "--suite",
    "semiconductor",
    "--crystal",
    "fcc",
    "--only",
    parts,
    "--out",
    folder.path("fcc"),
  )
  expect(said.status).toBe(0)
  expect(said.stdout).toMatch(/fcc Si is elastically unstable: a strain lowers its energy/)
  expect(said.stdout).toMatch(/fcc Si is dynamically unstable: phonons reach an imaginary frequency of [\d.]+ THz/)
  expect(said.stdout).toMatch(/phonons are imaginary at 100 % of the volume at rest/)
  expect(readFileSync(folder.path("fcc/properties.html"), "utf8")).toMatch(/imaginary below zero/)
})

test.each<readonly [readonly string[], RegExp]>([
  [["--crystal", "fccc"], /no crystal and no file is called "fccc" {2}crystals are sc, fcc/],
  [["--crystal", "B1"], /B1 is made of 2 of the elements Ne: which\? {2}name them, such as --crystal B1:Ne,X/],
  [["--crystal", "fcc:Cu"], /the potential knows no Cu, which is in fcc Cu {2}it is for Ne/],
  [["--only", "elastics"], /the suite metal has no part called "elastics" {2}did you mean "elastic"\?/],
  [["--only", ","], /--only names no part/],
  [["--lattice", "-3"], /--lattice.*must be a number above zero/],
  [["--reference", "nowhere.yaml"], /nowhere\.yaml {2}no such file/],
])("%j is refused, with what to do", async (options, message) => {
  const { status, stdout, stderr } = await typed("properties", folder.path("run"), "--suite", "metal", ...options)
  expect([status, stdout]).toEqual([2, ""])
  expect(stderr).toMatch(message)
})

test("a molecule at rest, and what is none", async () => {
  const run = folder.path("run")
  const said = await typed(
    "properties",
    run,
    "--suite",
    "molecule",
    "--molecule",
    folder.path("test.xyz"),
    "--out",
    folder.path("molecule"),
  )
  expect(said).toMatchObject({ status: 0 })
  expect(said.stdout).toMatch(/bond Ne-Ne +3\.0\d+ +Å[^]*all 1 vibrations are real/)
  const gone = await typed("properties", run, "--suite", "molecule", "--molecule", folder.path("gone.xyz"))
  expect(gone.stderr).toMatch(/gone\.xyz {2}no such file/)
  writeFileSync(folder.path("crystal.xyz"), '1\nLattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3\nNe 0 0 0\n')
  const crystal = await typed("properties", run, "--suite", "molecule", "--molecule", folder.path("crystal.xyz"))
  expect(crystal.stderr).toMatch(/crystal\.xyz {2}its first frame is no molecule: it repeats/)
})

test("a name in the references that is none, an element without a usual crystal, and a molecule as a crystal are refused", async () => {
  writeFileSync(folder.path("odd.yaml"), "values: { a: 4.4, cohesiv: 0.02 }\n")
  const odd = await typed("properties", folder.path("run"), "--suite", "molecule", "--reference", folder.path("odd.yaml"))
  expect(odd.stderr).toMatch(/odd\.yaml:1:\d+ {2}no property of this suite is called "a"/)
  writeFileSync(folder.path("As.sw"), "As As As 2.1 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0\n")
  const arsenic = await typed("properties", folder.path("As.sw"), "--suite", "metal")
  expect(arsenic.stderr).toMatch(/no crystal of As is usual: which crystal is to be looked at\? {2}name one with --crystal/)
  const molecule = await typed("properties", folder.path("run"), "--suite", "metal", "--crystal", folder.path("test.xyz"))
  expect(molecule.stderr).toMatch(/its first frame is no crystal/)
})
