import { existsSync, readdirSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { start, type Ended } from "./command-line.ts"
import { copperFrames } from "./copper.ts"
import { folderWith, type Files, type Folder } from "./folder.ts"
import { train as neonXenon } from "./malformed/good.ts"

// Every 20th of the 262 frames: about 1400 atoms, which is several chunks of work, so that two threads share it.
const copper = copperFrames("Cu_train.xyz.gz").filter((_, k) => k % 20 === 0)

const fits: readonly (readonly [string, Files])[] = [
  [
    "copper, embedded atoms",
    {
      "train.xyz": copper.join(""),
      "fit.yaml": `data: { train: train.xyz }
potential:
  kind: eam
  elements: [Cu]
  cutoff: 4.5
  pair: { "*-*": { spline: { knots: 10 } } }
  density: { "*": { spline: { knots: 6 } } }
  embedding: { "*": { spline: { knots: 5 } } }
objective: { stress: false }
solver: { maxIterations: 12, sigmaRounds: 2 }
export: { lammps: false }
`,
    },
  ],
  [
    "neon and xenon, Lennard-Jones",
    {
      "train.xyz": neonXenon.repeat(30),
      "fit.yaml": `data: { train: train.xyz }
potential: { kind: pair, elements: [Ne, Xe], cutoff: 9, pairs: { "*-*": { form: lennard-jones } } }
objective: { references: none }
solver: { kind: levenberg-marquardt, search: { method: multi-start, starts: 10, iterations: 3 } }
export: { lammps: false }
seed: 20
`,
    },
  ],
]

describe.each(fits)("%s", (_, files) => {
  test("one thread, two threads, a run that was stopped and one that was killed give the same bytes", { timeout: 120_000 }, async () => {
    using folder = folderWith(files)
    expect(await fit(folder, "whole", 1)).toMatchObject({ code: 0 })
    expect(await fit(folder, "shared", 2)).toMatchObject({ code: 0 })

    const stopped = await fit(folder, "stopped", 2, "SIGTERM")
    expect(stopped).toMatchObject({ code: 143, signal: null })
    expect(stopped.stderr.trimEnd().split("\n").at(-1)).toMatch(/saved\. Go on with: luthier fit fit\.yaml --out stopped --resume$/)
    expect(existsSync(folder.path("stopped/metrics.json"))).toBe(false)
    expect(await fit(folder, "stopped", 1, undefined, "--resume")).toMatchObject({ code: 0 })

    expect(await fit(folder, "killed", 1, "SIGKILL")).toMatchObject({ code: null, signal: "SIGKILL" })
    expect(existsSync(folder.path("killed/metrics.json"))).toBe(false)
    expect(await fit(folder, "killed", 2, undefined, "--resume")).toMatchObject({ code: 0 })

    for (const run of ["shared", "stopped", "killed"]) {
      for (const file of ["potential.json", "fisher.json", "errors.md", "progress.jsonl", "predictions/train.extxyz"]) {
        expect(folder.text(`${run}/${file}`) === folder.text(`whole/${file}`), `${run}/${file}`).toBe(true)
      }
      expect(readdirSync(folder.path(run), { recursive: true }).filter((name) => String(name).endsWith(".tmp"))).toEqual([])
    }
  })
})

/** Runs the fit into `out`; with a signal, sends it when the second iteration is told. */
function fit(folder: Folder, out: string, threads: number, signal?: NodeJS.Signals, ...more: readonly string[]): Promise<Ended> {
  const words = ["fit", "fit.yaml", "--out", out, "--threads", String(threads), ...more]
  let sent = false
  const run = start(folder.path("."), words, (text) => {
    if (signal === undefined || sent || !/^ +2 /m.test(text)) return
    sent = true
    run.kill(signal)
  })
  return run.ended
}
