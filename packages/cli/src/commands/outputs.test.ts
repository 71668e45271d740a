import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { typed } from "../fixtures/typed.ts"
import { neonFolder } from "../run/fixtures/neon.ts"

/** Command lines up to the name of what they write; none of their inputs is there, so that work which began would be told of. */
const files: Readonly<Record<string, readonly string[]>> = {
  init: ["none.xyz", "--out"],
  convert: ["none.xyz"],
  relax: ["none.json", "none.xyz", "--out"],
  evaluate: ["none.json", "none.xyz", "--predictions"],
  grade: ["none", "none.xyz", "--out"],
  select: ["none", "none.xyz", "-n", "3", "--out"],
  label: ["none.xyz", "--unix", "none", "--out"],
}

/** Those of folders, with what is said of one that holds something else. */
const folders: Readonly<Record<string, { readonly words: readonly string[]; readonly holding: RegExp }>> = {
  fit: { words: ["fit.yaml"], holding: /not empty, and not a run of luthier {2}name another/ },
  export: { words: ["none.json"], holding: /the folder is not empty {2}name another with --out, or write into it with --force/ },
  md: {
    words: ["none.json", "none.xyz", "--ensemble", "nve", "--temperature", "0"],
    holding: /not empty, and not a simulation of luthier {2}name another/,
  },
  // Files of these have names of their own.
  certify: { words: ["none.json"], holding: /none\.json {2}no such file/ },
  properties: { words: ["none.json", "--suite", "metal"], holding: /none\.json {2}no such file/ },
}

function endingOf(verb: string): string {
  return verb === "init" ? ".yaml" : ".xyz"
}

test("a name that cannot be written to is refused before the work", async () => {
  const folder = neonFolder()
  for (const ending of [".yaml", ".xyz"]) mkdirSync(folder.path(`folder${ending}`))
  for (const [verb, words] of Object.entries(files)) {
    const ending = endingOf(verb)
    const given = words.map((word) => (word.startsWith("none") ? folder.path(word) : word))
    const cases: readonly (readonly [string, RegExp])[] = [
      [folder.path("out.abc"), /out\.abc {2}the name does not tell (?:the|a) format.* {2}\S.*(?:\.yaml|\.xyz|extxyz)/],
      [folder.path(`out${ending}.gz`), /does not tell/],
      [folder.path(`folder${ending}`), /this is a folder {2}name a file in it/],
      [folder.path(`train.xyz/out${ending}`), /train\.xyz {2}a file is in the way of this folder {2}name another/],
    ]
    for (const [name, said] of cases) {
      const { status, stdout, stderr } = await typed(verb, ...given, name)
      expect({ verb, name, status, stdout, stderr }).toEqual({ verb, name, status: 2, stdout: "", stderr: expect.stringMatching(said) })
    }
  }
  expect(readdirSync(folder.path(".")).toSorted()).toEqual(["fit.yaml", "folder.xyz", "folder.yaml", "test.xyz", "train.xyz"])
})

test("a file that is there is kept unless it is said that it goes", async () => {
  const folder = neonFolder()
  writeFileSync(folder.path("mine.yaml"), "years of work")
  writeFileSync(folder.path("mine.xyz"), "years of work")
  for (const [verb, words] of Object.entries(files)) {
    // Frames are added to the file of `label`.
    if (verb === "label") continue
    const name = folder.path(`mine${endingOf(verb)}`)
    const given = words.map((word) => (word.startsWith("none") ? folder.path(word) : word))
    const refused = await typed(verb, ...given, name)
    const [, option = ""] = /the file is already there {2}name another, or write over it with (--\w+)/.exec(refused.stderr) ?? []
    expect({ verb, status: refused.status, option }).toEqual({ verb, status: 2, option: expect.stringMatching(/^--(?:force|overwrite)$/) })
    expect({ verb, ...(await typed(verb, ...given, name, option)) }).toMatchObject({
      verb,
      status: 2,
      stderr: expect.stringMatching(/none/),
    })
    expect(readFileSync(name, "utf8")).toBe("years of work")
  }
})

test("a folder that cannot be had, or that holds other things, is refused before the work", async () => {
  const folder = neonFolder()
  mkdirSync(folder.path("mine"))
  writeFileSync(folder.path("mine/in.lammps"), "years of work")
  const here = /a file is in the way of this folder {2}name another|the output folder is a file {2}name another/
  for (const [verb, { words, holding }] of Object.entries(folders)) {
    const given = words.map((word) => (/^none\.|\.yaml$/.test(word) ? folder.path(word) : word))
    const cases: readonly (readonly [string, RegExp])[] = [
      ["train.xyz", here],
      ["train.xyz/out", here],
      ["mine", holding],
    ]
    for (const [name, said] of cases) {
      const { status, stderr } = await typed(verb, ...given, "--out", folder.path(name))
      expect({ verb, name, status, stderr }).toEqual({ verb, name, status: 2, stderr: expect.stringMatching(said) })
    }
  }
  expect(readdirSync(folder.path("mine"))).toEqual(["in.lammps"])
})
