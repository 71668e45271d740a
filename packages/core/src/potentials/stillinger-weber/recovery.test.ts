import { expect, test } from "vitest"
import { diamond } from "../../atoms/prototypes.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { createFit, fitStates } from "../../fit/fit.ts"
import { solverSchema } from "../../fit/schema.ts"
import type { FitState } from "../../fit/state.ts"
import { inlineExecutor } from "../../kernels/jobs.ts"
import { resolveObjective } from "../../objective/resolve-objective.ts"
import { objectiveSchema } from "../../objective/schema.ts"
import { randomNumbers } from "../../testing/potential/random-structure.ts"
import { evaluateStructure } from "../evaluate-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential } from "../registry.ts"

/** K. Ding, H. C. Andersen, doi:10.1103/PhysRevB.34.6987: germanium with ε = 1.93 eV, A = 7.049556, B = 0.60222, λ = 31. */
const truth = {
  "sw.Ge-Ge.repulsion": 8.1936,
  "sw.Ge-Ge.attraction": 13.6056,
  "sw.Ge-Ge.p": 4,
  "sw.Ge-Ge.sigma": 2.181,
  "sw.Ge-Ge.gamma": 1.2,
  "sw.Ge-Ge-Ge.lambda": 59.83,
  "sw.Ge-Ge-Ge.cosine": -1 / 3,
}

/** The potential with all these parameters multiplied by 1 ± `off` in turn. */
function germanium(off: number) {
  const [repulsion, attraction, p, sigma, gamma, lambda, cosine] = Object.values(truth).map((value, k) => value * (1 + off * (-1) ** k))
  return createPotential({
    kind: "stillinger-weber",
    elements: ["Ge"],
    pairs: { "Ge-Ge": { repulsion, attraction, p: { value: p, fixed: false }, q: 0, sigma, gamma, cutoff: 3.9258 } },
    triplets: { "Ge-Ge-Ge": { lambda, cosine } },
  })
}

function hotCrystals(count: number, withEnergies: boolean): readonly Configuration[] {
  const random = randomNumbers(7)
  const potential = germanium(0)
  return Array.from({ length: count }, (_, frame) => {
    const crystal = diamond("Ge", 5.66 * (0.94 + 0.02 * (frame % 7)))
    const structure = { ...crystal, positions: crystal.positions.map((x) => x + 0.7 * (random() - 0.5)) }
    const { energy, forces } = evaluateStructure(potential, parameterValues(potential.parameters), structure)
    const weights = { energy: 1, forces: 1, stress: 1 }
    return { structure, ...(withEnergies && { energy }), forces, group: "hot", weights, origin: { file: "hot", frame } }
  })
}

test.for([
  ["energies and forces", true],
  ["forces alone", false],
] as const)("the parameters behind data are found from a start a fifth off: %s", async ([, withEnergies]) => {
  const potential = germanium(0.2)
  const objective = resolveObjective(objectiveSchema.parse({ references: "none" }))
  const configurations = hotCrystals(14, withEnergies)
  const fit = createFit({ potential, configurations, objective, solver: solverSchema.parse({}), seed: 1 })
  let state: FitState | undefined
  for await (state of fitStates(fit, inlineExecutor()));
  const theta = new Map(potential.parameters.map(({ key }, k) => [key, state!.theta[k]]))
  for (const [key, value] of Object.entries(truth)) expect(theta.get(key)! / value, key).toBeCloseTo(1, 6)
})
