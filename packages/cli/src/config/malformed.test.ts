import { existsSync, readdirSync } from "node:fs"
import { Failure } from "@luthier/core"
import { expect, test } from "vitest"
import { neonConfig, neonFolder } from "../run/fixtures/neon.ts"
import { runFit } from "../run/fit-run.ts"
import { describeFailure } from "../terminal.ts"
import { loadConfig } from "./load.ts"

/** What is changed in a good config, and what the one line must say: place, and what is wrong. */
const cases: readonly (readonly [from: string, to: string, place: string, said: RegExp])[] = [
  ["data:", "dat:", "1:1", /unknown key "dat".*did you mean "data"/],
  ["  train: train.xyz", "  trian: train.xyz", "2:3", /unknown key "trian".*did you mean "train"/],
  ["  train: train.xyz", "  train: 5", "2:10", /expected a text or a list, here is 5/],
  ["  train: train.xyz", "  train: []", "2:10", /at least one file/],
  ["  train: train.xyz", "  train: [train.xyz, 7]", "2:22", /expected a text, here is 7/],
  ["  train: train.xyz", "  train: train.xyz\n  train: test.xyz", "3:3", /twice/],
  ["  train: train.xyz", "  train: train.xyz\n  keys: { energies: E }", "3:11", /unknown key "energies".*energy, forces, stress/],
  ["  train: train.xyz", "  train: train.xyz\n  keys: manual", "3:9", /expected "auto" or a mapping/],
  ["  train: train.xyz", "  train: train.xyz\n  groups: { except: odd }", "3:21", /expected a list, here is "odd"/],
  ["  train: train.xyz", "\ttrain: train.xyz", "2:1", /tab/i],
  ["  test: [test.xyz]", "  test: [test.xyz", "4:1", /flow|\]/i],
  ["  test: [test.xyz]", "  test: *nothing", "3:9", /no anchor.*&nothing/],
  ["  kind: pair", "  kind: pear", "5:9", /no kind of potential is called "pear".*did you mean "pair"/],
  ["  kind: pair\n", "", "5:3", /"kind" is missing/],
  ["  cutoff: 12", "  cutof: 12", "7:3", /unknown key "cutof".*did you mean "cutoff"/],
  ["  cutoff: 12", "  cutoff: -3", "7:11", /above 0 Å, here is -3/],
  ["  cutoff: 12", "  cutoff: 12 eV", "7:11", /length such as.*here is "12 eV"/],
  ["[Ne]", "[Ar]", "10:5", /"Ne-Ne" is no pair of Ar/],
  ["form: lennard-jones", "form: lenard-jones", "10:20", /"lenard-jones" is not one of.*did you mean "lennard-jones"/],
  ["epsilon: 0.002", "epsillon: 0.002", "10:49", /no parameter "epsillon".*did you mean "epsilon"/],
  [
    "form: lennard-jones, parameters: { epsilon: 0.002, sigma: 3.1 }",
    'formula: "4*e*((s/r)^12 - (s/r)^6", parameters: { e: 1, s: 3 }',
    "10:28",
    /bracket is never closed/,
  ],
  [
    "form: lennard-jones, parameters: { epsilon: 0.002, sigma: 3.1 }",
    'formula: "e*((s/r)^12 - foo(r))", parameters: { e: 1, s: 3 }',
    "10:38",
    /unknown function `foo`/,
  ],
  ["{ references: none }", "{ reference: none }", "11:14", /unknown key "reference".*did you mean "references"/],
  ["{ references: none }", "{ references: fitted }", "11:26", /"isolated".*here is "fitted"/],
  ["{ references: none }", "{ references: none, sigma: { energy: 5 meV/Å } }", "11:49", /unit of energy per atom; that is a unit of force/],
  ["{ references: none }", "{ references: none, energy: yes please }", "11:40", /expected a boolean, here is "yes please"/],
  [
    "{ references: none }",
    "{ references: none, priors: { pair.Ne-Ne.eps: { mean: 1, sigma: 1 } } }",
    "11:42",
    /no parameter is called pair\.Ne-Ne\.eps/,
  ],
  ["{ references: none }", "{ references: none, ridge: -1 }", "11:39", /at least 0, here is -1/],
  ["objective:", "seed: 1.5\nobjective:", "11:7", /whole number, here is 1.5/],
  ["objective:", "threads: 0\nobjective:", "11:10", /at least 1, here is 0/],
  ["objective:", "solver: { kind: newton }\nobjective:", "11:17", /"newton" is not one of "auto"/],
  ["objective:", "solver: { serach: none }\nobjective:", "11:11", /unknown key "serach".*did you mean "search"/],
  ["objective:", "solver: lbfgs\nobjective:", "11:9", /expected a mapping, here is "lbfgs"/],
  ["objective:", "--- \nobjective:", "11:1", /second document/],
  ["objective:", "seed: !!python/object 1\nobjective:", "11:7", /tag/i],
]

test.each(cases)("%j → %j", async (from, to, place, said) => {
  expect(neonConfig).toContain(from)
  const folder = neonFolder(neonConfig.replace(from, to))
  const error = await fitFails(folder.path("fit.yaml"), folder.path("out"))
  const [line] = describeFailure(error).split("\n")
  expect(line).toMatch(said)
  expect(line.slice(0, line.indexOf("  "))).toBe(`${folder.path("fit.yaml")}:${place}`)
  expect(existsSync(folder.path("out"))).toBe(false)
  expect(readdirSync(folder.path(".")).sort()).toEqual(["fit.yaml", "test.xyz", "train.xyz"])
})

test("an empty config and a list instead of a config are refused", async () => {
  for (const text of ["", "# nothing\n", "- 1\n- 2\n", "just words\n"]) {
    const folder = neonFolder(text)
    expect((await fitFails(folder.path("fit.yaml"), folder.path("out"))).place).toMatchObject({ line: 1, column: 1 })
  }
})

test("aliases that would fill the memory are refused", async () => {
  const levels = Array.from(
    { length: 12 },
    (_, k) =>
      `a${k}: &a${k} [${Array(9)
        .fill(k === 0 ? "x" : `*a${k - 1}`)
        .join(", ")}]`,
  )
  const folder = neonFolder(`${levels.join("\n")}\n`)
  expect((await fitFails(folder.path("fit.yaml"), folder.path("out"))).message).toMatch(/alias/i)
})

test("a missing config, and a folder in its place, are told", async () => {
  const folder = neonFolder()
  expect(await fitFails(folder.path("none.yaml"), folder.path("out"))).toMatchObject({ message: "no such file" })
  expect(await fitFails(folder.path("."), folder.path("out"))).toMatchObject({ message: "this is a folder" })
})

async function fitFails(config: string, out: string): Promise<Failure> {
  const log = { line: () => {}, progress: () => {}, keepIn: () => {} }
  try {
    await runFit(await loadConfig(config), { out, resume: false, force: false, threads: 1 }, log)
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error("the config was accepted")
}
