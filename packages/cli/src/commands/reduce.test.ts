import { writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { neonConfig, neonDimers, neonFolder } from "../run/fixtures/neon.ts"
import { typed } from "../fixtures/typed.ts"

const objective = "objective: { references: none, sigma: { energy: 1 meV/atom, forces: 10 meV/Å } }\nexport: { lammps: false }"

/** A finished fit of a pair potential to dimers. */
async function finished(pair: string, distances: readonly number[]): Promise<string> {
  const config = neonConfig.replace(/\{ form: .*\}$/m, pair).replace("objective: { references: none }", objective)
  const folder = neonFolder(config)
  writeFileSync(folder.path("train.xyz"), neonDimers(distances))
  expect(await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")).toMatchObject({ status: 0 })
  return folder.path("run")
}

test("reduce says where both ways lead, and goes on with what it has; a bound of weak attraction is met by name", async () => {
  const born =
    "{ formula: 'A * exp(-r / b) - C / r^6', parameters: { A: { value: 300, lower: 1 }, b: { value: 0.25, lower: 0.05 }, C: { value: 0.4, lower: 0.000001 } } }"
  const run = await finished(born, [2.2, 2.3, 2.4, 2.5])
  const said = await typed("reduce", run, "--json")
  expect(said.status).toBe(0)
  const { limits, parameters } = JSON.parse(said.stdout)
  expect(parameters).toHaveLength(3)
  expect(limits).toHaveLength(2)
  for (const { length, sentence } of limits) {
    expect(length).toBeGreaterThan(0)
    expect(sentence).toMatch(/^after .* σ of change in the predictions/)
  }
  const bounded = limits.find(({ end }: { end: string }) => end === "bound")
  expect(bounded.motions).toMatchObject([{ key: "pair.Ne-Ne.C", towards: "a bound" }])
  expect(bounded.motions[0].at).toBeCloseTo(0.000001, 12)
  expect(bounded.sentence).toContain("pair.Ne-Ne.C → 0.000001, its bound; with pair.Ne-Ne.C held at 0.000001")
  expect((await typed("reduce", run)).stderr).toMatch(/geodesics\.json {2}this is there already/)
  expect((await typed("reduce", run, "--resume", "--json")).stdout).toBe(said.stdout)
  expect((await typed("reduce", run, "--force", "--direction", "4")).stderr).toContain(
    "the data see 3 directions: there is none of number 4",
  )
})

test("a linear fit has no edge", async () => {
  const run = await finished("{ form: lennard-jones-ab }", [2.5, 2.6, 2.75, 2.9, 3.1])
  expect((await typed("reduce", run)).stderr).toMatch(/its manifold is flat and has no edge/)
})
