import { expect, test } from "vitest"
import { label, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import { createFit } from "../fit.ts"
import { solverSchema } from "../schema.ts"
import { estimateMemory, keepWithin } from "./memory.ts"

const argon = lennardJones("AB", [9.3e4, 97])
const uniform = random(3)
const crystals = Array.from({ length: 12 }, (_, k) => rattledCrystal(uniform, 18, 3.6 + 0.02 * k, 2))
const configurations = label(argon, [9.3e4, 97], crystals)
const solver = solverSchema.parse({ kind: "bayesian-linear" })
const fit = createFit({ potential: argon, configurations, objective: plainSettings, solver, seed: 2 })

test("takes back threads first, then folds, and never more than it must", () => {
  const wanted = { threads: 6, folds: 5 }
  expect(keepWithin(fit, wanted, Infinity)).toEqual(wanted)
  expect(keepWithin(fit, wanted, 0)).toEqual({ threads: 1, folds: 1 })
  for (let threads = 1; threads <= 6; threads++) {
    const { total } = estimateMemory(fit, { threads, folds: 5 })
    expect(keepWithin(fit, wanted, total)).toEqual({ threads, folds: 5 })
    expect(keepWithin(fit, wanted, total - 1)).not.toEqual({ threads, folds: 5 })
  }
})

test("parts of the estimate add up", () => {
  const { data, threads, solving, total } = estimateMemory(fit, { threads: 3, folds: 2 })
  expect(total).toBe(data + threads + solving)
  expect(estimateMemory(fit, { threads: 6, folds: 2 }).threads).toBe(2 * threads)
})
