import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { Configuration } from "../../atoms/structure.ts"
import { createFit, startFit, stepFit } from "../../fit/fit.ts"
import { solverSchema } from "../../fit/schema.ts"
import { readAny } from "../../io/read-any.ts"
import { bytesSource } from "../../io/source/text-source.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { plainSettings } from "../../objective/fixtures/settings.ts"
import { createDataSetup, measureErrors } from "../../objective/predictions.ts"
import { evaluateStructure } from "../evaluate-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential } from "../registry.ts"
import type { MeamSpec } from "./spec/meam-spec.ts"

const file = new URL("../../../../../examples/copper-eam/data/Cu_train.xyz.gz", import.meta.url)

/** M. I. Baskes, doi:10.1103/PhysRevB.46.2727, table III. */
const baskes = { re: 2.56, Ec: 3.54, alpha: 5.11, asub: 1.07, b0: 3.63, b1: 2.2, b2: 6, b3: 2.2, t1: 3.14, t2: 2.49, t3: 2.95, rho0: 1 }
const spec: MeamSpec = {
  kind: "meam",
  elements: ["Cu"],
  cutoff: 4.5,
  atoms: { Cu: { lattice: "fcc", second: true, ...baskes } },
  screening: { "Cu-Cu-Cu": { Cmin: 1.2 } },
}

type Use = typeof plainSettings.use

/** Fits by at most so many steps; the result is θ, and the errors of the forces before and after [meV/Å]. */
async function fitted(spec: MeamSpec, configurations: readonly Configuration[], use: Use, steps: number) {
  const executor = inlineExecutor()
  const potential = createPotential(spec)
  const fit = createFit({ potential, configurations, objective: { ...plainSettings, use }, solver: solverSchema.parse({}), seed: 1 })
  let state = await startFit(fit, executor)
  for (let k = 0; k < steps && state.stage !== "finished"; k++) state = await stepFit(fit, state, executor)
  const theta = Float64Array.from(state.theta)
  const setup = createDataSetup(potential.spec, configurations, fit.objective.setup.baseline)
  const forces = async (at: Float64Array) => (await measureErrors(setup, at, executor)).all.force.rmse
  return { theta, before: await forces(parameterValues(potential.parameters)), after: await forces(theta) }
}

describe("a fit of modified embedded atoms", () => {
  it("to energies, forces and stresses of its own finds the parameters again", async () => {
    const frames: Configuration[] = []
    for await (const frame of readAny(bytesSource("Cu_train.xyz.gz", readFileSync(file)))) {
      if (frame.structure.numbers.length < 60 && frames.length < 3) frames.push(frame)
    }
    expect(frames).toHaveLength(3)
    const potential = createPotential(spec)
    const truth = parameterValues(potential.parameters)
    const exact = frames.map((frame) => {
      const { energy, forces, stress } = evaluateStructure(potential, truth, frame.structure)
      return { ...frame, energy, forces, stress: stress! }
    })
    const start = { re: 2.6, Ec: 3.3, alpha: 5.4, asub: 0.95, b0: 3.9, b1: 2.5, b2: 5.5, b3: 2, t1: 3.5, t2: 2.2, t3: 2.6 }
    const atoms = { Cu: { ...spec.atoms?.["Cu"], ...start, attrac: { value: 0, fixed: true }, repuls: { value: 0, fixed: true } } }
    const { theta } = await fitted({ ...spec, atoms }, exact, plainSettings.use, 60)
    truth.forEach((value, k) => expect(theta[k] / (value || 1), potential.parameters[k].key).toBeCloseTo(value === 0 ? 0 : 1, 5))
  })

  it("to first principles lowers the errors of a published potential", async () => {
    const frames: Configuration[] = []
    for await (const frame of readAny(bytesSource("Cu_train.xyz.gz", readFileSync(file)))) frames.push(frame)
    const some = frames.filter(({ group }) => group.startsWith("AIMD")).slice(0, 2)
    expect(some).toHaveLength(2)
    const { before, after } = await fitted(spec, some, { energy: false, forces: true, stress: false }, 12)
    expect(after).toBeLessThan(0.6 * before)
  })
})
