import {
  type Configuration,
  createFit,
  evaluateStructure,
  fitStates,
  type FitState,
  inlineExecutor,
  iteratedPosterior,
  concludeFit,
  objectiveSchema,
  parameterValues,
  type Posterior,
  type Potential,
  resolveObjective,
  solverSchema,
  type Structure,
} from "@luthier/core"

/** Standard deviations of the data of these pages. */
const sigma = { energy: "1 meV/atom", forces: "10 meV/Å" }

/** A structure with exact labels; which of them are given is chosen. */
export interface Labelled {
  readonly structure: Structure
  readonly energy?: boolean
  readonly forces?: boolean
}

/** What such data, made by the potential itself, know of its parameters. */
export async function knownAt(potential: Potential, data: readonly Labelled[]): Promise<Posterior> {
  const configurations = data.map(({ structure, energy = false, forces = false }, frame): Configuration => {
    const exact = evaluateStructure(potential, parameterValues(potential.parameters), structure)
    return {
      ...{ structure, group: "exact", weights: { energy: 1, forces: 1, stress: 1 }, origin: { file: "exact", frame } },
      ...(energy && { energy: exact.energy }),
      ...(forces && { forces: exact.forces }),
    }
  })
  const objective = resolveObjective(objectiveSchema.parse({ sigma, references: "none" }))
  const fit = createFit({ potential, configurations, objective, solver: solverSchema.parse({}), seed: 1 })
  const executor = inlineExecutor()
  let last: FitState | undefined
  for await (const state of fitStates(fit, executor)) last = state
  if (!last) throw new Error("a fit has at least one state")
  const result = await concludeFit(fit, last, executor)
  return (await iteratedPosterior(fit, last, executor, result)).posterior
}
