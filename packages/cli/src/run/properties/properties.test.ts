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
  expect(said.stdout).toMatch(
    /fcc Si is dynamically unstable: phonons reach an imaginary frequency of [\d.]+ THz at q = \(.*\), where Si moves farthest, along \[/,
  )
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

test("defects of a compound, their surroundings, and what is no reservoir", async () => {
  const pairs = { "Ar-Ar": [0.0103, 3.4], "Ar-Kr": [0.0135, 3.5], "Kr-Kr": [0.0141, 3.65] } as const
  const forms = Object.entries(pairs).map(([pair, [epsilon, sigma]]) => [pair, { form: "lennard-jones", parameters: { epsilon, sigma } }])
  const parameters = Object.entries(pairs).flatMap(([pair, [epsilon, sigma]]) => [
    { key: `pair.${pair}.epsilon`, value: epsilon, unit: "eV", fixed: false },
    { key: `pair.${pair}.sigma`, value: sigma, unit: "Å", fixed: false },
  ])
  const file = {
    ...{ format: "luthier-potential", version: 1, elements: ["Ar", "Kr"], cutoff: 7, parameters },
    spec: { kind: "pair", elements: ["Ar", "Kr"], cutoff: 7, pairs: Object.fromEntries(forms) },
    ...{ references: {}, stressOffsets: {}, provenance: { luthier: "0.1.0", seed: 1, data: {} } },
  }
  writeFileSync(folder.path("mixture.json"), JSON.stringify(file))
  const ask = (...more: readonly string[]) =>
    typed(
      "properties",
      folder.path("mixture.json"),
      "--suite",
      "metal",
      "--crystal",
      "L1_2:Ar,Kr",
      "--out",
      folder.path("mixture"),
      ...more,
    )
  const said = await ask("--only", "crystal,point-defects", "--reservoirs", "Ar=fcc,Kr=hcp")
  expect(said).toMatchObject({ status: 0 })
  expect(said.stdout).toMatch(/formation energy from fcc Ar and hcp Kr/)
  expect(said.stdout).toMatch(/formation energies E\(defect\) − E\(crystal\) − Σ Δn μ; Ar-rich: Ar as in fcc Ar/)
  expect(said.stdout).toMatch(/The uncertainty of the parameters is not known/)
  const found = JSON.parse(readFileSync(folder.path("mixture/properties.json"), "utf8"))
  const value = (key: string): number => rowOf(found, key).value ?? Number.NaN
  expect(value("vacancy.Kr.Ar-rich") - value("vacancy.Kr.Kr-rich")).toBeCloseTo(4 * value("formation"), 6)
  expect(3 * value("vacancy.Ar.Kr-rich") + value("vacancy.Kr.Kr-rich")).toBeCloseTo(value("schottky"), 6)
  expect(value("antisite.Kr-Ar.Ar-rich") + value("antisite.Ar-Kr.Ar-rich")).toBeCloseTo(value("antisitePair.Ar-Kr"), 6)
  for (const [list, message] of [
    ["Ar", /“Ar” is no element and its crystal/],
    ["Xe=fcc", /there is no Xe in L1_2 Ar3Kr {2}it is made of Ar, Kr/],
    ["Ar=B1", /B1 is made of 2 elements/],
    ["Ar=fcc,Ar=hcp", /Ar is there twice/],
    ["Ar=nowhere.xyz", /no crystal and no file is called "nowhere\.xyz"/],
  ] as const) {
    const refused = await ask("--reservoirs", list)
    expect(refused).toMatchObject({ status: 2, stdout: "" })
    expect(refused.stderr).toMatch(message)
  }
})

test("a crystal from a file of rounded numbers has its symmetry, and starts where the file says", async () => {
  const a = 5.4309
  const corner = [0, 1, 2].map((d) => [0, 1, 2].map((c) => (c === d ? a : 0).toFixed(4)).join(" ")).join(" ")
  const atoms = [
    [0, 0, 0],
    [0, 0.5, 0.5],
    [0.5, 0, 0.5],
    [0.5, 0.5, 0],
  ].flatMap((place) => [place, place.map((x) => x + 0.25)])
  const lines = atoms.map((place, k) => `Si ${place.map((x) => (x * a + (k === 3 ? 4e-5 : 0)).toFixed(5)).join(" ")}`)
  writeFileSync(folder.path("cube.xyz"), `8\nLattice="${corner}" Properties=species:S:1:pos:R:3\n${lines.join("\n")}\n`)
  const ask = (...more: readonly string[]) =>
    typed("properties", silicon, "--suite", "semiconductor", "--crystal", folder.path("cube.xyz"), "--only", "crystal", ...more)
  const said = await ask("--out", folder.path("cube"))
  expect(said).toMatchObject({ status: 0 })
  expect(said.stdout).toMatch(/cube\.xyz: 2 atoms in its cell, a point group of 48 operations/)
  expect(said.stdout).toMatch(/lattice parameter a +5\.430/)
  expect(said.stderr).toMatch(/cube\.xyz: \d+ operations of symmetry, \d+ before its atoms moved by up to/)
  const refused = await ask("--lattice", "5.5")
  expect(refused).toMatchObject({ status: 2, stdout: "" })
  expect(refused.stderr).toMatch(/--lattice is of crystals that are named/)
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
  writeFileSync(folder.path("P.sw"), "P P P 2.1 2.0951 1.80 21.0 1.20 -0.333333333333 7.049556277 0.6022245584 4.0 0.0 0.0\n")
  const phosphorus = await typed("properties", folder.path("P.sw"), "--suite", "metal")
  expect(phosphorus.stderr).toMatch(/no crystal of P is usual: which crystal is to be looked at\? {2}name one with --crystal/)
  const molecule = await typed("properties", folder.path("run"), "--suite", "metal", "--crystal", folder.path("test.xyz"))
  expect(molecule.stderr).toMatch(/its first frame is no crystal/)
})
