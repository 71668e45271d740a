import { createHash } from "node:crypto"
import { readdirSync } from "node:fs"
import { bytesSource, readAny, type Configuration, type ErrorTable, type ReadOptions } from "@luthier/core"
import { afterAll, describe, expect, test } from "vitest"
import { luthier } from "./command-line.ts"
import { copperFrames } from "./copper.ts"
import { folderWith } from "./folder.ts"

const pick = (file: "Cu_train.xyz.gz" | "Cu_test.xyz.gz", every: number): string =>
  copperFrames(file)
    .filter((_, k) => k % every === 0)
    .join("")

const files = {
  "train.xyz": pick("Cu_train.xyz.gz", 24),
  "held/back.xyz": pick("Cu_test.xyz.gz", 6),
  "fit.yaml": `data: { train: train.xyz, test: [held/back.xyz] }
potential:
  kind: eam
  elements: [Cu]
  cutoff: 4.5
  pair: { "*-*": { spline: { knots: 8 } } }
  density: { "*": { form: exponential } }
  embedding: { "*": { form: finnis-sinclair } }
objective: { stressOffset: fit, sigma: { energy: 5 meV/atom, forces: 80 meV/Å, stress: 1 GPa } }
solver: { maxIterations: 8 }
`,
}

const folder = folderWith(files)
afterAll(() => folder[Symbol.dispose]())
const ended = await luthier(folder.path("."), "fit", "fit.yaml", "--out", "run", "--threads", "1")
const metrics = JSON.parse(folder.text("run/metrics.json"))

describe("a run folder", () => {
  test("holds every artefact, and nothing is written outside it", () => {
    expect(ended).toMatchObject({ code: 0 })
    expect(readdirSync(folder.path(".")).sort()).toEqual(["fit.yaml", "held", "run", "train.xyz"])
    expect(readdirSync(folder.path("run")).sort()).toEqual(
      [
        ...["checkpoints", "config.resolved.yaml", "environment.json", "errors.md", "exports", "fisher.json", "log.txt", "metrics.json"],
        ...["posterior.bin", "posterior.json", "potential.json", "predictions", "progress.jsonl", "report.html", "statistics"],
        ...["calibration.json", "uncertainty.bin", "uncertainty.json"],
      ].sort(),
    )
    expect(readdirSync(folder.path("run/checkpoints")).sort()).toEqual(["best.json", "latest.json"])
    expect(readdirSync(folder.path("run/predictions")).sort()).toEqual(["test.extxyz", "train.extxyz"])
    expect(readdirSync(folder.path("run/exports/lammps"))).toContain("in.lammps")
    for (const name of ["errors.md", "log.txt"]) expect(folder.text(`run/${name}`).length).toBeGreaterThan(100)
  })

  test("has metrics of exactly the published shape", () => {
    const summary = (unit: string) => ({
      count: expect.any(Number),
      rmse: expect.any(Number),
      mae: expect.any(Number),
      max: expect.any(Number),
      unit,
    })
    const properties = { energy: summary("meV/atom"), force: summary("meV/Å"), stress: summary("GPa") }
    const groups = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, properties]))
    const all = ["AIMD-NVT", "Elastic", "Surface", "Vacancy"]
    const seconds = expect.any(Number)
    expect(metrics).toStrictEqual({
      schema: 1,
      sets: {
        train: { all: properties, groups: groups(all.filter((name) => files["train.xyz"].includes(`config_type=${name}`))) },
        test: { all: properties, groups: groups(all.filter((name) => files["held/back.xyz"].includes(`config_type=${name}`))) },
      },
      parameters: expect.any(Number),
      cost: expect.any(Number),
      timing: { assemble_s: seconds, solve_s: seconds, total_s: seconds },
    })
  })

  test("has a potential without a time or a path, that names the data by their digests", () => {
    const text = folder.text("run/potential.json")
    const digest = (name: string): string => createHash("sha256").update(folder.text(name)).digest("hex")
    expect(JSON.parse(text).provenance).toMatchObject({ seed: 1, data: { train: [digest("train.xyz")], test: [digest("held/back.xyz")] } })
    expect(text).not.toMatch(/\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|\.xyz|\.yaml/)
    expect(text).not.toContain(folder.path("."))
    expect(text).not.toContain(process.cwd())
  })

  test("has a report that loads nothing from elsewhere", () => {
    const html = folder.text("run/report.html")
    expect(html).toMatch(/^<!doctype html>/i)
    expect(html).not.toMatch(/\b(?:src|href)="(?!#|data:)|@import|url\((?!["']?(?:#|data:))/i)
  })

  test.each(["train", "test"])("has predictions of the %s set whose errors are those of its metrics", async (set) => {
    expect(await errorsOf(folder.text(`run/predictions/${set}.extxyz`))).toEqual(closeTo(metrics.sets[set].all))
  })

  test("can be run again from its own resolved config, to the same potential", async () => {
    expect(await luthier(folder.path("."), "fit", "run/config.resolved.yaml", "--out", "again", "--threads", "1")).toMatchObject({
      code: 0,
    })
    expect(JSON.parse(folder.text("again/potential.json"))).toEqual(JSON.parse(folder.text("run/potential.json")))
  })
})

describe("evaluate", () => {
  test("gives the numbers of the run that made the potential", async () => {
    const words = ["evaluate", "run/potential.json", "train.xyz", "held/back.xyz", "--json", "--threads", "1"]
    const { code, stdout } = await luthier(folder.path("."), ...words)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toStrictEqual({ sets: { train: metrics.sets.train, back: metrics.sets.test } })
  })

  test("writes the predictions of the run", async () => {
    const words = ["evaluate", "run/potential.json", "train.xyz", "--predictions", "mine.xyz", "--threads", "1"]
    expect(await luthier(folder.path("."), ...words)).toMatchObject({ code: 0 })
    expect(folder.text("mine.xyz")).toBe(folder.text("run/predictions/train.extxyz"))
  })
})

type Summary = Readonly<Record<"count" | "rmse" | "mae" | "max", number>>

/** Errors computed from a file that has references and predictions side by side: meV/atom, meV/Å, GPa. */
async function errorsOf(text: string): Promise<Record<keyof ErrorTable["all"], Summary>> {
  const differences = { energy: [] as number[], force: [] as number[], stress: [] as number[] }
  const references = await configurationsOf(text)
  const predictions = await configurationsOf(text, {
    keys: { energy: "predicted_energy", forces: "predicted_forces", stress: "predicted_stress" },
  })
  references.forEach(({ energy, forces, stress, structure }, k) => {
    const predicted = predictions[k]
    differences.energy.push((1000 * (predicted.energy! - energy!)) / structure.numbers.length)
    forces!.forEach((force, j) => differences.force.push(1000 * (predicted.forces![j] - force)))
    stress!.forEach((value, j) => differences.stress.push(160.2176634 * (predicted.stress![j] - value)))
  })
  return { energy: summarise(differences.energy), force: summarise(differences.force), stress: summarise(differences.stress) }
}

async function configurationsOf(text: string, options: ReadOptions = {}): Promise<Configuration[]> {
  const found: Configuration[] = []
  for await (const one of readAny(bytesSource("predictions.extxyz", Buffer.from(text)), options)) found.push(one)
  return found
}

function summarise(errors: readonly number[]): Summary {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const sizes = errors.map(Math.abs)
  return { count: errors.length, rmse: Math.sqrt(mean(errors.map((e) => e * e))), mae: mean(sizes), max: Math.max(...sizes) }
}

/** The summaries of a table up to the digits that the files keep. */
function closeTo(table: ErrorTable["all"]): unknown {
  return Object.fromEntries(
    Object.entries(table).map(([property, { count, rmse, mae, max }]) => {
      return [property, { count, rmse: expect.closeTo(rmse, 6), mae: expect.closeTo(mae, 6), max: expect.closeTo(max, 6) }]
    }),
  )
}
