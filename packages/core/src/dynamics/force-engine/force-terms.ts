import type { EamPotential } from "../../potentials/eam/eam.ts"
import { hasFunctions, type WithFunctions } from "../../potentials/functions/potential-function.ts"
import { hasPairs, type WithPairs } from "../../potentials/pair/lammps-pair.ts"
import type { Potential } from "../../potentials/potential.ts"
import { hasTerms } from "../../potentials/sum/sum-potential.ts"
import { embeddedAtoms } from "../terms/embedded-atoms.ts"
import { formulaPair } from "../terms/formula-pair.ts"
import { radialFunctionPair } from "../terms/radial-function-pair.ts"
import { radialPairs } from "../terms/radial-pairs.ts"
import type { ForceTerm } from "./force-term.ts"

/** The potential as terms on a half neighbour list, which are faster; `undefined` where it does not show what they need. */
export function forceTerms(potential: Potential, theta: Float64Array): readonly ForceTerm[] | undefined {
  if (hasTerms(potential)) {
    const parts = potential.terms.map(({ potential: term, offset }) =>
      sameElements(term.elements, potential.elements)
        ? forceTerms(term, theta.subarray(offset, offset + term.parameters.length))
        : undefined,
    )
    const known = parts.filter((part) => part !== undefined)
    if (known.length === parts.length) return known.flat()
    for (const term of known.flat()) term.release()
    return undefined
  }
  if (hasPairs(potential) && hasFunctions(potential)) return [pairsOf(potential, theta)]
  const tables = isEmbedded(potential) ? potential.eam.tables : undefined
  return tables && tables.pairs.every(({ step, values }) => step * (values.length - 1) >= tables.cutoff * (1 - 1e-9) - step)
    ? [embeddedAtoms(tables)]
    : undefined
}

function pairsOf({ functions, pairs, elements }: Potential & WithPairs & WithFunctions, theta: Float64Array): ForceTerm {
  return radialPairs(
    pairs.map((pair, k) => {
      const { radial, offset } = functions[k]
      const own = theta.slice(offset, offset + radial.parameters.length)
      const { formula, parameters } = radial
      const energy =
        formula === undefined
          ? radialFunctionPair(radial, own)
          : formulaPair(formula, Object.fromEntries(parameters.map(({ key }, p) => [key, own[p]])))
      const [a, b] = pair.elements.map((number) => elements.indexOf(number))
      return { species: [a, b] as const, cutoff: Math.min(pair.cutoff, radial.end), energy }
    }),
  )
}

function isEmbedded(potential: Potential): potential is EamPotential {
  return "eam" in potential
}

function sameElements(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((number, k) => number === b[k])
}
