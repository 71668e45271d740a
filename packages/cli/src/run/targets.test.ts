import { readFileSync, writeFileSync } from "node:fs"
import { Failure } from "@luthier/core"
import { expect, test } from "vitest"
import { loadConfig } from "../config/load.ts"
import { neon, neonConfig, neonFolder } from "./fixtures/neon.ts"
import { runFit } from "./fit-run.ts"
import type { Log } from "./log.ts"

const silent: Log = { line: () => undefined, progress: () => undefined, keepIn: () => undefined }

/** Face-centred cubic neon with its 12 nearest neighbours at 3.1 Å, in a file of its own. */
const poscar = "neon\n4.384\n0 0.5 0.5\n0.5 0 0.5\n0.5 0.5 0\nNe\n1\nDirect\n0 0 0\n"

const config = `${neonConfig}targets:
  - file: neon.poscar
    name: solid neon
    a: 3.0 Å ± 0.5
    cohesive: 27 meV ± 5
  - dimer: [Ne, Ne]
    energies:
      - { distance: 3.1, energy: ${4 * neon.epsilon * ((neon.sigma / 3.1) ** 12 - (neon.sigma / 3.1) ** 6)} eV ± 1e-5 }
report: { tradeOff: [3] }
export: { lammps: false }
`

test("a run with targets tells predictions, deviations and what they cost, everywhere, and its resolved config is the same fit", async () => {
  const folder = neonFolder(config)
  writeFileSync(folder.path("neon.poscar"), poscar)
  const lines: string[] = []
  const log: Log = { ...silent, line: (text) => lines.push(text) }
  const request = { resume: false, force: false, threads: 1 }
  const run = await runFit(await loadConfig(folder.path("fit.yaml")), { ...request, out: folder.path("run") }, log)
  const targets = run.metrics.targets!
  expect(targets.map(({ name, unit }) => [name, unit])).toEqual([
    ["solid neon: a", "Å"],
    ["solid neon: cohesive energy", "eV/atom"],
    ["Ne-Ne dimer at 3.1 Å", "eV"],
  ])
  // Exact data of the form: the dimer is where its target is.
  expect(targets[2].prediction! / targets[2].value).toBeCloseTo(1, 6)
  for (const { prediction, value, sigma, deviation } of targets) expect((prediction! - value) / sigma).toBeCloseTo(deviation, 9)
  const read = (name: string): string => readFileSync(folder.path(`run/${name}`), "utf8")
  expect(JSON.parse(read("metrics.json"))).toMatchObject({ targets: [{ name: "solid neon: a" }, {}, {}], withoutTargets: {} })
  expect(JSON.parse(read("targets.json")).tradeOff.map(({ factor }: { factor: number | null }) => factor)).toEqual([1, 3, null])
  expect(read("errors.md")).toMatch(/## Targets[^]*\| solid neon: a \| Å \| [^]*\| without targets \|/)
  expect(read("report.html")).toMatch(/<h2>Targets<\/h2>[^]*What targets cost[^]*<svg/)
  expect(lines.join("\n")).toMatch(/without targets: force RMSE [\d.e-]+ meV\/Å, .*; with them force RMSE/)

  const again = await runFit(await loadConfig(folder.path("run/config.resolved.yaml")), { ...request, out: folder.path("again") }, silent)
  expect(again.metrics.targets).toEqual(targets)
  const rewritten = await runFit(
    await loadConfig(folder.path("run/config.resolved.yaml")),
    { ...request, resume: true, out: folder.path("run") },
    silent,
  )
  expect(rewritten.tradeOff).toEqual(run.tradeOff)
})

test.each<[string, string, string, RegExp]>([
  ["an unknown key", "cohesive: 27 meV ± 5", "cohesve: 27 meV", /fit\.yaml:\d+:5 {2}unknown key "cohesve"/],
  ["another unit", "a: 3.0 Å ± 0.5", "a: 3.0 GPa", /fit\.yaml:\d+:8 .*unit of stress/],
  ["a file that is not there", "file: neon.poscar", "file: argon.poscar", /fit\.yaml:\d+:11 .*argon\.poscar: no such file/],
  ["an element that the potential has not", "dimer: [Ne, Ne]", "dimer: [Ne, Ar]", /fit\.yaml:\d+:\d+ {2}the potential knows no Ar/],
  ["a crystal that is none", "file: neon.poscar", "file: train.xyz", /fit\.yaml:\d+:11 .*does not repeat in three directions/],
])("%s is refused at its place", async (_, before, after, message) => {
  const folder = neonFolder(config.replace(before, after))
  writeFileSync(folder.path("neon.poscar"), poscar)
  const request = { out: folder.path("run"), resume: false, force: false, threads: 1 }
  const failure = await loadConfig(folder.path("fit.yaml"))
    .then((loaded) => runFit(loaded, request, silent))
    .then(
      () => undefined,
      (error: unknown) => error,
    )
  if (!(failure instanceof Failure)) throw failure
  const { place, message: said } = failure
  expect(`${place?.file ?? ""}:${place?.line ?? ""}:${place?.column ?? ""}  ${said}`).toMatch(message)
})
