import { existsSync, readdirSync } from "node:fs"
import { afterAll, describe, expect, test } from "vitest"
import { luthier, start, type Ended } from "./command-line.ts"
import { copperFrames } from "./copper.ts"
import { folderWith } from "./folder.ts"

const frames = copperFrames("Cu_train.xyz.gz")
const pick = (remainder: number): string => frames.filter((_, k) => k % 40 === remainder).join("")
// Everything is given, so that nothing of the potential depends on which data there are.
const config = (train: string, more = "", count = 24): string => {
  const knots = Array.from({ length: count }, (_, k) => (1.8 + (3 * k) / (count - 1)).toFixed(4))
  return `data: { train: ${train} }
potential: { kind: pair, elements: [Cu], cutoff: 4.8, pairs: { "*-*": { spline: { knots: [${knots.join(", ")}] } } } }
objective: { stress: false, smoothness: { pair: 1e-5 }${more} }
solver: { kind: bayesian-linear }
export: { lammps: false }
`
}
const weights = ", sigma: { energy: 2 meV/atom, forces: 90 meV/Å }"

const folder = folderWith({
  "early.xyz": pick(0),
  "late.xyz": pick(11),
  "fit.yaml": config("[early.xyz]"),
  "weights.yaml": config("[early.xyz]", weights),
  "more.yaml": config("[early.xyz, late.xyz]", weights),
  "other.yaml": config("[early.xyz]", "", 26),
  "stress.yaml": config("[early.xyz]").replace("stress: false", "stress: true"),
  "references.yaml": config("[early.xyz]", ", references: none"),
  "malformed/statistics/statistics.json": "{}",
})
afterAll(() => folder[Symbol.dispose]())

function fit(file: string, out: string, threads: number, ...more: readonly string[]): Promise<Ended> {
  return luthier(folder.path("."), "fit", file, "--out", out, "--threads", String(threads), ...more)
}

/** Runs the fit in a process of its own and sends it a signal when two parts of the data are assembled. */
function killed(out: string, threads: number, signal: NodeJS.Signals): Promise<Ended> {
  let sent = false
  const run = start(folder.path("."), ["fit", "fit.yaml", "--out", out, "--threads", String(threads)], (text) => {
    if (sent || !text.includes("assembling: 2 of 5")) return
    sent = true
    run.kill(signal)
  })
  return run.ended
}

const artefacts = ["potential.json", "fisher.json", "errors.md", "linear.json", "progress.jsonl", "predictions/train.extxyz"]

function expectSame(run: string, other: string): void {
  for (const file of artefacts) expect(folder.text(`${run}/${file}`) === folder.text(`${other}/${file}`), `${run}/${file}`).toBe(true)
  expect(readdirSync(folder.path(`${run}/statistics`)).sort()).toEqual(readdirSync(folder.path(`${other}/statistics`)).sort())
}

describe("a linear fit", () => {
  test("gives the same bytes on one thread and on two, and after it was stopped or killed", { timeout: 120_000 }, async () => {
    expect(await fit("fit.yaml", "whole", 1)).toMatchObject({ code: 0 })
    expect(await fit("fit.yaml", "shared", 2)).toMatchObject({ code: 0 })
    expectSame("shared", "whole")

    const stopped = await killed("stopped", 1, "SIGTERM")
    expect(stopped).toMatchObject({ code: 143 })
    expect(stopped.stderr).toMatch(/saved\. Go on with: luthier fit fit\.yaml --out stopped --resume$/m)
    const resumed = await fit("fit.yaml", "stopped", 2, "--resume")
    expect(resumed).toMatchObject({ code: 0 })
    expect(resumed.stderr).toContain("parts of the data that are done are kept")
    expectSame("stopped", "whole")

    expect(await killed("killed", 2, "SIGKILL")).toMatchObject({ signal: "SIGKILL" })
    expect(existsSync(folder.path("killed/metrics.json"))).toBe(false)
    expect(await fit("fit.yaml", "killed", 1, "--resume")).toMatchObject({ code: 0 })
    expectSame("killed", "whole")
  })

  test("tells errors on data that were held out, and what it multiplied matrices with", () => {
    const { linear } = JSON.parse(folder.text("whole/metrics.json"))
    expect(linear.folds).toBe(5)
    expect(linear.crossValidation.all.force.rmse).toBeGreaterThan(0)
    expect(folder.text("whole/errors.md")).toMatch(/^## held out$/m)
    expect(JSON.parse(folder.text("whole/environment.json")).dense).toMatch(/WebAssembly|OpenBLAS/)
  })
})

describe("a fit from the statistics of another", () => {
  test("with other weights equals a fit to the data with these weights, and reads none", { timeout: 60_000 }, async () => {
    expect(await fit("weights.yaml", "anew", 1)).toMatchObject({ code: 0 })
    const ended = await fit("weights.yaml", "from", 1, "--from", "whole")
    expect(ended).toMatchObject({ code: 0 })
    expect(ended.stderr).toContain("early.xyz: in the statistics already")
    expect(ended.stderr).not.toContain("assembling")
    expect(folder.text("from/potential.json")).toBe(folder.text("anew/potential.json"))
    expect(folder.text("from/fisher.json")).toBe(folder.text("anew/fisher.json"))
  })

  test("with more data equals a fit to all of them", { timeout: 60_000 }, async () => {
    expect(await fit("more.yaml", "added", 2, "--from", "from")).toMatchObject({ code: 0 })
    expect(await fit("more.yaml", "all", 2)).toMatchObject({ code: 0 })
    const values = (run: string): number[] =>
      JSON.parse(folder.text(`${run}/potential.json`)).parameters.map(({ value }: { value: number }) => value)
    const [added, all] = [values("added"), values("all")]
    const size = Math.max(...all.map(Math.abs))
    added.forEach((value, k) => expect(Math.abs(value - all[k])).toBeLessThan(1e-9 * size))
    const counts = (run: string): number => JSON.parse(folder.text(`${run}/metrics.json`)).sets.train.all.force.count
    expect(counts("added")).toBe(counts("all"))
  })

  test.each([
    ["other.yaml", "whole", /other\.yaml:\d+:\d+ +the statistics are of another basis/],
    ["stress.yaml", "whole", /stress\.yaml:\d+:\d+ +the earlier run has not read stress/],
    ["references.yaml", "whole", /references\.yaml:\d+:\d+ +the statistics of the earlier run have references "fit", not "none"/],
    ["weights.yaml", "nowhere", /nowhere +there are no statistics of a linear fit here/],
    ["weights.yaml", "malformed", /malformed +statistics\.json does not describe statistics/],
    ["weights.yaml", "bad", /bad +a run cannot be written over the one it goes on from/],
  ])("is refused for %s from %s", async (file, from, message) => {
    const { code, stderr } = await fit(file, "bad", 1, "--from", from)
    expect(code).not.toBe(0)
    expect(stderr).toMatch(message)
    expect(existsSync(folder.path("bad"))).toBe(false)
  })
})
