import { pairName } from "../atoms/distances.ts"
import { hasFunctions, type PotentialFunction } from "../potentials/functions/potential-function.ts"
import type { Potential } from "../potentials/potential.ts"

/**
 * Functions of a potential that no atom of the data meets, so that their parameters stay at their starting values: their elements
 * never come within their reach. `shortest` are distances by pair, such as `Al-Ti` [Å], of all pairs that occur.
 */
export function unmetFunctions(potential: Potential, shortest: Readonly<Record<string, number>>): readonly PotentialFunction[] {
  if (!hasFunctions(potential)) return []
  const { elements: known, functions } = potential
  const meets = (a: number, b: number, reach: number): boolean => shortest[pairName([a, b])] < Math.min(reach, potential.cutoff)
  return functions.filter(({ role, elements: [a, b], radial }) => {
    // Nothing of a fixed function, such as a core, could be fitted.
    if (radial.parameters.length === 0) return false
    if (role === "embedding") return known.every((other) => !meets(a, other, Infinity))
    return b === undefined ? known.every((other) => !meets(a, other, radial.end)) : !meets(a, b, radial.end)
  })
}

/** One sentence that names such functions; none without any. */
export function unmetWarning(unmet: readonly PotentialFunction[]): readonly string[] {
  if (unmet.length === 0) return []
  const names = unmet.map(({ name }) => name).join(", ")
  return [`the training data never meet ${names} within the cutoff: nothing of ${unmet.length === 1 ? "it" : "them"} was fitted`]
}
