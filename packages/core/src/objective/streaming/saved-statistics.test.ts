import { expect, test } from "vitest"
import { createPotential } from "../../potentials/registry.ts"
import { plainSettings } from "../fixtures/settings.ts"
import { label, random, rattledCrystal } from "../fixtures/data.ts"
import { lennardJones } from "../fixtures/lennard-jones.ts"
import { createObjective } from "../objective.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { dataStatistics } from "../../potentials/resolve/data-statistics.ts"
import { collectStatistics } from "./linear-statistics.ts"
import { basisFingerprint } from "./probe-basis.ts"
import { loadStatistics, type SavedStatistics, saveStatistics } from "./saved-statistics.ts"
import { bytesOfJson, digestBytes, jsonOfBytes, memoryStore } from "./statistics-store.ts"

const argon = lennardJones("AB", [9.3e4, 97])
const uniform = random(3)
const configurations = label(
  argon,
  [9.3e4, 97],
  [3.6, 3.7, 3.8].map((spacing) => rattledCrystal(uniform, 18, spacing, 2)),
)

async function kept() {
  const store = memoryStore()
  const objective = createObjective(argon, configurations, plainSettings)
  const statistics = await collectStatistics(objective, inlineExecutor(), { store, folds: { count: 2, seed: 1, contiguous: false } })
  const data = dataStatistics(configurations)
  const saved: SavedStatistics = {
    statistics,
    source: { files: { "a.xyz": "01" }, data, shortest: data.minimumDistance, configurations: configurations.length },
  }
  await saveStatistics(store, saved)
  return { store, saved }
}

type Header = Record<string, unknown> & { version: number; basis: number[] }

/** Writes the header anew as one who means it would, digest and all. */
async function rewrite(store: ReturnType<typeof memoryStore>, change: (header: Header) => void): Promise<void> {
  const header = jsonOfBytes((await store.read("statistics.json"))!) as Header
  change(header)
  const { format: _, version: _version, digest: _digest, ...content } = header
  await store.write("statistics.json", bytesOfJson({ ...header, digest: await digestBytes(bytesOfJson(content)) }))
}

test("come back as they were", async () => {
  const { store, saved } = await kept()
  expect(await loadStatistics(store)).toEqual(saved)
  expect(await loadStatistics(memoryStore())).toBe(undefined)
})

test("of an older layout, of other functions, or damaged, are refused in words", async () => {
  const { store } = await kept()
  await rewrite(store, (header) => (header.version = 1))
  await expect(loadStatistics(store)).rejects.toThrow("the statistics are of version 1 of their layout, and this program reads version 2")
  const turned = await kept()
  await rewrite(turned.store, (header) => (header.basis = header.basis.map((value) => -value)))
  await expect(loadStatistics(turned.store)).rejects.toThrow(/computes the functions of kind \S+ otherwise/)
  const spoilt = await kept()
  const bytes = (await spoilt.store.read("statistics.json"))!.slice()
  bytes.set(new TextEncoder().encode("7"), new TextDecoder().decode(bytes).indexOf('"rows":') + 7)
  await spoilt.store.write("statistics.json", bytes)
  await expect(loadStatistics(spoilt.store)).rejects.toThrow("the statistics are damaged")
})

test("a fingerprint tells functions of other shape and order apart, and not start values", () => {
  const knots = [2.7, 3.3, 4.1, 5.2, 6.2]
  const splineOf = (own: readonly number[]) =>
    createPotential({ kind: "pair", elements: ["Ar"], cutoff: 6.2, pairs: { "Ar-Ar": { spline: { knots: own } } } })
  const first = basisFingerprint(splineOf(knots))
  expect(first.every((value) => value !== 0)).toBe(true)
  expect(basisFingerprint(splineOf(knots))).toEqual(first)
  const moved = basisFingerprint(splineOf(knots.with(2, 4.2)))
  expect(Math.max(...moved.map((value, k) => Math.abs(value - first[k])))).toBeGreaterThan(1e-3 * Math.max(...first.map(Math.abs)))
})
