import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { createPotential, evaluateStructure, Failure, lammpsModel, parameterValues, resolveSpec, symbolOf } from "@luthier/core"
import { expect, onTestFinished, test } from "vitest"
import { withPotentialFiles } from "../config/potential-files.ts"
import { hotStructures } from "../engines/fixtures/structures.ts"
import { loadPotential } from "./potential-file.ts"

function fileWith(text: string, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "luthier-foreign-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const repulsion = {
  kind: "pair",
  elements: ["Xe", "Ne"],
  cutoff: 5.3,
  switch: { polynomial: 4.1 },
  pairs: {
    "*-*": { formula: "A*exp(-r/b) - C/r^6", parameters: { A: 2300, b: 0.29, C: 21 } },
    "Ne-Ne": { form: "zbl", cutoff: 4.4, switch: "force-shift" },
  },
}
const statistics = {
  elements: [28, 29],
  minimumDistance: { "Ni-Ni": 2.05, "Ni-Cu": 2.1, "Cu-Cu": 2.12 },
  nearestNeighbour: { "Ni-Ni": 2.4, "Ni-Cu": 2.43, "Cu-Cu": 2.45 },
  volumePerAtom: 11.6,
}
// Functions that flatten at the distances of data are polynomials only nearly.
const shortest = { "Ni-Ni": 0.01, "Ni-Cu": 0.01, "Cu-Cu": 0.01 }
const expansion = { kind: "ace", elements: ["Ni", "Cu"], cutoff: 4.4, degree: [4, 4, 4], core: "none", radial: { shortest } }
const embedded = (style: string, elements: readonly string[]) => resolveSpec({ kind: "eam", style, elements, cutoff: 5 }, statistics)

test.for(
  Object.entries({
    table: repulsion,
    "eam/alloy": embedded("alloy", ["Cu", "Ni"]),
    "eam/fs": embedded("fs", ["Ni", "Cu"]),
    adp: resolveSpec({ kind: "adp", elements: ["Cu", "Ni"], cutoff: 5 }, statistics),
    yace: resolveSpec(expansion, { ...statistics, energySpread: 0.4 }),
    sw: resolveSpec({ kind: "stillinger-weber", elements: ["Cu", "Ni"] }, { ...statistics, energySpread: 0.4 }),
    tersoff: resolveSpec({ kind: "tersoff", angleCutoffs: { "Ni-Cu-Ni": { R: 2.9 } } }, statistics),
    "tersoff.modc": resolveSpec({ kind: "tersoff", form: "tersoff/mod/c", pairs: { "Ni-Ni": { c0: 0.1 } } }, statistics),
    edip: resolveSpec({ kind: "edip", triplets: { "Ni-Cu-Ni": { eta: 0.4 } } }, statistics),
    "one element": embedded("fs", ["Cu"]),
  }),
)("exported files are read as the potential they came from: %s", async ([, spec]) => {
  const potential = createPotential(spec)
  const given = parameterValues(potential.parameters)
  // Linear models begin with coefficients of zero.
  const theta = given.some((value) => value !== 0) ? given : given.map((_, k) => 0.3 * Math.sin(k + 1))
  const [[name, text]] = Object.entries(lammpsModel(potential, theta).files)
  const loaded = await loadPotential(fileWith(text, name))
  expect(loaded.baseline.elements).toEqual([])
  expect(loaded.potential.elements.toSorted()).toEqual(potential.elements.toSorted())
  for (const structure of hotStructures(potential.elements, 2.6)) {
    const ours = evaluateStructure(potential, theta, structure)
    const theirs = evaluateStructure(loaded.potential, loaded.theta, structure)
    expect(Math.abs(theirs.energy - ours.energy) / structure.numbers.length).toBeLessThan(1e-6)
    ours.forces.forEach((force, k) => expect(Math.abs(theirs.forces[k] - force)).toBeLessThan(1e-5))
  }
  // And what was read is written as it was.
  const again = lammpsModel(loaded.potential, loaded.theta)
  expect(again.exact).toBe(true)
  expect(Object.keys(again.files)).toEqual([name])
})

const section = (keyword: string): string => `${keyword}\nN 4 R 1.0 4.0\n\n1 1.0 3 5\n2 2.0 1 1\n3 3.0 0.2 0.5\n4 4.0 0 0\n\n`

test("sections of a table are told by their keywords, or by the elements", async () => {
  const elementsOf = async (...given: Parameters<typeof loadPotential>) => {
    const { potential } = await loadPotential(...given)
    return { elements: potential.elements.map(symbolOf), spec: potential.spec }
  }
  expect(await elementsOf(fileWith(`# of argon\n\n${section("Ar_Ar")}`, "a"))).toMatchObject({
    elements: ["Ar"],
    spec: { interpolation: "spline", points: 2000 },
  })
  expect(
    await elementsOf(fileWith(["ONE", "TWO", "THREE"].map(section).join("\n"), "b"), {
      elements: ["Ne", "Xe"],
      interpolation: "linear",
      points: 77,
    }),
  ).toMatchObject({
    elements: ["Ne", "Xe"],
    spec: { interpolation: "linear", points: 77, pairs: { "Ne-Xe": { keyword: "TWO" } } },
  })
})

test.for([
  ["MORSE", {}, /section "MORSE" does not say which elements it is for/],
  ["MORSE", { elements: ["Ne", "Xe"] }, /Ne, Xe make 3 pairs, but the file has 1 sections/],
  ["MORSE", { elements: ["Nx"] }, /Nx/],
  ["Ne-Xe", {}, /no function is given for Ne-Ne, Xe-Xe/],
  ["Ne-Ne\nN 2\n\n1 1 1 1\n2 2 0 0\nNe_Ne", {}, /two sections are for Ne-Ne/],
] as const)("a table of %j with %j is refused with its reason and its file", async ([keyword, options, reason]) => {
  const file = fileWith(section(keyword), "pairs.table")
  const failure = await loadPotential(file, options).catch((error: unknown) => error)
  if (!(failure instanceof Failure)) throw new Error("it was not refused")
  expect(failure.message).toMatch(reason)
  expect(failure.place?.file).toBe(file)
})

test("what is no potential is refused with the formats that are known", async () => {
  for (const text of ["", "\n\n", "Cu 0 0 0\n", "1\nN\n", "pair_style table spline 1000\nN = 3\n"]) {
    const failure = await loadPotential(fileWith(text, "x")).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      message: "this is no potential that luthier reads",
      advice: expect.stringMatching(/^it reads potential\.json, setfl .* and LAMMPS table files$/u),
    })
  }
})

// The first lines of these have the shape of a table, of an eam/alloy and of an eam/fs file.
test.for([
  [
    "BN.extep",
    "B B B 3 1 0 2 1 0 1 0.01 2 2000 2 0.2 2.7 3300\nN N N 3 1 0 2 1 0 1 0.01 2 2000 2 0.2 2.7 3300\n",
    /pair_style extep \(.*Tersoff/,
  ],
  ["FeCr.cdeam", "\n\n\n2 Fe Cr\n5 0.1 5 1.1 5.5\n", /pair_style eam\/cd \(/],
  ["PdHHe.eam.he", "\n\n\n3 Pd H He\n5 0.1 5 1.1 7 137\n", /pair_style eam\/he \(/],
  ["Cu_u3.eam", "Cu\n29 63.55 3.615 FCC\n500 5e-4 500 1e-2 4.95\n", /no setfl.*\(funcfl\)/],
] as const)("%s is refused as what it is, as a file and in a config", async ([name, text, reason]) => {
  const file = fileWith(text, name)
  await expect(loadPotential(file)).rejects.toMatchObject({ message: expect.stringMatching(reason), place: { file } })
  if (name.endsWith(".eam")) return
  const config = withPotentialFiles({ kind: "tersoff", file: name }, ["potential"], dirname(file))
  await expect(config).rejects.toMatchObject({ message: expect.stringMatching(reason), path: ["potential", "file"] })
})
