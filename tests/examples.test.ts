import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { runCommandLine } from "../packages/cli/src/command-line.ts"
import { luthier } from "./command-line.ts"

const examples = join(import.meta.dirname, "../examples")
/** Models of Zuo et al., doi:10.1021/acs.jpca.9b08723, fitted to the same data. */
const published = join(import.meta.dirname, "../packages/core/src/potentials/snap/fixtures")
const root = mkdtempSync(join(tmpdir(), "luthier-examples-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

interface Summary {
  readonly rmse: number
}

interface Run {
  readonly folder: string
  readonly log: string
  readonly parameters: Readonly<Record<string, number>>
  readonly sets: Readonly<Record<string, { readonly all: { readonly energy: Summary; readonly force: Summary } }>>
  readonly differences: readonly { readonly quantity: string; readonly largest: number; readonly relative: number }[]
  readonly exact: boolean
}

/** Fits an example from its config, as a user would. */
async function fit(name: string): Promise<Run> {
  const folder = join(root, name)
  expect(await runCommandLine(["fit", join(examples, name, "fit.yaml"), "--out", folder])).toBe(0)
  const json = (file: string) => JSON.parse(readFileSync(join(folder, file), "utf8"))
  const { differences, exact } = json("exports/lammps/check.json")
  const parameters = json("potential.json").parameters.map(({ key, value }: { key: string; value: number }) => [key, value])
  return {
    folder,
    log: readFileSync(join(folder, "log.txt"), "utf8"),
    parameters: Object.fromEntries(parameters),
    sets: json("metrics.json").sets,
    differences,
    exact,
  }
}

/** Errors of a published potential on data, as the command line tells them. */
async function evaluated(potential: string, data: string): Promise<{ energy: Summary; force: Summary }> {
  const { stdout } = await luthier(published, "evaluate", potential, join(examples, data), "--json")
  const [set] = Object.values<Run["sets"][string]>(JSON.parse(stdout).sets)
  return set.all
}

/** LAMMPS computes the same from the exported files: to ten digits by the same formula, to 1e-5 eV/Å by a table. */
function expectLammpsAgrees({ differences, exact }: Run): void {
  for (const { quantity, largest, relative } of differences) {
    if (exact && quantity !== "stress") expect(relative, quantity).toBeLessThan(1e-10)
    if (quantity === "energy" || quantity === "force") expect(largest, quantity).toBeLessThan(1e-5)
    if (quantity === "stress") expect(relative, quantity).toBeLessThan(1e-6)
  }
  expect(differences.map(({ quantity }) => quantity)).toEqual(["energy", "force", "stress"])
}

describe("examples", () => {
  it("covers every folder", () => {
    const configs = readdirSync(examples, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && readdirSync(join(examples, entry.name)).includes("fit.yaml"))
      .map(({ name }) => name)
    const tested = ["copper-eam", "copper-splines", "lennard-jones-dimer", "molybdenum-snap", "neon-xenon", "silicon-ace"]
    const elsewhere = ["copper-targets", "silicon-targets"]
    expect(configs.sort()).toEqual([...tested, ...elsewhere, "synthetic-copper", "user-formula"].sort())
  })

  it("copper-eam: DFT copper, judged on structures that were not fitted", async () => {
    const run = await fit("copper-eam")
    // The published SNAP has 83 meV/Å on the same files (Zuo et al., doi:10.1021/acs.jpca.9b08723).
    expect(run.sets["test"].all.force.rmse).toBeLessThan(50)
    expect(run.sets["test"].all.energy.rmse).toBeLessThan(5)
    expectLammpsAgrees(run)
    const files = readdirSync(run.folder)
    for (const file of [
      ...["config.resolved.yaml", "environment.json", "potential.json", "metrics.json", "errors.md", "log.txt"],
      ...["progress.jsonl", "fisher.json", "report.html", "predictions", "checkpoints", "exports"],
    ]) {
      expect(files).toContain(file)
    }
    expect(readdirSync(join(run.folder, "exports/lammps")).sort()).toEqual(["Cu.eam.alloy", "check.json", "in.lammps", "structure.data"])
  })

  it("neon-xenon: an exact Lennard-Jones mixture is predicted to rounding", async () => {
    const run = await fit("neon-xenon")
    expect(run.sets["train"].all.energy.rmse).toBeLessThan(1e-6)
    expect(run.sets["train"].all.force.rmse).toBeLessThan(1e-5)
    expectLammpsAgrees(run)
    expect(run.exact).toBe(true)
  })

  it("synthetic-copper: the published parameters come back", async () => {
    const run = await fit("synthetic-copper")
    // Copper of X. W. Zhou, R. A. Johnson and H. N. G. Wadley, Phys. Rev. B 69, 144113 (2004), doi:10.1103/PhysRevB.69.144113, table I.
    const published = {
      "density.Cu.re": 2.556162,
      "density.Cu.beta": 4.334731,
      "density.Cu.lambda": 0.756515,
      "pair.Cu-Cu.alpha": 8.12762,
      "pair.Cu-Cu.A": 0.39662,
      "pair.Cu-Cu.B": 0.548085,
      "pair.Cu-Cu.kappa": 0.308782,
      "embedding.Cu.F0": -2.19,
      "embedding.Cu.Fn0": -2.170269,
    }
    for (const [key, value] of Object.entries(published)) expect(Math.abs(run.parameters[key] / value - 1), key).toBeLessThan(1e-5)
    expectLammpsAgrees(run)
  })

  it("lennard-jones-dimer: two unknowns from two data, in closed form", async () => {
    const run = await fit("lennard-jones-dimer")
    const [, comment, first] = readFileSync(join(examples, "lennard-jones-dimer/dimer.xyz"), "utf8").split("\n")
    const energy = Number(/energy=(\S+)/.exec(comment)![1])
    const force = Number(first.split(/\s+/)[4])
    // φ = A r⁻¹² − B r⁻⁶ and −F = φ′ r/r: with the force on the first atom pointing to the second positive, φ′ = F.
    const r = 4
    const A = (r ** 12 * (6 * energy + force * r)) / -6
    const B = (r ** 6 * (12 * energy + force * r)) / -6
    expect(run.parameters["pair.Ar-Ar.A"] / A).toBeCloseTo(1, 10)
    expect(run.parameters["pair.Ar-Ar.B"] / B).toBeCloseTo(1, 10)
    expect(run.log).toMatch(/solved exactly: 2 unknowns from 2 data, condition number \d+/)
    expectLammpsAgrees(run)
  })

  it("silicon-ace: better than the published SNAP on structures that were not fitted", async () => {
    const run = await fit("silicon-ace")
    const snap = await evaluated("linear-Si.snapcoeff", "silicon-ace/data/Si_test.xyz.gz")
    expect(run.sets["test"].all.force.rmse).toBeLessThan(0.75 * snap.force.rmse)
    expect(run.sets["test"].all.energy.rmse).toBeLessThan(0.75 * snap.energy.rmse)
    expect(readdirSync(join(run.folder, "exports/lammps"))).toContain("Si.yace")
  })

  it("copper-splines: better than the published quadratic SNAP on structures that were not fitted", async () => {
    const run = await fit("copper-splines")
    const snap = await evaluated("quadratic-Cu.snapcoeff", "copper-eam/data/Cu_test.xyz.gz")
    expect(run.sets["test"].all.force.rmse).toBeLessThan(snap.force.rmse)
    expect(run.sets["test"].all.energy.rmse).toBeLessThan(snap.energy.rmse)
  })

  it("molybdenum-snap: at least as near to its data as the published SNAP", async () => {
    const run = await fit("molybdenum-snap")
    const snap = await evaluated("linear-Mo.snapcoeff", "molybdenum-snap/data/Mo_train.xyz.gz")
    expect(run.sets["train"].all.force.rmse).toBeLessThan(snap.force.rmse)
    expect(run.sets["train"].all.energy.rmse).toBeLessThan(snap.energy.rmse)
    expect(readdirSync(join(run.folder, "exports/lammps"))).toEqual(expect.arrayContaining(["Mo.snapcoeff", "Mo.snapparam"]))
  })

  it("user-formula: five parameters in the user's own words", async () => {
    const run = await fit("user-formula")
    expect(run.sets["test"].all.force.rmse).toBeLessThan(83)
    expectLammpsAgrees(run)
  })
})
