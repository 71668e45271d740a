import { readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"
import { neonConfig, neonDimers, neonFolder } from "../run/fixtures/neon.ts"
import { typed } from "../fixtures/typed.ts"

const distances = [2.5, 2.6, 2.75, 2.9, 3.1, 3.4, 3.8, 4.5, 5.5, 7]

/** Frames without labels; `turn` [rad] about z. */
function bareDimers(lengths: readonly number[], turn = 0): string {
  return lengths
    .map((r) => `2\nProperties=species:S:1:pos:R:3 pbc="F F F"\nNe 1 2 3\nNe ${1 + r * Math.cos(turn)} ${2 + r * Math.sin(turn)} 3\n`)
    .join("")
}

interface Chosen {
  readonly frame: number
  readonly bits: number
}

const bitsOf = (chosen: readonly Chosen[]): number => chosen.reduce((sum, { bits }) => sum + bits, 0)

test("select from a potential alone: the frames as read, in the order of what they tell; labels change nothing, copies are left out", async () => {
  const folder = neonFolder(neonConfig.replace(/data:(?:.|\n)*?(?=potential:)/u, ""))
  writeFileSync(folder.path("bare.xyz"), bareDimers(distances) + bareDimers(distances, 0.7))
  writeFileSync(folder.path("labelled.xyz"), neonDimers(distances, 0.3))
  const out = folder.path("selected.xyz")
  const args = ["--out", out, "--json", "--threads", "1"]
  const run = await typed("select", folder.path("fit.yaml"), folder.path("bare.xyz"), "-n", "4", ...args)
  expect(run).toMatchObject({ status: 0 })
  const record = JSON.parse(run.stdout)
  expect(record).toMatchObject({ aim: "predictions", likeness: 1, beside: "priors alone" })
  const frames = record.chosen.map(({ frame }: Chosen) => frame % distances.length)
  expect(new Set(frames).size).toBe(4)
  expect(bitsOf(record.chosen)).toBeCloseTo(record.bits, 9)
  expect(record.chosen[0].direction).toMatch(/epsilon|sigma/)
  const written = readFileSync(out, "utf8")
  expect(written.match(/select_rank=\d/gu)).toEqual([1, 2, 3, 4].map((rank) => `select_rank=${rank}`))
  expect(written).not.toContain("energy=")
  expect(record.errors.map(({ property }: { property: string }) => property)).toEqual(["energy", "forces"])
  for (const { before, after } of record.errors) expect(after).toBeLessThan(before)

  const every = JSON.parse(
    (await typed("select", folder.path("fit.yaml"), folder.path("bare.xyz"), "-n", "20", "--nearest", "1e-6", "--json")).stdout,
  )
  expect(every.chosen).toHaveLength(distances.length)
  expect(every.copies).toHaveLength(distances.length)

  const labelled = await typed("select", folder.path("fit.yaml"), folder.path("labelled.xyz"), "-n", "4", ...args, "--force")
  const again = JSON.parse(labelled.stdout).chosen.map(({ frame }: Chosen) => frame)
  expect(again.toSorted()).toEqual(frames.toSorted())
  expect(readFileSync(out, "utf8")).toContain("energy=")
})

test("select beside a run: what it has seen tells less, and the least known combination is told with its remedies", async () => {
  const folder = neonFolder(neonConfig.replace("objective:", "export: { lammps: false }\nobjective:"))
  writeFileSync(folder.path("train.xyz"), neonDimers([3.8, 4.1, 4.5], 1e-4))
  writeFileSync(folder.path("pool.xyz"), bareDimers([3.8, 4.1, 4.5, 3.2, 2.9]))
  expect(await typed("fit", folder.path("fit.yaml"), "--out", folder.path("run"), "--threads", "1")).toMatchObject({ status: 0 })
  const said = await typed("select", folder.path("run"), folder.path("pool.xyz"), "-n", "1", "--aim", "parameters", "--threads", "1")
  expect(said).toMatchObject({ status: 0 })
  expect(said.stdout).toMatch(/pool\.xyz:4 .*Ne-Ne/)
  expect(said.stdout).toMatch(/1 of 5 structures, 2 atoms, beside a fit to 21 data: [\d.]+ bits/)
  expect(said.stdout).toMatch(/least known: .* times worse than the best known/)
  const by = async (
    ...options: readonly string[]
  ): Promise<{ bits: number; leastKnown: { labels: readonly { frame: number; errorRatio: number }[] } }> =>
    JSON.parse((await typed("select", folder.path("run"), folder.path("pool.xyz"), "--json", "--threads", "1", ...options)).stdout)
  const { bits, leastKnown } = await by("-n", "1", "--aim", "parameters")
  expect(bits).toBeGreaterThan((await by("-n", "1", "--atoms", "3", "--likeness", "1000")).bits)
  const ratios = leastKnown.labels.map(({ errorRatio }) => errorRatio)
  expect(ratios).toEqual(ratios.toSorted((a, b) => a - b))
  expect(ratios.every((ratio) => ratio > 0 && ratio < 1)).toBe(true)
})

test("select says what is wrong", async () => {
  const folder = neonFolder()
  writeFileSync(folder.path("argon.xyz"), bareDimers([3]).replaceAll("Ne", "Ar"))
  const failing = async (...args: readonly string[]): Promise<string> => {
    const { status, stderr } = await typed("select", ...args)
    expect(status).toBe(2)
    return stderr
  }
  expect(await failing(folder.path("nothing"), folder.path("train.xyz"), "-n", "2")).toMatch(/no such file/)
  expect(await failing(folder.path("fit.yaml"), folder.path("pool.xyz"), "-n", "2")).toMatch(/pool\.xyz .*no such file/)
  expect(await failing(folder.path("fit.yaml"), folder.path("argon.xyz"), "-n", "2")).toMatch(/does not know Ar/)
  expect(await failing(folder.path("fit.yaml"), folder.path("train.xyz"), "-n", "2", "--atoms", "1")).toMatch(
    /no structure .* has 1 atoms or fewer .*allow 2/,
  )
  expect(await failing(folder.path("fit.yaml"), folder.path("train.xyz"), "-n", "0")).toMatch(/whole number above zero/)
})
