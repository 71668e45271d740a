import { symbolOf } from "../../atoms/elements.ts"
import type { Graph } from "../../graph/graph.ts"
import { speciesPair } from "../../graph/pair-segments.ts"
import type { PotentialFunction, WithFunctions } from "../functions/potential-function.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential, PotentialSpec } from "../potential.ts"
import type { Regulariser, RegulariserRow, WithRegularisers } from "../regulariser.ts"
import { underPath } from "../spec/under-path.ts"
import { evaluatePairs } from "./evaluate-pairs.ts"
import type { PairOfElements, WithPairs } from "./lammps-pair.ts"
import type { PairFunction } from "./pair-function.ts"
import { pairJacobian } from "./pair-jacobian.ts"
import type { PairTerm, PairTerms } from "./pair-term.ts"

/** A potential that is a sum over pairs; its functions are open to whoever draws or tabulates them. */
export type PairPotential = Potential & WithFunctions & WithPairs & Partial<WithRegularisers>

/** Of `pairPotential`. */
export interface PairPotentialOptions {
  readonly spec: PotentialSpec
  /** Atomic numbers, `[n]`. */
  readonly elements: readonly number[]
  /** `[n(n + 1)/2]`, in the order (0,0) (0,1) … (1,1) …. */
  readonly functions: readonly PairFunction[]
  /** First part of parameter keys: `pair` gives `pair.Ne-Xe.epsilon`. */
  readonly name: string
}

/**
 * E = Σ_{pairs} φ_ab(r), half to each atom; F_i = Σ_j φ′ û_ij; W = −Σ r φ′ û⊗û; parameter derivatives of all three. Exact in any
 * cell: a pair of an atom with its own image has no force, but an energy and a virial.
 */
export function pairPotential({ spec, elements, functions, name }: PairPotentialOptions): PairPotential {
  const parameters: Parameter[] = []
  const regularisers: Regulariser[] = []
  const terms: PairTerm[] = []
  const shown: PotentialFunction[] = []
  const pairs: PairOfElements[] = []
  const cutoff = Math.max(...functions.map((one) => one.cutoff))
  elements.forEach((first, a) =>
    elements.slice(a).forEach((second, k) => {
      const one = functions[speciesPair(a, a + k, elements.length)]
      const label = `${symbolOf(first)}-${symbolOf(second)}`
      const term = Object.freeze({ radial: one.radial, offset: parameters.length })
      terms.push(term)
      if (one.differences) regularisers.push(smoothness(label, term.offset, one.differences))
      parameters.push(...underPath(one.radial.parameters, `${name}.${label}`))
      shown.push(
        Object.freeze({
          name: `${name}.${label}`,
          role: "pair",
          elements: [first, second],
          ...term,
          argument: { name: "r", unit: "Å" },
          value: { name: "pair energy", unit: "eV" },
        }),
      )
      const named = (theta: Float64Array) => Object.fromEntries(one.radial.parameters.map(({ key }, k) => [key, theta[term.offset + k]]))
      pairs.push(
        Object.freeze({
          elements: [first, second] as const,
          label,
          cutoff: one.cutoff,
          lammps: (theta: Float64Array) => one.lammps?.(named(theta), cutoff),
        }),
      )
    }),
  )
  const all: PairTerms = { elements, terms }
  return Object.freeze({
    spec,
    elements,
    cutoff,
    parameters: Object.freeze(parameters),
    functions: Object.freeze(shown),
    pairs: Object.freeze(pairs),
    ...(regularisers.length > 0 && { regularisers: Object.freeze(regularisers) }),
    byCentre: true,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      demandReach(graph, cutoff)
      evaluatePairs(all, graph, theta, out)
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      demandReach(graph, cutoff)
      pairJacobian(all, graph, s, theta, block)
    },
  })
}

function smoothness(label: string, offset: number, differences: readonly RegulariserRow[]): Regulariser {
  return {
    name: `smoothness of ${label}`,
    doc: `second differences of the pair energies of ${label} on their grid [eV]`,
    rows: differences.map(({ parameters, coefficients }) => ({ parameters: parameters.map((k) => offset + k), coefficients })),
  }
}

function demandReach(graph: Graph, cutoff: number): void {
  if (graph.cutoff < cutoff) throw new Error(`a graph up to ${graph.cutoff} Å is too short for a cutoff of ${cutoff} Å`)
}
