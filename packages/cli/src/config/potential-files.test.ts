import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createPotential } from "@luthier/core"
import { expect, onTestFinished, test } from "vitest"
import { loadConfig } from "./load.ts"

const entry = "Ge Ge Ge 1.93 2.181 1.8 31 1.2 -0.333333333333 7.049556277 0.6022245584 4 0 0"

function configWith(potential: string, contents = entry): string {
  const folder = mkdtempSync(join(tmpdir(), "luthier-config-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, "Ge.sw"), contents)
  writeFileSync(join(folder, "fit.yaml"), `data: { train: [a.xyz] }\npotential:\n${potential}\n`)
  return join(folder, "fit.yaml")
}

test("a potential that starts from a file finds it beside the config, in a sum too", async () => {
  const alone = await loadConfig(configWith("  kind: stillinger-weber\n  file: ./Ge.sw"))
  expect(alone.config.potential).toEqual({ kind: "stillinger-weber", file: "Ge.sw", text: entry })
  const term = "{ kind: stillinger-weber, file: Ge.sw, pairs: { Ge-Ge: { gamma: { fixed: true } } } }"
  const { config } = await loadConfig(configWith(`  kind: sum\n  terms: [${term}, { kind: zbl, elements: [Ge], inner: 0.5, outer: 1 }]`))
  const { parameters } = createPotential(config.potential)
  const gamma = parameters.find(({ key }) => key.endsWith("sw.Ge-Ge.gamma"))
  expect(gamma).toMatchObject({ value: 1.2, fixed: true })
})

test("files under names of their own are read too", async () => {
  const file = configWith("  kind: meam\n  library: { file: Ge.sw }\n  settings: { file: ./Ge.sw, text: given }")
  const { config } = await loadConfig(file)
  expect(config.potential).toMatchObject({ library: { file: "Ge.sw", text: entry }, settings: { file: "./Ge.sw", text: "given" } })
})

test.for([
  ["  kind: meam\n  library: { file: none.meam }", entry, { line: 4, column: 20 }, /none\.meam: no such file/],
  ["  kind: stillinger-weber\n  file: Si.sw", entry, { line: 4, column: 9 }, /Si\.sw: no such file/],
  ["  kind: sum\n  terms:\n    - kind: tersoff\n      file: none", entry, { line: 6, column: 13 }, /none: no such file/],
  ["  kind: stillinger-weber\n  file: Ge.sw", `${entry} 7`, { line: 4, column: 9 }, /^Ge\.sw:1:\d+: an entry of 15 words/],
] as const)("%j is refused where it is written", async ([potential, contents, place, message]) => {
  const file = configWith(potential, contents)
  const load = async () => {
    const { config, within } = await loadConfig(file)
    within(["potential"], () => createPotential(config.potential))
  }
  await expect(load()).rejects.toMatchObject({ place: { file, ...place }, message: expect.stringMatching(message) })
})
