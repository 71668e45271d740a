import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import type { Potential } from "../../potentials/potential.ts"

/** What a potential says of one structure. */
export interface Prediction {
  readonly energy: number
  /** `[N]` */
  readonly energies: Float64Array
  /** `[3N]` */
  readonly forces: Float64Array
  /** Voigt, `[6]` */
  readonly virial: Float64Array
}

/** Evaluates a potential on structures, in one graph. */
export function predict(potential: Potential, structures: readonly Structure[], theta: Float64Array): readonly Prediction[] {
  const graph = buildGraph(structures, potential.elements, potential.cutoff)
  const atoms = graph.species.length
  const out = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6 * structures.length) }
  potential.evaluate(graph, theta, out)
  const answers = structures.map((_, s) => {
    const [first, last] = [graph.structures[s], graph.structures[s + 1]]
    const energies = out.energies.slice(first, last)
    return {
      energy: energies.reduce((sum, energy) => sum + energy, 0),
      energies,
      forces: out.forces.slice(3 * first, 3 * last),
      virial: out.virials.slice(6 * s, 6 * s + 6),
    }
  })
  releaseGraph(graph)
  return answers
}

/** Rows E, F, W of ∂/∂θ of one structure, each `[rows × K]`. */
export interface ParameterDerivatives {
  readonly energy: Float64Array
  readonly forces: Float64Array
  readonly virial: Float64Array
}

/** The parameter Jacobian of the last of several structures, in one graph. */
export function parameterDerivatives(potential: Potential, structures: readonly Structure[], theta: Float64Array): ParameterDerivatives {
  const graph = buildGraph(structures, potential.elements, potential.cutoff)
  const s = structures.length - 1
  const count = theta.length
  const rows = 3 * (graph.structures[s + 1] - graph.structures[s])
  // A stride and a column of its own, and something to add to, as an assembler would have it.
  const [stride, column, before] = [count + 3, 2, 0.25]
  const block = {
    energy: new Float64Array(stride),
    forces: new Float64Array(rows * stride),
    virial: new Float64Array(6 * stride),
    stride,
    column,
  }
  for (const array of [block.energy, block.forces, block.virial]) array.fill(before)
  potential.jacobian(graph, s, theta, block)
  releaseGraph(graph)
  const own = (array: Float64Array): Float64Array =>
    Float64Array.from({ length: (array.length / stride) * count }, (_, at) => {
      return array[Math.floor(at / count) * stride + column + (at % count)] - before
    })
  return { energy: own(block.energy), forces: own(block.forces), virial: own(block.virial) }
}
