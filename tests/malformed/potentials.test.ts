import { describe, expect, test } from "vitest"
import { luthier } from "../command-line.ts"
import { folderWith } from "../folder.ts"
import { train } from "./good.ts"
import { changed, refuses } from "./refusal.ts"

const ends = { form: "lennard-jones", cutoff: 9, switch: "none", parameters: { epsilon: 0.003, sigma: 2.8 } }
const parameters = ["Ne-Ne", "Ne-Xe", "Xe-Xe"].flatMap((pair) => [
  { key: `pair.${pair}.epsilon`, value: 0.0031, unit: "eV", standardError: 1e-5, fixed: false },
  { key: `pair.${pair}.sigma`, value: 2.9, unit: "Å", fixed: false },
])

/** A potential.json of neon and xenon. */
const potential = JSON.stringify(
  {
    format: "luthier-potential",
    version: 1,
    spec: { kind: "pair", elements: ["Ne", "Xe"], cutoff: 9, pairs: { "Ne-Ne": ends, "Ne-Xe": ends, "Xe-Xe": ends } },
    elements: ["Ne", "Xe"],
    cutoff: 9,
    parameters,
    references: { Ne: -0.25 },
    stressOffsets: {},
    provenance: { luthier: "0.1.0", seed: 1, data: { train: [] } },
  },
  null,
  1,
)

const setfl = `made for a test

of neon and xenon
2 Ne Xe
6 0.1 6 1.0 5.0
10 20.18 4.43 fcc
0 -0.1 -0.14 -0.17 -0.2 -0.22
1 0.5 0.25 0.1 0.02 0
54 131.3 6.2 fcc
0 -0.2 -0.28 -0.34 -0.4 -0.44
1 0.6 0.3 0.15 0.03 0
0 2 0.5 0.1 0.02 0
0 3 0.6 0.2 0.03 0
0 4 0.7 0.3 0.04 0
`

test.each([
  ["potential.json", potential],
  ["NeXe.eam.alloy", setfl],
])("the %s from which the malformed ones are made is good", async (file, text) => {
  using folder = folderWith({ [file]: text, "train.xyz": train })
  expect(await luthier(folder.path("."), "evaluate", file, "train.xyz", "--threads", "1")).toMatchObject({ code: 0, stderr: "" })
})

// What is wrong; what is replaced, and by what, § where the error must point; what it must say.
const artefacts: readonly (readonly [string, string | RegExp, string, RegExp, place?: string])[] = [
  ["cut short", /"references"[^]*$/, "§", /JSON/],
  ["a comma too many", '"fixed": false\n  }\n ],', '"fixed": false\n  },\n ],', /JSON/, "potential.json"],
  ["another format", '"luthier-potential"', '§"other-potential"', /luthier-potential/],
  ["a later version", '"version": 1', '"version": §2', /expected 1, here is 2/],
  ["a kind that is not there", '"kind": "pair"', '"kind": §"pear"', /"pear".*did you mean "pair"/],
  ["no spec", /"spec": \{[^]*?\n \},/, "", /"spec" is missing/, "potential.json:1:1"],
  ["an unknown key", '"cutoff": 9,\n "parameters"', '"cutoff": 9,\n §"parametres": [],\n "parameters"', /unknown key "parametres"/],
  ["a value of words", '"value": 0.0031', '"value": §"small"', /number.*"small"/],
  ["a value of nothing", '"value": 0.0031', '"value": §null', /number.*null/],
  ["a parameter that is not the potential's", "pair.Ne-Xe.sigma", "pair.Ne-Xe.rho", /pair\.Ne-Xe\.(sigma|rho)/, "potential.json"],
  ["a reference of an element that is not there", '"Ne": -0.25', '§"Nx": -0.25', /Nx/],
  ["a missing pair", /"Xe-Xe": \{[^]*?\}\n +\}/, '"Xx-Xe": {}', /Xx-Xe|missing|"form"/, "potential.json:30:13"],
  ["a stress offset of five numbers", '"stressOffsets": {}', '"stressOffsets": { "bulk": §[1, 2, 3, 4, 5] }', /6/],
]

const tables: readonly (readonly [string, string | RegExp, string, RegExp, place?: string])[] = [
  ["no count of elements", "2 Ne Xe", "Ne Xe", /no potential/, "NeXe.eam.alloy:1"],
  ["more elements than names", "2 Ne Xe", "§3 Ne Xe", /3 elements are announced, but 2 named/],
  ["an element twice", "2 Ne Xe", "2 Ne §Ne", /Ne is named twice/],
  ["no cutoff", " 1.0 5.0", " §1.0", /4 words/],
  ["a negative step", "6 0.1 6", "6 §-0.1 6", /drho is -0\.1/],
  ["a fractional count", "6 0.1 6", "§6.5 0.1 6", /Nrho is 6\.5/],
  ["a word among the numbers", "1 0.5 0.25", "1 §half 0.25", /"half" is no number/],
  [
    "a value too few",
    "1 0.5 0.25 0.1 0.02 0\n54",
    "1 0.5 0.25 0.1 0.02\n54",
    /density of Ne has more than 6 numbers/,
    "NeXe.eam.alloy:9:4",
  ],
  ["a block too few", "0 4 0.7 0.3 0.04 0\n", "", /number 1 of 6 of the pair function of Xe-Xe/, "NeXe.eam.alloy:13:1"],
  ["a block too many", "0 4 0.7 0.3 0.04 0\n", "0 4 0.7 0.3 0.04 0\n§0 5 0.8 0.4 0.05 0\n", /goes on after its last block/],
  ["an element that is not there", "2 Ne Xe", "2 Ne §Xx", /Xx/],
  ["a mass of zero", "131.3", "§0", /mass of Xe is 0/],
]

describe("a potential.json", () => {
  const command = ["evaluate", "potential.json", "train.xyz", "--predictions", "out.xyz"]
  refuses(
    artefacts.map(([name, from, to, said, place]) => {
      return { name, files: { "potential.json": changed(potential, from, to), "train.xyz": train }, command, said, place }
    }),
  )
})

describe("a setfl file", () => {
  const command = ["export", "NeXe.eam.alloy", "--out", "out"]
  refuses(
    tables.map(([name, from, to, said, place]) => ({ name, files: { "NeXe.eam.alloy": changed(setfl, from, to) }, command, said, place })),
  )
})

describe("evaluate", () => {
  const files = { "potential.json": potential, "train.xyz": train, "NeXe.eam.alloy": setfl, "empty.json": "", "folder/": "" }
  const argon = train.replace("Xe 2.9", "Ar 2.9")
  const malformed: readonly (readonly [string, readonly string[], RegExp, string])[] = [
    ["an empty file", ["empty.json", "train.xyz"], /no potential that luthier reads/, "empty.json:1"],
    ["data for a potential", ["train.xyz", "train.xyz"], /no potential that luthier reads/, "train.xyz:1"],
    ["a folder for a potential", ["folder", "train.xyz"], /this is a folder/, "folder"],
    ["a potential that is not there", ["none.json", "train.xyz"], /no such file/, "none.json"],
    ["data that are not there", ["potential.json", "none.xyz"], /no such file/, "none.xyz"],
    ["a potential for data", ["potential.json", "NeXe.eam.alloy"], /not recognised/, "NeXe.eam.alloy:1"],
    ["an element that the potential has not", ["potential.json", "argon.xyz"], /does not know Ar/, "argon.xyz:1"],
  ]
  refuses(
    malformed.map(([name, words, said, place]) => {
      return { name, files: { ...files, "argon.xyz": argon }, command: ["evaluate", ...words, "--predictions", "out.xyz"], said, place }
    }),
  )
})
