import { describe, expect, test } from "vitest"
import { luthier } from "../command-line.ts"
import { folderWith } from "../folder.ts"
import { config, embedded, train } from "./good.ts"
import { changed, refuses } from "./refusal.ts"

test.each([
  ["pair functions", config],
  ["embedded atoms", embedded],
])("the config of %s from which the malformed ones are made is good", async (_, text) => {
  using folder = folderWith({ "train.xyz": train, "fit.yaml": text })
  expect(await luthier(folder.path("."), "fit", "fit.yaml", "--out", "out", "--threads", "1")).toMatchObject({ code: 0 })
})

// What is wrong; the text of the config, § where the error must point; what it must say.
const files: readonly [string, string, RegExp][] = [
  ["a tab that indents", changed(config, "  train:", "§\ttrain:"), /tab.*indent with blanks/i],
  ["a list that is never closed", `${config}threads: [1, 2\n§`, /flow|\]/i],
  ["a text that is never closed", changed(config, "train.xyz", '"train.xyz').trimEnd() + "\n§", /quote/i],
  ["a key twice", changed(config, "seed: 3", "seed: 3\n§seed: 4"), /twice|unique/],
  ["an alias that leads nowhere", changed(config, "train.xyz", "§*files"), /files/],
  ["two documents", changed(config, "objective:", "§---\nobjective:"), /document.*remove.*---/],
  ["a tag", changed(config, "seed: 3", "seed: §!!js/function 3"), /tag.*plain/i],
  ["two values on a line", changed(config, "kind: pair", "kind: §pair: eam"), /map/i],
  ["a list instead of a config", "§- train.xyz\n- test.xyz\n", /mapping.*list/],
  ["a sentence instead of a config", "§please fit neon\n", /mapping/],
  ["nothing", "§", /"data" is missing|mapping/],
  ["only a comment", "§# to do\n", /"data" is missing|mapping/],
  ["no data", changed(config, "data:\n  train: train.xyz\n", "§"), /"data" is missing/],
  ["no potential", `§${config.slice(0, config.indexOf("potential:"))}`, /"potential" is missing/],
  ["a number as key", changed(config, "seed: 3", "§7: 3"), /unknown key "7"/],
]

const keys: readonly [string, string, string, RegExp][] = [
  ["the config", "seed: 3", "§sed: 3", /unknown key "sed".*did you mean "seed"/],
  ["data", "  train: train.xyz", "  §trian: train.xyz", /unknown key "trian".*did you mean "train"/],
  ["data.keys", "  train: train.xyz", "  train: train.xyz\n  keys: { §energies: E }", /unknown key "energies".*energy, forces, stress/],
  ["data.groups", "  train: train.xyz", "  train: train.xyz\n  groups: { §exept: [NeXe] }", /unknown key "exept".*did you mean "except"/],
  ["potential", "  cutoff: 9", "  §cutof: 9", /unknown key "cutof".*did you mean "cutoff"/],
  ["a pair", "form: lennard-jones,", "form: lennard-jones, §swich: none,", /unknown key "swich".*did you mean "switch"/],
  ["a spline", "knots: 8", "§nots: 8", /unknown key "nots".*did you mean "knots"/],
  ["a parameter", "lower: 0", "§lowr: 0", /unknown key "lowr".*did you mean "lower"/],
  ["the parameters of a form", "epsilon: 0.003", "§epsillon: 0.003", /no parameter "epsillon".*did you mean "epsilon"/],
  ["the parameters of a formula", "b: 3.1", "§B: 3.1", /no parameter "B"|parameter "b".*no starting value/],
  ["objective", "  references: none", "  §reference: none", /unknown key "reference".*did you mean "references"/],
  ["objective.sigma", "forces: 50", "§force: 50", /unknown key "force".*did you mean "forces"/],
  ["σ of a group", "50 meV/Å }", "50 meV/Å, groups: { NeXe: { §stresses: 1 GPa } } }", /unknown key "stresses".*did you mean "stress"/],
  ["the floor of σ", "50 meV/Å }", "50 meV/Å, floor: { §enrgy: 1 meV } }", /unknown key "enrgy".*did you mean "energy"/],
  [
    "objective.stressOffset",
    "  references: none",
    "  references: none\n  stressOffset: { §from: full }",
    /unknown key "from".*did you mean "form"/,
  ],
  [
    "a prior",
    "  references: none",
    "  references: none\n  priors: { pair.Ne-Ne.epsilon: { mean: 1, sigma: 1, §width: 2 } }",
    /unknown key "width"/,
  ],
  [
    "objective.smoothness",
    "  references: none",
    "  references: none\n  smoothness: { §pairs: 1 }",
    /unknown key "pairs".*did you mean "pair"/,
  ],
  ["solver", "maxIterations: 20", "§maxiterations: 20", /unknown key "maxiterations".*did you mean "maxIterations"/],
  ["export", "seed: 3", "seed: 3\nexport: { §lamps: true }", /unknown key "lamps".*did you mean "lammps"/],
]

describe("a file that is no config", () => {
  refuses(files.map(([name, text, said]) => ({ name, files: { "train.xyz": train, "fit.yaml": text }, said })))
})

describe("an unknown key", () => {
  refuses(
    keys.map(([name, from, to, said]) => {
      return { name: `in ${name}`, files: { "train.xyz": train, "fit.yaml": changed(config, from, to) }, said }
    }),
  )
})

describe("aliases", () => {
  const nine = (name: string): string => Array<string>(9).fill(name).join(", ")
  const levels = Array.from({ length: 12 }, (_, k) => `a${k}: &a${k} [${nine(k === 0 ? "x" : `*a${k - 1}`)}]\n`)
  refuses([
    { name: "that would fill the memory", files: { "fit.yaml": levels.join("") }, place: "fit.yaml", said: /alias.*write the values out/i },
  ])
})
