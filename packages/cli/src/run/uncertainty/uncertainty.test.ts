import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { typed } from "../../fixtures/typed.ts"
import { neonConfig, neonDimers, neonFolder } from "../fixtures/neon.ts"

const many = Array.from({ length: 30 }, (_, k) => 2.5 + 0.06 * k)
const config = `${neonConfig}export: { lammps: false }\n`

async function fittedFolder(text: string = config): Promise<ReturnType<typeof neonFolder> & { readonly stderr: string }> {
  const folder = neonFolder(text)
  writeFileSync(folder.path("train.xyz"), neonDimers(many, 0.0004))
  writeFileSync(folder.path("test.xyz"), neonDimers([2.53, 3.01, 3.3, 3.9], 0.0004))
  const { status, stderr } = await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")
  expect(status).toBe(0)
  return { ...folder, stderr }
}

test("a fit with a test set shows error bars beside errors, and evaluate gives the same", async () => {
  const folder = await fittedFolder()
  const { sets } = JSON.parse(readFileSync(folder.path("run/calibration.json"), "utf8"))
  expect(sets.test.map(({ property, unit, count, structures }: Record<string, unknown>) => [property, unit, count, structures])).toEqual([
    ["energy", "meV/atom", 4, 4],
    ["force", "meV/Å", 24, 4],
  ])
  const methods = sets.test[0].methods.map(({ method }: { method: string }) => method)
  expect(methods).toEqual(["posterior", "POPS", "committee", "conformal", "predictive"])
  const metrics = JSON.parse(readFileSync(folder.path("run/metrics.json"), "utf8"))
  expect(sets.test[0].rmse).toBeCloseTo(metrics.sets.test.all.energy.rmse, 9)
  // Noise of ±0.4 meV in the energy of two atoms, on every datum: intervals that hold nearly all are as wide, those of the posterior are not.
  const [posterior, , , conformal] = sets.test[0].methods
  expect(conformal.halfWidth).toBeGreaterThan(0.2)
  expect(conformal.halfWidth).toBeLessThan(0.4)
  expect(posterior.halfWidth).toBeLessThan(0.15)
  const report = readFileSync(folder.path("run/report.html"), "utf8")
  expect(report).toMatch(/Error bars, and whether they hold[^]*POPS[^]*<svg/)
  expect(folder.stderr).toMatch(/energy of test: conformal intervals of 90 % hold [\d.]+ % of the data/)

  const text = await typed("evaluate", folder.path("run"), folder.path("test.xyz"), "--uncertainty", "--threads", "1")
  expect(text.stderr).toBe("")
  expect(text.stdout).toMatch(/test, energy {2}in 50 %[^]*conformal/)
  rmSync(folder.path("run/uncertainty.bin"))
  const damaged = await typed("evaluate", folder.path("run"), folder.path("test.xyz"), "--uncertainty", "--threads", "1")
  expect(damaged).toMatchObject({ status: 2, stdout: "" })
  expect(damaged.stderr).toMatch(/uncertainty\.bin is missing {2}remove uncertainty\.json/)
  rmSync(folder.path("run/uncertainty.json"))
  const out = folder.path("out.xyz")
  const options = ["--uncertainty", "--json", "--predictions", out, "--threads", "1"]
  const again = await typed("evaluate", folder.path("run/potential.json"), folder.path("test.xyz"), ...options)
  expect(again.stderr).toContain("error bars: pass 3 of 3")
  expect(JSON.parse(again.stdout).calibration.test).toEqual(sets.test)
  const [, header] = readFileSync(out, "utf8").split("\n")
  expect(header).toMatch(/forces_pops:R:3:.*forces_lower:R:3:.* predicted_energy=.* energy_upper=/)
  expect(header).not.toMatch(/nan|Infinity|stress_/i)
})

test("data without labels get error bars all the same", async () => {
  const folder = await fittedFolder(`${config}report: { uncertainty: false }\n`)
  expect(existsSync(folder.path("run/calibration.json"))).toBe(false)
  expect(existsSync(folder.path("run/uncertainty.json"))).toBe(false)
  writeFileSync(folder.path("bare.xyz"), '2\nProperties=species:S:1:pos:R:3 pbc="F F F"\nNe 0 0 0\nNe 3.2 0 0\n')
  const out = folder.path("out.xyz")
  const bare = await typed("evaluate", folder.path("run"), folder.path("bare.xyz"), "--uncertainty", "--predictions", out, "--threads", "1")
  expect(bare.status).toBe(0)
  expect(bare.stdout).toContain("bare: no labels to compare with")
  expect(readFileSync(out, "utf8")).toMatch(/forces_highest:R:3 .*energy_pops=\d/)
  expect(existsSync(folder.path("run/uncertainty.json"))).toBe(true)
})

test("what cannot have error bars is refused, with what to do", async () => {
  const folder = await fittedFolder(`${config}report: { uncertainty: false }\n`)
  const evaluate = (path: string, ...more: readonly string[]) => typed("evaluate", path, folder.path("test.xyz"), "--uncertainty", ...more)
  writeFileSync(folder.path("potential.json"), readFileSync(folder.path("run/potential.json")))
  expect((await evaluate(folder.path("potential.json"))).stderr).toMatch(
    /error bars need the run that the potential is from {2}name the folder/,
  )
  expect((await evaluate(folder.path("run"), "--coverage", "90")).stderr).toContain("It must be between 0 and 1")
  writeFileSync(folder.path("train.xyz"), neonDimers(many.slice(1)))
  const { status, stderr } = await evaluate(folder.path("run"))
  expect(status).toBe(2)
  expect(stderr).toMatch(/15 data of energy\/odd were fitted, and the training files that its config names hold 14/)
  expect(existsSync(folder.path("run/uncertainty.json"))).toBe(false)
  writeFileSync(folder.path("argon.xyz"), '1\nProperties=species:S:1:pos:R:3 pbc="F F F"\nAr 0 0 0\n')
  writeFileSync(folder.path("train.xyz"), neonDimers(many, 0.0004))
  const other = await typed("evaluate", folder.path("run"), folder.path("argon.xyz"), "--uncertainty")
  expect(other.stderr).toMatch(/argon\.xyz:\d+.*Ar/)
})

test("a fit from statistics has them where all data that went into it are as they were", async () => {
  const knots = Array.from({ length: 9 }, (_, k) => 2.2 + 0.3 * k)
  const linear = (train: string): string => `data: { train: [${train}], test: [test.xyz] }
potential: { kind: pair, elements: [Ne], cutoff: 4.6, pairs: { "Ne-Ne": { spline: { knots: [${knots.join(", ")}] } } } }
objective: { references: none, sigma: { energy: 0.4 meV/atom, forces: 1 meV/Å } }
solver: { kind: bayesian-linear }
export: { lammps: false }
`
  const folder = neonFolder(linear("early.xyz"))
  writeFileSync(folder.path("early.xyz"), neonDimers(many, 0.0004))
  writeFileSync(
    folder.path("late.xyz"),
    neonDimers(
      many.map((r) => r + 0.03),
      0.0004,
    ),
  )
  writeFileSync(folder.path("more.yaml"), linear("early.xyz, late.xyz"))
  const fit = (config: string, out: string, ...more: readonly string[]) =>
    typed("fit", folder.path(config), "--out", folder.path(out), "--threads", "1", ...more)
  const calibration = (run: string) => JSON.parse(readFileSync(folder.path(`${run}/calibration.json`), "utf8")).sets.test
  expect(await fit("fit.yaml", "early")).toMatchObject({ status: 0 })
  expect(await fit("more.yaml", "all")).toMatchObject({ status: 0 })
  expect(await fit("more.yaml", "from", "--from", folder.path("early"))).toMatchObject({ status: 0 })
  const [joined, whole] = [calibration("from"), calibration("all")]
  expect(joined).toHaveLength(2)
  joined.forEach(({ methods }: { methods: readonly { halfWidth: number }[] }, p: number) =>
    methods.forEach(({ halfWidth }, m) => expect(halfWidth / whole[p].methods[m].halfWidth).toBeCloseTo(1, 6)),
  )

  writeFileSync(folder.path("early.xyz"), neonDimers(many, 0.0003))
  rmSync(folder.path("from/uncertainty.json"))
  const late = await typed("evaluate", folder.path("from"), folder.path("test.xyz"), "--uncertainty", "--threads", "1")
  expect(late.stderr).toMatch(/early\.xyz {2}this file of the training data has changed since it was fitted/)
  rmSync(folder.path("early.xyz"))
  writeFileSync(folder.path("fit.yaml"), linear("late.xyz"))
  const again = await fit("fit.yaml", "again", "--from", folder.path("early"))
  expect(again.status).toBe(0)
  expect(again.stderr).toMatch(/no error bars on the test set: .*early\.xyz: this file of the training data is not there any more/)
})

test("a committee of refits is made once, and shown in place of the linearised one", async () => {
  const folder = await fittedFolder(config.replace("objective: { references: none }", "objective: { references: profile }"))
  const evaluate = (...more: readonly string[]) => typed("evaluate", folder.path("run"), folder.path("test.xyz"), "--threads", "1", ...more)
  const halfWidths = async (...more: readonly string[]): Promise<Record<string, number>> => {
    const { stdout, status } = await evaluate("--uncertainty", "--json", ...more)
    expect(status).toBe(0)
    const [energy] = JSON.parse(stdout).calibration.test
    return Object.fromEntries(energy.methods.map(({ method, halfWidth }: { method: string; halfWidth: number }) => [method, halfWidth]))
  }
  expect((await evaluate("--committee")).stderr).toContain("goes with --uncertainty")
  expect((await evaluate("--uncertainty", "--committee")).stderr).toMatch(/there is no committee here {2}make one: luthier sample/)
  const draws = ["--method", "committee", "--draws", "40", "--weights", "dirichlet", "--spread", "0.03", "--threads", "1"]
  const made = await typed("sample", folder.path("run"), ...draws)
  expect(made.stdout).toContain("40 draws by refits from starts 0.03 apart to 30 structures drawn anew")
  const [linearised, refitted] = [await halfWidths(), await halfWidths("--committee")]
  // Of a fit with a single minimum the two know the same, give or take the draws.
  expect(Math.abs(refitted["committee"] / linearised["committee"] - 1)).toBeLessThan(0.35)
  expect(refitted["committee"]).not.toBe(linearised["committee"])
  expect({ ...refitted, committee: 0 }).toEqual({ ...linearised, committee: 0 })
  await typed("sample", folder.path("run"), "--method", "bootstrap", "--draws", "2", "--force", "--threads", "1")
  expect((await evaluate("--uncertainty", "--committee")).stderr).toContain("these draws are bootstrap, and no committee")
})
