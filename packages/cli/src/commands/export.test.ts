import { readFileSync, writeFileSync } from "node:fs"
import { createPotential, lammpsModel, parameterValues } from "@luthier/core"
import { expect, onTestFinished, test, vi } from "vitest"
import { runCommandLine } from "../command-line.ts"
import { demandLammps } from "../engines/fixtures/agreement.ts"
import { typed } from "../fixtures/typed.ts"
import { neon, neonFolder } from "../run/fixtures/neon.ts"

/** The table of the potential from which the dimers of the folder are, and what is said when it is exported. */
async function exported(...words: readonly string[]): Promise<{ folder: ReturnType<typeof neonFolder>; status: number; stderr: string }> {
  const folder = neonFolder()
  const pairs = { "Ne-Ne": { form: "lennard-jones", parameters: neon } }
  const potential = createPotential({ kind: "pair", elements: ["Ne"], cutoff: 11, switch: { polynomial: 9 }, pairs })
  writeFileSync(folder.path("pairs.txt"), lammpsModel(potential, parameterValues(potential.parameters)).files["Ne.table"])
  let stderr = ""
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(() => true),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      stderr += String(text)
      return true
    }),
  ]
  onTestFinished(() => spies.forEach((spy) => spy.mockRestore()))
  const paths = words.map((word) => (word.endsWith(".xyz") ? folder.path(word) : word))
  const status = await runCommandLine(["export", folder.path("pairs.txt"), "--out", folder.path("out"), ...paths])
  return { folder, status, stderr }
}

test("a table is exported as it is, and LAMMPS computes the same from it on data of one's own", async () => {
  await demandLammps()
  const { folder, status, stderr } = await exported("--data", "train.xyz", "test.xyz")
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringMatching(/^LAMMPS .* on 11 structures: largest differences energy /),
  })
  const check = JSON.parse(readFileSync(folder.path("out/check.json"), "utf8"))
  expect(check.exact).toBe(true)
  for (const { relative } of check.differences) expect(relative).toBeLessThan(1e-10)
})

test("without data there is nothing to check", async () => {
  const { folder, status, stderr } = await exported()
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  expect(readFileSync(folder.path("out/in.lammps"), "utf8")).toContain("pair_coeff 1 1 Ne.table Ne-Ne 11")
  expect(() => readFileSync(folder.path("out/check.json"))).toThrow(/no such file/)
})

test("what cannot be exported is told before anything is written", async () => {
  const { folder, status, stderr } = await exported("--data", "alien.xyz")
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining("no such file") })
  writeFileSync(folder.path("alien.xyz"), '1\nProperties=species:S:1:pos:R:3 pbc="F F F"\nAl 0 0 0\n')
  const alien = await typed("export", folder.path("pairs.txt"), "--out", folder.path("out"), "--data", folder.path("alien.xyz"))
  expect(alien).toMatchObject({ status: 2, stderr: expect.stringMatching(/alien\.xyz:1 .*the potential does not know Al/) })
  const blocked = await typed("export", folder.path("pairs.txt"), "--out", folder.path("train.xyz"))
  expect(blocked).toMatchObject({ status: 2, stderr: expect.stringContaining("a file is in the way of this folder") })
})
