import { SpecFailure } from "../failure/failure.ts"
import type { Potential } from "../potentials/potential.ts"
import { hasRegularisers, type Regulariser } from "../potentials/regulariser.ts"

/** A penalty `½ α ‖G θ‖²` of the potential, with its strength where the user gives it. */
export interface WeighedRegulariser {
  readonly regulariser: Regulariser
  /** `estimate`: by the solver, with the data. */
  readonly alpha: number | "estimate"
}

/**
 * The regularisers of a potential with the strengths that settings name; 0 leaves one out.
 * @throws SpecFailure for a strength of a regulariser that the potential does not declare.
 */
export function weighRegularisers(
  potential: Potential,
  choices: Readonly<Record<string, number | "estimate">>,
): readonly WeighedRegulariser[] {
  const declared = hasRegularisers(potential) ? potential.regularisers : []
  for (const name of Object.keys(choices)) {
    if (declared.some((one) => one.name === name)) continue
    const known = declared.map((one) => one.name).join(", ")
    throw new SpecFailure(`the potential has no regulariser called ${name}`, {
      path: ["regularisation", name],
      advice: known === "" ? "potentials of this kind have none" : `it has ${known}`,
    })
  }
  return declared.flatMap((regulariser) => {
    const alpha = Object.hasOwn(choices, regulariser.name) ? choices[regulariser.name] : (regulariser.strength ?? "estimate")
    return alpha === 0 ? [] : [{ regulariser, alpha }]
  })
}
