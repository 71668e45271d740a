import type { Configuration } from "@luthier/core"
import { expect, test } from "vitest"
import { sampleEvenly } from "./sample-evenly.ts"

const weights = { energy: 1, forces: 1, stress: 1 }

function frames(groups: readonly string[], atoms: number): Configuration[] {
  return groups.map((group, frame) => ({
    structure: { numbers: new Int32Array(atoms).fill(3), positions: new Float64Array(3 * atoms), cell: null, pbc: [false, false, false] },
    group,
    weights,
    origin: { file: "made.xyz", frame },
  }))
}

test("all of a small data set, a part of every group of a large one", () => {
  const groups = Array.from({ length: 1000 }, (_, k) => (k === 998 ? "rare" : k % 3 === 0 ? "solid" : "liquid"))
  expect(sampleEvenly(frames(groups, 2), 1000).size).toBe(1000)
  const few = sampleEvenly(frames(groups, 2), 100)
  expect(few.size).toBeLessThan(104)
  expect(few.size).toBeGreaterThan(98)
  expect(few.has(998)).toBe(true)
  expect(new Set([...few].map((index) => groups[index]))).toEqual(new Set(["solid", "liquid", "rare"]))
  expect(sampleEvenly(frames(groups, 20), 1000, 2000).size).toBeLessThan(104)
})
