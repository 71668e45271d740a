import { spawn, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { typed } from "./fixtures/typed.ts"
import { neon, neonConfig, neonDimers, neonFolder } from "./run/fixtures/neon.ts"

const binary = fileURLToPath(new URL("../bin/luthier.mjs", import.meta.url))

function luthier(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, ...args], { encoding: "utf8", timeout: 60_000 })
  return { status, stdout, stderr }
}

test("fit finds the parameters its data were made with, and fills the run folder", async () => {
  const folder = neonFolder()
  const run = luthier("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "2", "--json")
  expect(run).toMatchObject({ status: 0 })
  const metrics = JSON.parse(run.stdout)
  expect(metrics).toEqual(JSON.parse(readFileSync(folder.path("run/metrics.json"), "utf8")))
  expect(metrics).toMatchObject({ schema: 1, parameters: 2, sets: { train: { groups: { even: {}, odd: {} } }, test: { all: {} } } })
  expect(metrics.sets.test.all.energy).toMatchObject({ count: 3, unit: "meV/atom" })
  expect(metrics.sets.test.all.force).toMatchObject({ count: 18, unit: "meV/Å" })
  expect(metrics.sets.test.all.force.max).toBeLessThan(1e-5)
  const potential = JSON.parse(readFileSync(folder.path("run/potential.json"), "utf8"))
  const values = Object.fromEntries(potential.parameters.map(({ key, value }: { key: string; value: number }) => [key, value]))
  expect(values["pair.Ne-Ne.epsilon"]).toBeCloseTo(neon.epsilon, 9)
  expect(values["pair.Ne-Ne.sigma"]).toBeCloseTo(neon.sigma, 8)
  const files = [
    "calibration.json",
    "checkpoints",
    "config.resolved.yaml",
    "environment.json",
    "errors.md",
    "exports",
    "fisher.json",
    "log.txt",
    "metrics.json",
  ]
  const others = ["posterior.bin", "posterior.json", "potential.json", "predictions", "progress.jsonl", "report.html", "statistics"]
  const bars = ["uncertainty.bin", "uncertainty.json"]
  expect(readdirSync(folder.path("run")).sort()).toEqual([...files, ...others, ...bars])
  expect(readdirSync(folder.path("run/predictions"))).toEqual(["test.extxyz", "train.extxyz"])

  const evaluated = await typed("evaluate", folder.path("run/potential.json"), folder.path("test.xyz"), "--json", "--threads", "1")
  expect(JSON.parse(evaluated.stdout).sets.test).toEqual(metrics.sets.test)

  const again = await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"))
  expect(again).toMatchObject({ status: 2, stdout: "" })
  expect(again.stderr).toMatch(/a finished run is here {2}--force writes over it/)
  const resolved = await typed("fit", folder.path("run/config.resolved.yaml"), "--out", folder.path("run2"), "--threads", "1")
  expect(resolved.status).toBe(0)
  expect(JSON.parse(readFileSync(folder.path("run2/potential.json"), "utf8"))).toEqual(potential)

  rmSync(folder.path("run/report.html"))
  expect((await typed("report", folder.path("run"))).status).toBe(0)
  expect(readFileSync(folder.path("run/report.html"), "utf8")).toContain("pair.Ne-Ne")
  expect(JSON.parse(readFileSync(folder.path("run/metrics.json"), "utf8"))).toEqual(metrics)
  expect(JSON.parse(readFileSync(folder.path("run/potential.json"), "utf8"))).toEqual(potential)
})

test("Ctrl-C saves, says how to go on, and a changed config is not taken for the same run", async () => {
  const config = neonConfig.replace(
    "objective:",
    "solver: { kind: levenberg-marquardt, search: { method: multi-start, starts: 3000, iterations: 3 } }\nobjective:",
  )
  const folder = neonFolder(config)
  const child = spawn(process.execPath, [binary, "fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1"])
  let said = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text
    if (/^ +5 /m.test(said) && !child.killed) child.kill("SIGINT")
  })
  expect(await new Promise((resolve) => child.on("close", resolve))).toBe(130)
  expect(said).toMatch(/Go on with: luthier fit .*fit\.yaml --out .*run --resume\n$/)
  expect(existsSync(folder.path("run/metrics.json"))).toBe(false)
  const state = JSON.parse(readFileSync(folder.path("run/checkpoints/latest.json"), "utf8"))
  expect(state.state.iteration).toBeGreaterThanOrEqual(5)
  writeFileSync(folder.path("fit.yaml"), config.replace("starts: 3000", "starts: 20"))
  const refused = await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--resume")
  expect(refused).toMatchObject({ status: 2, stdout: "" })
  expect(refused.stderr).toMatch(/config or data have changed/)
}, 60_000)

test("a fit killed in the middle and resumed gives the bytes of one that ran through, with one thread or two", async () => {
  const folder = neonFolder(
    neonConfig.replace(
      "objective:",
      "export: { lammps: false }\nsolver: { kind: levenberg-marquardt, search: { method: multi-start, starts: 12, iterations: 3 } }\nobjective:",
    ),
  )
  // Noise, so that σ are renewed.
  writeFileSync(folder.path("train.xyz"), neonDimers([2.5, 2.6, 2.75, 2.9, 3.1, 3.4, 3.8, 4.5], 1e-4))
  const whole = luthier("fit", folder.path("fit.yaml"), "--out", folder.path("whole"), "--threads", "1")
  expect(whole.status).toBe(0)
  const child = spawn(process.execPath, [binary, "fit", folder.path("fit.yaml"), "--out", folder.path("cut"), "--threads", "2"])
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (/^ +[3-9] /m.test(text)) child.kill("SIGKILL")
  })
  await new Promise((resolve) => child.on("close", resolve))
  expect(existsSync(folder.path("cut/potential.json"))).toBe(false)
  expect(luthier("fit", folder.path("fit.yaml"), "--out", folder.path("cut"), "--threads", "2", "--resume").status).toBe(0)
  for (const file of ["potential.json", "fisher.json", "errors.md", "predictions/train.extxyz"]) {
    expect(readFileSync(folder.path(`cut/${file}`), "utf8")).toBe(readFileSync(folder.path(`whole/${file}`), "utf8"))
  }
}, 60_000)

test("mistakes on the command line and in files are one line on stderr, with exit code 2 and nothing written", async () => {
  const folder = neonFolder(neonConfig.replace("cutoff", "cutof"))
  writeFileSync(folder.path("bad.xyz"), "2\nProperties=species:S:1:pos:R:3 energy=1\nNe 0 0 0\nNe 0 0 x\n")
  mkdirSync(folder.path("mine"))
  writeFileSync(folder.path("mine/thesis.txt"), "years of work")
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [["fitt"], /^luthier {2}unknown command 'fitt'/],
    [["fit"], /missing required argument 'config'/],
    [["fit", folder.path("fit.yaml"), "--threads", "none"], /whole number from 1/],
    [["fit", folder.path("fit.yaml"), "--thread", "2"], /unknown option '--thread'/],
    [["fit", folder.path("fit.yaml"), "--out", folder.path("run")], /fit\.yaml:7:3 {2}unknown key "cutof" {2}did you mean "cutoff"\?/],
    [["fit", folder.path("none.yaml")], /none\.yaml {2}no such file {2}check the path/],
    [["fit", folder.path("fit.yaml"), "--out", folder.path("mine"), "--force"], /not a run of luthier/],
    [["fit", folder.path("fit.yaml"), "--out", folder.path("mine"), "--resume"], /no checkpoint/],
    [["evaluate", folder.path("fit.yaml"), folder.path("test.xyz")], /no potential that luthier reads/],
    [["convert", folder.path("bad.xyz"), folder.path("out.xyz")], /bad\.xyz:4:8 /],
    [["convert", folder.path("test.xyz"), folder.path("out.cif")], /does not tell the format/],
    [["init", folder.path("none.xyz")], /no such file/],
  ]
  for (const [args, said] of cases) {
    const { status, stdout, stderr } = await typed(...args)
    expect({ args, status, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({ args, status: 2, stdout: "", lines: 1 })
    expect(stderr).toMatch(said)
  }
  expect(readdirSync(folder.path(".")).sort()).toEqual(["bad.xyz", "fit.yaml", "mine", "test.xyz", "train.xyz"])
  expect(readdirSync(folder.path("mine"))).toEqual(["thesis.txt"])
}, 60_000)

test("what init writes can be fitted, and converted data come back", async () => {
  const folder = neonFolder()
  rmSync(folder.path("fit.yaml"))
  expect((await typed("init", folder.path("train.xyz"), "--out", folder.path("fit.yaml"))).status).toBe(0)
  expect((await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"))).status).toBe(0)
  expect((await typed("convert", folder.path("train.xyz"), folder.path("copy.extxyz"))).status).toBe(0)
  const copy = await typed("evaluate", folder.path("run/potential.json"), folder.path("copy.extxyz"), "--json")
  const original = await typed("evaluate", folder.path("run/potential.json"), folder.path("train.xyz"), "--json")
  expect(JSON.parse(copy.stdout).sets.copy).toEqual(JSON.parse(original.stdout).sets.train)
  expect(JSON.parse((await typed("schema")).stdout)).toMatchObject({
    type: "object",
    properties: { data: {}, potential: {}, objective: {} },
  })
}, 60_000)
