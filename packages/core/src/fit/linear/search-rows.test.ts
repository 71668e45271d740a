import { expect, it } from "vitest"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import { memoryStore } from "../../objective/streaming/statistics-store.ts"
import type { Potential } from "../../potentials/potential.ts"
import type { Regulariser, WithRegularisers } from "../../potentials/regulariser.ts"
import { createPotential } from "../../potentials/registry.ts"
import { createFit } from "../fit.ts"
import { solverSchema } from "../schema.ts"
import { assembleFit, solveFit } from "./fit-linear.ts"
import { expectationSentences } from "./search-rows.ts"

const executor = inlineExecutor()
const uniform = random(7)
const argon = lennardJones("epsilon-sigma", [0.0104, 3.41])
const noise = { energy: 0.0007, forces: 0.004, stress: 0.0001 }
const data = label(
  argon,
  [0.0104, 3.41],
  [0, 1, 2, 3, 4, 5].map((k) => rattledCrystal(uniform, 18, 3.6 + 0.05 * k, 2)),
  {
    ...{ noise, gauss: normal(uniform), group: "crystal", shift: 0 },
  },
)
const knots = Array.from({ length: 14 }, (_, k) => 2.9 + (3.4 * k) / 13)
const spline = createPotential({ kind: "pair", elements: ["Ar"], cutoff: 6.3, pairs: { "Ar-Ar": { spline: { knots } } } })
const value = (theta: ArrayLike<number>): number => theta[1] - theta[0]

/** Expects θ₁ − θ₀ to be `floor` at least, and says so only where it is asked with a θ that is not, in the second round of two. */
function expecting(floor: number, strength: number): { potential: Potential; asked: number[] } {
  const asked: number[] = []
  const regulariser: Regulariser = {
    name: "rise",
    doc: "a rise",
    strength,
    rows: [],
    search: {
      cycle: 2,
      further: (theta, round) => {
        asked.push(round)
        return round % 2 === 1 && value(theta) < floor - 1e-3 ? [{ parameters: [0, 1], coefficients: [-1, 1], atLeast: floor }] : []
      },
    },
  }
  const potential: Potential & WithRegularisers = { ...spline, regularisers: [regulariser] }
  return { potential, asked }
}

async function fitted(potential: Potential) {
  const solver = solverSchema.parse({ kind: "bayesian-linear", folds: 1, criterion: "evidence" })
  const fit = createFit({ potential, configurations: data, objective: plainSettings, solver, seed: 3 })
  const store = memoryStore()
  const statistics = await assembleFit(fit, executor, { store })
  return solveFit(fit, statistics, store)
}

it("asks a search until two cycles have found nothing, and holds the fit to what it found", async () => {
  const free = value((await fitted(spline)).result.theta)
  const { potential, asked } = expecting(free + 0.05, 1e9)
  const { result, report } = await fitted(potential)
  expect(asked).toEqual([0, 1, 2, 3, 4, 5])
  expect(value(result.theta)).toBeCloseTo(free + 0.05, 3)
  expect(report.expectations?.rounds).toBe(6)
  expect(report.expectations?.of).toMatchObject([{ name: "rise", rows: 1, found: 1, short: 1 }])
  expect(report.expectations?.price).toBeGreaterThan(0)
  expect(report.expectations && expectationSentences(report.expectations)).toEqual([
    'structures that the fit fell short of, in 6 rounds of search: 1 of "rise"',
    expect.stringMatching(/^held up by 1 of 1 rows of "rise", at a price of [\d.e+]+ in ln likelihood of everything else$/u),
  ])
})

it("says nothing where a fit meets what is expected", async () => {
  const bare = await fitted(spline)
  const { potential, asked } = expecting(value(bare.result.theta) - 0.05, 1e9)
  const { result, report } = await fitted(potential)
  expect(asked).toEqual([0, 1, 2, 3])
  result.theta.forEach((one, k) => expect(one).toBeCloseTo(bare.result.theta[k], 6))
  expect(report.expectations).toMatchObject({ price: 0, of: [{ rows: 0, short: 0, cost: 0 }] })
})
