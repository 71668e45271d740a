import { existsSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { readAny, textSource, type Configuration } from "@luthier/core"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { z } from "zod"
import { luthier } from "./command-line.ts"
import { copperFrames } from "./copper.ts"
import { folderWith } from "./folder.ts"

const examples = fileURLToPath(new URL("../examples/", import.meta.url))
const configs = readdirSync(examples).filter((name) => existsSync(`${examples}${name}/fit.yaml`))

describe("schema", async () => {
  const { code, stdout } = await luthier(examples, "schema")
  const schema = z.fromJSONSchema(JSON.parse(stdout))
  const accepts = (text: string): boolean => schema.safeParse(parse(text)).success

  test("is a JSON Schema", () => {
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema", required: ["data", "potential"] })
  })

  test.each(configs)("accepts the config of %s, and none with a word misspelt", (name) => {
    const text = readFileSync(`${examples}${name}/fit.yaml`, "utf8")
    expect(accepts(text)).toBe(true)
    const words = ["train", "data", "potential", "elements", "file"].map((word) => new RegExp(`^( *)(${word}:)`, "m"))
    const written = words.filter((word) => word.test(text))
    expect(written.length).toBeGreaterThan(3)
    for (const word of written) expect(accepts(text.replace(word, "$1x$2")), String(word)).toBe(false)
  })
})

describe("convert", () => {
  const [frame] = copperFrames("Cu_test.xyz.gz").filter((text) => text.includes("config_type=Surface"))

  test.each(["POSCAR", "copper.data", "copper.xyz"])("to %s and back keeps cell and atoms", async (name) => {
    using folder = folderWith({ "in.xyz": frame })
    expect(await luthier(folder.path("."), "convert", "in.xyz", name)).toMatchObject({ code: 0, stderr: "" })
    expect(await luthier(folder.path("."), "convert", name, "back.xyz")).toMatchObject({ code: 0, stderr: "" })
    const [first] = await configurationsOf(frame)
    const [back] = await configurationsOf(folder.text("back.xyz"))
    expect(back.structure.numbers).toEqual(first.structure.numbers)
    expect(distances(back)).toEqual(distances(first).map((distance) => expect.closeTo(distance, 6)))
  })

  test("from extended XYZ to extended XYZ keeps every label to the last bit", async () => {
    const text = copperFrames("Cu_test.xyz.gz").slice(0, 6).join("")
    using folder = folderWith({ "in.xyz": text })
    expect(await luthier(folder.path("."), "convert", "in.xyz", "out.xyz")).toMatchObject({ code: 0 })
    const without = (one: Configuration): unknown => ({ ...one, origin: undefined })
    expect((await configurationsOf(folder.text("out.xyz"))).map(without)).toEqual((await configurationsOf(text)).map(without))
  })

  test("takes one frame of many, also of a zipped file", async () => {
    using folder = folderWith({})
    const words = ["convert", `${examples}copper-eam/data/Cu_test.xyz.gz`, "five.xyz", "--frame", "5"]
    expect(await luthier(folder.path("."), ...words)).toMatchObject({ code: 0 })
    const [fifth] = await configurationsOf(copperFrames("Cu_test.xyz.gz")[4])
    expect(await configurationsOf(folder.text("five.xyz"))).toMatchObject([{ energy: fifth.energy, forces: fifth.forces }])
  })
})

describe("init", () => {
  test("writes a config for the copper example that is read, and names its groups", async () => {
    using folder = folderWith({})
    const train = `${examples}copper-eam/data/Cu_train.xyz.gz`
    expect(await luthier(folder.path("."), "init", train, "--out", "fit.yaml")).toMatchObject({ code: 0 })
    expect(folder.text("fit.yaml")).toMatch(/^# 262 configurations of Cu.*\n(#.*\n)*#\s+AIMD-NVT: 108$/m)
    // The data are found from the config's folder: what is missing is something else.
    const { stderr } = await luthier(folder.path("."), "fit", "fit.yaml", "--out", "out", "--resume")
    expect(stderr).toBe("out  there is no checkpoint to resume from  leave --resume out, or name the run's folder with --out\n")
  })

  test("marks the pairs of elements that never meet", async () => {
    const molecule = "3\nProperties=species:S:1:pos:R:3 energy=-3.1\nC 0 0 0\nO 1.2 0 0\nC 0 1.5 0\n"
    using folder = folderWith({ "train.xyz": molecule.repeat(3) })
    const { stdout } = await luthier(folder.path("."), "init", "train.xyz")
    expect(stdout).toMatch(/^    C-C: \{ form: lennard-jones \}$/m)
    expect(stdout).toMatch(/^    O-O: \{ form: lennard-jones \}   # never within the cutoff/m)
  })

  test.each([
    [
      "copper",
      copperFrames("Cu_train.xyz.gz")
        .filter((text) => text.includes("config_type=Surface"))
        .slice(4),
    ],
    [
      "neon",
      [2.6, 2.9, 3.1, 3.4, 3.9].map((r) => `2\nProperties=species:S:1:pos:R:3 energy=${(r - 3.1) ** 2 / 90}\nNe 0 0 0\nNe 0 ${r} 0\n`),
    ],
  ])("writes a config for a file of %s that can be fitted as it is", { timeout: 60_000 }, async (_, frames) => {
    using folder = folderWith({ "data/train.xyz": frames.join("") })
    expect(await luthier(folder.path("."), "init", "data/train.xyz", "--out", "fits/fit.yaml")).toMatchObject({ code: 0 })
    const ended = await luthier(folder.path("."), "fit", "fits/fit.yaml", "--out", "run", "--threads", "1", "--json")
    expect(ended).toMatchObject({ code: 0 })
    expect(JSON.parse(ended.stdout).sets.train.all.energy.count).toBe(frames.length)
  })
})

describe("doctor", () => {
  test("says what is on this machine, in words and for machines", async () => {
    const { code, stdout } = await luthier(examples, "doctor", "--json")
    const found = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(found).toMatchObject({ node: process.versions.node, workers: true, platform: `${process.platform} ${process.arch}` })
    const words = await luthier(examples, "doctor")
    expect(words.code).toBe(0)
    for (const key of Object.keys(found)) expect(words.stdout).toMatch(new RegExp(`^${key} +\\S`, "m"))
  })
})

async function configurationsOf(text: string): Promise<Configuration[]> {
  const found: Configuration[] = []
  for await (const one of readAny(textSource("made.xyz", text))) found.push(one)
  return found
}

/** Distances of all pairs of atoms, and the cell's diagonals [Å]: what no rotation of the cell changes. */
function distances({ structure: { positions, cell, numbers } }: Configuration): number[] {
  const at = (rows: Float64Array, i: number): number[] => [...rows.subarray(3 * i, 3 * i + 3)]
  const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, c) => x - b[c]))
  const pairs = [...numbers].flatMap((_, i) => [...numbers.slice(0, i)].map((_, j) => apart(at(positions, i), at(positions, j))))
  const rows = [0, 1, 2].map((i) => at(cell!, i))
  return [...pairs, ...rows.flatMap((a, i) => [Math.hypot(...a), ...rows.slice(0, i).map((b) => apart(a, b))])]
}
