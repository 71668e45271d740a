import type { Graph } from "../../graph/graph.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential, PotentialSpec } from "../potential.ts"

/** One term of a sum; its parameters are θ[offset] to θ[offset + potential.parameters.length − 1]. */
interface SumTerm {
  readonly potential: Potential
  readonly offset: number
}

/** A sum of potentials; its terms are open to exporters and reports. */
export interface SumPotential extends Potential {
  readonly terms: readonly SumTerm[]
}

/** Whether a potential is a sum of others. */
export function hasTerms(potential: Potential): potential is SumPotential {
  return "terms" in potential
}

/**
 * The sum of potentials: energies, forces, virials and parameters, one after the other. Each term acts among its own elements. Keys
 * that occur in two terms get `term1.`, `term2.`, … before them, in all terms that share them.
 */
export function sumPotential(spec: PotentialSpec, potentials: readonly Potential[]): SumPotential {
  const terms: SumTerm[] = []
  let offset = 0
  for (const potential of potentials) {
    terms.push(Object.freeze({ potential, offset }))
    offset += potential.parameters.length
  }
  return Object.freeze({
    spec,
    elements: Object.freeze([...new Set(potentials.flatMap((potential) => potential.elements))]),
    cutoff: Math.max(...potentials.map((potential) => potential.cutoff)),
    parameters: joinedLayout(potentials),
    terms: Object.freeze(terms),
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      for (const { potential, offset } of terms) {
        potential.evaluate(graph, theta.subarray(offset, offset + potential.parameters.length), out)
      }
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      for (const { potential, offset } of terms) {
        const own = theta.subarray(offset, offset + potential.parameters.length)
        potential.jacobian(graph, s, own, { ...block, column: block.column + offset })
      }
    },
  })
}

function joinedLayout(potentials: readonly Potential[]): readonly Parameter[] {
  const uses = new Map<string, number>()
  for (const { parameters } of potentials) for (const { key } of parameters) uses.set(key, (uses.get(key) ?? 0) + 1)
  return Object.freeze(
    potentials.flatMap(({ parameters }, t) => {
      const keys = new Set(parameters.map((parameter) => parameter.key))
      const renamed = (key: string): string => (keys.has(key) && (uses.get(key) ?? 0) > 1 ? `term${t + 1}.${key}` : key)
      return parameters.map((parameter) => {
        const { key, tie } = parameter
        return Object.freeze({ ...parameter, key: renamed(key), ...(tie && { tie: { ...tie, key: renamed(tie.key) } }) })
      })
    }),
  )
}
