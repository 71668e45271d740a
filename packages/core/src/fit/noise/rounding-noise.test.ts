import { describe, expect, test } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import { covarianceFactor, standardErrors } from "../../inference/covariance.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { label, normal, random, rattledCrystal } from "../../objective/fixtures/data.ts"
import { lennardJones } from "../../objective/fixtures/lennard-jones.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import type { ObjectiveSettings, RoundingChoice } from "../../objective/objective.ts"
import { createFit, type Fit, fitStates, stepFit } from "../fit.ts"
import { concludeFit } from "../result.ts"
import { solverSchema } from "../schema.ts"
import { type FitState, parseFitState } from "../state.ts"

const executor = inlineExecutor()
const truth = [0.0104, 3.41] as const
const quiet = { energy: 1e-7, forces: 1e-6, stress: 1e-8 }
const settings: ObjectiveSettings = {
  ...plainSettings,
  sigma: {
    ...plainSettings.sigma,
    properties: { energy: "estimate", forces: "estimate", stress: "estimate" },
    floor: { energy: 1e-8, forces: 1e-7, stress: 1e-9 },
  },
}

/** Crystals labelled where they are, and then printed with so many digits: beyond 10 Å ten times more coarsely than before. */
function printed(seed: number, digits: number, noise = quiet): readonly Configuration[] {
  const uniform = random(seed)
  const crystals = Array.from({ length: 8 }, (_, k) => {
    const crystal = rattledCrystal(uniform, 18, 3.5 + 0.05 * k, 2, 0.2)
    return { ...crystal, positions: crystal.positions.map((value, c) => value + 6.9 * (c % 3 === 0 ? 1 : 0)) }
  })
  const exact = lennardJones("epsilon-sigma", truth, true)
  return label(exact, truth, crystals, { noise, gauss: normal(uniform) }).map((one) => ({
    ...one,
    structure: { ...one.structure, positions: one.structure.positions.map((value) => Number(value.toPrecision(digits))) },
  }))
}

function fitOf(configurations: readonly Configuration[], rounding: RoundingChoice, more: Partial<ObjectiveSettings> = {}): Fit {
  const potential = lennardJones("epsilon-sigma", [0.0119, 3.32], true)
  return createFit({ potential, configurations, objective: { ...settings, rounding, ...more }, solver: solverSchema.parse({}), seed: 1 })
}

async function statesOf(fit: Fit): Promise<FitState[]> {
  const states: FitState[] = []
  for await (const state of fitStates(fit, executor)) states.push(state)
  return states
}

const forcesAlone = { use: { energy: false, forces: true, stress: false } }

describe("noise that printed digits of positions leave", () => {
  test("is all that there is in forces of a known potential: parameters are covered, and closer than by least squares", async () => {
    const repeats = 20
    const pulls: number[] = []
    const errors = { own: 0, even: 0 }
    for (let seed = 1; seed <= repeats; seed++) {
      const data = printed(seed, 5)
      const fit = fitOf(data, "auto", forcesAlone)
      const state = (await statesOf(fit)).at(-1)!
      expect(state.noise?.kind).toBe("rounding")
      const result = await concludeFit(fit, state, executor)
      const known = standardErrors(covarianceFactor(result.information))
      result.potential.forEach(({ key, value }, k) => {
        const column = result.names.indexOf(key)
        pulls.push((value - truth[k]) / (known[column]! * result.scales[column]))
      })
      const even = (await statesOf(fitOf(data, "ignore", forcesAlone))).at(-1)!
      errors.own += (state.theta[0] / truth[0] - 1) ** 2
      errors.even += (even.theta[0] / truth[0] - 1) ** 2
    }
    const n = pulls.length
    expect(Math.abs(pulls.reduce((sum, pull) => sum + pull * pull, 0) / n - 1)).toBeLessThan(3 * Math.sqrt(2 / n))
    expect(Math.abs(pulls.reduce((sum, pull) => sum + pull, 0) / n)).toBeLessThan(3 / Math.sqrt(n))
    expect(errors.own).toBeLessThan(0.25 * errors.even)
  })

  test("leaves a σ beside it that is the noise of the labels", async () => {
    const noise = { energy: 3e-6, forces: 2e-4, stress: 4e-6 }
    const fit = fitOf(printed(3, 5, noise), "count")
    const states = await statesOf(fit)
    const { classes, noise: found } = await concludeFit(fit, states.at(-1)!, executor)
    for (const { property, sigma, interval } of classes) {
      const own = noise[property as keyof typeof noise]
      expect(interval![0]).toBeLessThan(sigma)
      expect(interval![1]).toBeGreaterThan(sigma)
      // Half as wide again on either side: 95 % of three properties need not all hold.
      expect(own).toBeGreaterThan(interval![0] / 1.5)
      expect(own).toBeLessThan(interval![1] * 1.5)
    }
    expect(found!.sentences[0]).toContain("datum by datum")
  })

  test("is left alone where other noise is larger, where nothing was rounded, and where positions were printed in full", async () => {
    const kindOf = async (configurations: readonly Configuration[]) => (await statesOf(fitOf(configurations, "auto"))).at(-1)!.noise?.kind
    expect(await kindOf(printed(2, 5, { energy: 0.001, forces: 0.02, stress: 0.0003 }))).toBe("even")
    expect(await kindOf(printed(2, 17))).toBe("even")
    await expect(statesOf(fitOf(printed(2, 17), "count"))).rejects.toThrow("no file shows that its positions were rounded")
  })

  test("is told of where noise of heavy tails stands in for it", async () => {
    const fit = fitOf(printed(4, 5), "ignore", { ...forcesAlone, noise: 3 })
    const { noise } = await concludeFit(fit, (await statesOf(fit)).at(-1)!, executor)
    expect(noise!.sentences.at(-1)).toContain("leave objective.noise out")
    const exact = fitOf(printed(4, 17), "ignore", { ...forcesAlone, noise: 3 })
    const other = (await concludeFit(exact, (await statesOf(exact)).at(-1)!, executor)).noise
    expect(other!.sentences.join()).not.toContain("digits")
  })

  test("goes on from any stored state to the same bits", async () => {
    const data = printed(5, 5)
    const states = await statesOf(fitOf(data, "auto"))
    const inNoise = states.findIndex(({ noise }) => noise?.kind === "rounding")
    expect(inNoise).toBeGreaterThan(0)
    for (const from of [inNoise - 1, inNoise, inNoise + 2]) {
      const again = fitOf(data, "auto")
      let state = parseFitState(JSON.parse(JSON.stringify(states[from])))
      while (state.stage !== "finished") state = await stepFit(again, state, executor)
      expect(state).toStrictEqual(states.at(-1))
    }
  })

  test("is counted by fits that iterate alone", () => {
    const potential = lennardJones("AB", [90000, 60])
    const solver = solverSchema.parse({ kind: "bayesian-linear" })
    const configurations = printed(1, 5)
    expect(() => createFit({ potential, configurations, objective: { ...settings, rounding: "count" }, solver, seed: 1 })).toThrow(
      "by fits that iterate",
    )
  })
})
