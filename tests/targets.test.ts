import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { expect, test } from "vitest"
import { luthier } from "./command-line.ts"
import { folderWith } from "./folder.ts"

const examples = join(import.meta.dirname, "../examples")

interface TargetsFile {
  readonly targets: readonly { readonly name: string; readonly value: number; readonly prediction: number }[]
}

/** Fits an example to every twelfth of its training structures, which takes seconds; the force error beside that without targets. */
async function fitThinned(example: string, data: string, more: readonly string[] = []): Promise<TargetsFile & { price: number }> {
  const config = readFileSync(join(examples, example, "fit.yaml"), "utf8")
    .replace(/train: .*/, "train: train.xyz")
    .replace(/ {2}test: .*\n/, "")
    .replace("seed: 1", "report: { tradeOff: [] }\nexport: { lammps: false }\nseed: 1")
  const files = Object.fromEntries(more.map((name) => [name, readFileSync(join(examples, example, name), "utf8")]))
  using folder = folderWith({ ...files, "train.xyz": thinned(join(examples, data), 12), "fit.yaml": config })
  expect(await luthier(folder.path("."), "fit", "fit.yaml", "--out", "run")).toMatchObject({ code: 0 })
  const { sets, withoutTargets } = JSON.parse(folder.text("run/metrics.json"))
  return { ...JSON.parse(folder.text("run/targets.json")), price: sets.train.all.force.rmse / withoutTargets.force.rmse }
}

/** Every n-th frame of an extended XYZ file. */
function thinned(file: string, n: number): string {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split("\n")
  const kept: string[] = []
  for (let at = 0, k = 0; at < lines.length; at += Number(lines[at]) + 2, k++) {
    if (k % n === 0) kept.push(...lines.slice(at, at + Number(lines[at]) + 2))
  }
  return `${kept.join("\n")}\n`
}

function furthest({ targets }: TargetsFile, kind: RegExp): number {
  const found = targets.filter(({ name }) => kind.test(name))
  expect(found.length).toBeGreaterThan(0)
  return Math.max(...found.map(({ value, prediction }) => Math.abs(prediction / value - 1)))
}

test("copper-targets: lattice, elastic constants and vacancy within three per cent, at less than 15 % of the force errors", async () => {
  const found = await fitThinned("copper-targets", "copper-eam/data/Cu_train.xyz.gz")
  expect(found.targets).toHaveLength(5)
  expect(furthest(found, /./)).toBeLessThan(0.03)
  expect(found.price).toBeLessThan(1.15)
})

test("silicon-targets: elastic constants within five per cent, at a price that is told", async () => {
  const found = await fitThinned("silicon-targets", "silicon-ace/data/Si_train.xyz.gz", ["Si.tersoff"])
  expect(furthest(found, /C\d\d$/)).toBeLessThan(0.05)
  expect(found.price).toBeGreaterThan(1)
})
