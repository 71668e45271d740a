import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import type { Configuration } from "../atoms/structure.ts"
import { readAny } from "../io/read-any.ts"
import { bytesSource } from "../io/source/text-source.ts"
import { inlineExecutor } from "../kernels/jobs.ts"
import { createDataSetup, measureErrors, predictData } from "../objective/predictions.ts"
import { resolveObjective } from "../objective/resolve-objective.ts"
import { objectiveSchema } from "../objective/schema.ts"
import { createPotential } from "../potentials/registry.ts"
import { createFit, fitStates } from "./fit.ts"
import { solverSchema } from "./schema.ts"
import type { FitState } from "./state.ts"

const file = new URL("../../../../examples/neon-xenon/data/NeXe_train200.xyz.gz", import.meta.url)

test("the exact Lennard-Jones mixture of neon and xenon is found: frames that were held out are predicted", async () => {
  const data: Configuration[] = []
  for await (const frame of readAny(bytesSource("NeXe_train200.xyz.gz", readFileSync(file)))) data.push(frame)
  const [train, held] = [data.slice(0, 150), data.slice(150)]
  const pair = (cutoff: number, epsilon: number, sigma: number) => ({ form: "lennard-jones", cutoff, parameters: { epsilon, sigma } })
  const potential = createPotential({
    kind: "pair",
    elements: ["Ne", "Xe"],
    cutoff: 10,
    switch: "none",
    pairs: { "Ne-Ne": pair(6, 0.005, 2.9), "Ne-Xe": pair(8, 0.005, 3.3), "Xe-Xe": pair(10, 0.01, 3.8) },
  })
  const objective = resolveObjective(objectiveSchema.parse({ references: "none" }))
  const fit = createFit({ potential, configurations: train, objective, solver: solverSchema.parse({}), seed: 1 })
  const executor = inlineExecutor()
  let state: FitState | undefined
  for await (state of fitStates(fit, executor));
  const theta = Float64Array.from(state!.theta)
  const setup = createDataSetup(potential.spec, held, fit.objective.setup.baseline)
  const predictions = await predictData(setup, theta, executor)
  held.forEach(({ energy, structure }, k) => expect(Math.abs(predictions[k][0] - energy! / structure.numbers.length)).toBeLessThan(1e-8))
  const errors = await measureErrors(setup, theta, executor)
  expect(errors.all.energy.count).toBe(50)
  expect(errors.all.energy.max).toBeLessThan(1e-5)
})
