import type { Graph } from "../graph/graph.ts"
import type { Potential } from "./potential.ts"

/** Capability of a potential that is linear in all its parameters, and finds what an atom's energy is made of faster than by asking for it. */
export interface WithSiteRows {
  /**
   * Adds ∂E_i/∂θ of every atom i of a graph: element (i, k) is at `i × stride + column + k`. The caller owns and zeroes `out`, `[N × stride]`.
   */
  siteRows(graph: Graph, out: Float64Array, stride: number, column: number): void
}

/** Whether a potential declares rows of single atoms. */
export function hasSiteRows(potential: object): potential is WithSiteRows {
  return "siteRows" in potential
}

/** Whether the energies of a potential are affine in all parameters that may change, so that ∂E_i/∂θ depends on the structure alone. */
export function isLinear({ parameters }: Potential): boolean {
  return parameters.some(({ fixed }) => !fixed) && parameters.every(({ linear, fixed }) => linear || fixed)
}

/**
 * Adds ∂E_i/∂θ of every atom of a graph to rows of a caller's, as `WithSiteRows` does; where the potential does not, by an evaluation for
 * each parameter that is not fixed, E_i(θ_k = 1) − E_i(θ_k = 0) with the others at zero. The potential has to be linear.
 */
export function addSiteRows(potential: Potential, graph: Graph, out: Float64Array, stride: number, column: number): void {
  if (hasSiteRows(potential)) return potential.siteRows(graph, out, stride, column)
  if (!isLinear(potential)) return
  const atoms = graph.species.length
  const theta = Float64Array.from(potential.parameters, ({ fixed, value }) => (fixed ? value : 0))
  const energiesAt = (): Float64Array => {
    const energies = new Float64Array(atoms)
    potential.evaluate(graph, theta, { energies, forces: new Float64Array(3 * atoms), virials: new Float64Array(6 * graph.volumes.length) })
    return energies
  }
  const without = energiesAt()
  potential.parameters.forEach(({ fixed }, k) => {
    if (fixed) return
    theta[k] = 1
    const energies = energiesAt()
    for (let i = 0; i < atoms; i++) out[i * stride + column + k] += energies[i] - without[i]
    theta[k] = 0
  })
}
