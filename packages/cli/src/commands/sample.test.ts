import { readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { neonConfig, neonDimers, neonFolder } from "../run/fixtures/neon.ts"
import { typed } from "../fixtures/typed.ts"

const sigmas = "objective: { references: none, sigma: { energy: 0.1 meV/atom, forces: 1 meV/Å } }\nexport: { lammps: false }"

/** A finished run of eight dimers with a little noise. */
async function finished(config: string = neonConfig): Promise<(...words: readonly string[]) => ReturnType<typeof typed>> {
  const folder = neonFolder(config.replace("objective: { references: none }", sigmas))
  writeFileSync(folder.path("train.xyz"), neonDimers([2.5, 2.6, 2.75, 2.9, 3.1, 3.4, 3.8, 4.5], 1e-4))
  expect(await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")).toMatchObject({ status: 0 })
  runFolder = folder.path("run")
  return (verb, ...options) => typed(verb, runFolder, ...options)
}
let runFolder = ""
const file = (name: string): string => readFileSync(`${runFolder}/${name}`, "utf8")

test("profile and samples of a fit agree; profiles can be asked for again, and refuse what they do not know", async () => {
  const run = await finished()
  const profiled = await run("profile", "--json")
  expect(profiled.status).toBe(0)
  const { intervals } = JSON.parse(profiled.stdout)
  const sampled = await run("sample", "--method", "hamiltonian", "--warm-up", "60", "--draws", "100", "--json")
  expect(sampled.status).toBe(0)
  const { parameters } = JSON.parse(sampled.stdout)
  for (const [k, { key, interval, value }] of intervals.entries()) {
    const { name, quantiles, deviation, rHat } = parameters[k]
    expect(name).toBe(key)
    expect(rHat).toBeLessThan(1.1)
    expect(interval[0]).toBeLessThan(value)
    expect(Math.abs(interval[0] - quantiles[0])).toBeLessThan(0.5 * deviation)
    expect(Math.abs(interval[1] - quantiles[2])).toBeLessThan(0.5 * deviation)
  }
  expect((await run("profile")).stderr).toMatch(/profiles\.json {2}this is there already {2}--resume goes on/)
  expect((await run("profile", "--resume", "--json")).stdout).toBe(profiled.stdout)
  expect((await run("profile", "--resume", "--confidence", "0.9")).stderr).toContain("this belongs to other options")
  expect((await run("profile", "--force", "--parameters", "pair.Ne-Ne.epsilom")).stderr).toContain("did you mean pair.Ne-Ne.epsilon?")
})

test("draws that are gone on with are those that were never stopped", async () => {
  const run = await finished()
  const words = ["--method", "ensemble", "--warm-up", "20", "--chains", "8"]
  expect(await run("sample", ...words, "--draws", "30")).toMatchObject({ status: 0 })
  expect((await run("sample", ...words)).stderr).toContain("this is there already")
  expect(await run("sample", ...words, "--draws", "50", "--resume")).toMatchObject({ status: 0 })
  const resumed = file("samples/draws.csv")
  expect(resumed.split("\n")).toHaveLength(1 + 8 * 50 + 1)
  expect(await run("sample", ...words, "--draws", "50", "--force")).toMatchObject({ status: 0 })
  expect(file("samples/draws.csv")).toBe(resumed)
  expect((await run("sample", "--chains", "3", "--method", "ensemble", "--force")).stderr).toMatch(/even number of walkers.*--chains/)
})

test("bootstrap refits to structures or groups drawn anew; linear fits are drawn exactly, and their σ with them", async () => {
  const run = await finished(
    neonConfig.replace("parameters: { epsilon: 0.002, sigma: 3.1 }", "").replace("lennard-jones,", "lennard-jones-ab"),
  )
  expect((await run("sample", "--draws", "400")).stdout).toContain("draws by independent draws of the posterior")
  const exact = JSON.parse(file("samples/summary.json"))
  const boot = await run("sample", "--method", "bootstrap", "--weights", "dirichlet", "--draws", "60", "--force")
  expect(boot.stdout).toContain("refits to 8 structures drawn anew")
  const refits = JSON.parse(file("samples/summary.json"))
  refits.parameters.forEach(({ mean, value, deviation }: Record<string, number>, k: number) => {
    expect(Math.abs(mean - value)).toBeLessThan(3 * exact.parameters[k].deviation)
    expect(deviation).toBeGreaterThan(0)
  })
  expect((await run("sample", "--method", "bootstrap", "--resample", "group", "--draws", "5", "--force")).stdout).toContain("2 groups")
  expect((await run("sample", "--method", "noise", "--force")).stderr).toContain("every σ of this fit was given")
})
