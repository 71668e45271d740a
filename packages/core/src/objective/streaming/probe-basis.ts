import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { kernels } from "../../kernels/kernels.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import type { Potential } from "../../potentials/potential.ts"
import { seedRandom, uniforms } from "../../random/random.ts"

/** Atoms of the cluster on which bases are probed. */
const ATOMS = 12

/** ∂F/∂θ of a small cluster of all elements at distances from a quarter of the cutoff on, `[3 ATOMS × parameters]` [eV/Å per unit of θ]. */
export function probeBasis(potential: Potential): Float64Array {
  const { heap } = kernels()
  const { elements, cutoff, parameters } = potential
  const positions = new Float64Array(3 * ATOMS)
  uniforms(seedRandom(1), positions)
  positions.forEach((shift, c) => (positions[c] = cutoff * (0.45 * (Math.floor(Math.floor(c / 3) / 3 ** (c % 3)) % 3) + 0.2 * shift)))
  const numbers = Int32Array.from({ length: ATOMS }, (_, i) => elements[i % elements.length])
  const graph = buildGraph([{ numbers, positions, cell: null, pbc: [false, false, false] }], elements, cutoff)
  const own = parameters.length
  const arrays = [heap.f64(own), heap.f64(own), heap.f64(3 * ATOMS * own), heap.f64(6 * own)]
  try {
    const [theta, energy, forces, virial] = arrays
    theta.set(parameterValues(parameters))
    potential.jacobian(graph, 0, theta, { energy, forces, virial, stride: own, column: 0 })
    return Float64Array.from(forces)
  } finally {
    heap.free(...arrays)
    releaseGraph(graph)
  }
}

/**
 * A number for each parameter, Σ_c w_c ∂F_c/∂θ of the same cluster with fixed weights w between ½ and 1: what tells later whether the
 * functions that statistics were taken of are still the same, in sign, size and order. Numbers that are not finite count as 0.
 */
export function basisFingerprint(potential: Potential): readonly number[] {
  const forces = probeBasis(potential)
  const own = potential.parameters.length
  const weights = new Float64Array(3 * ATOMS)
  uniforms(seedRandom(2), weights)
  const sums = new Float64Array(own)
  for (let c = 0; c < weights.length; c++) for (let k = 0; k < own; k++) sums[k] += (0.5 + 0.5 * weights[c]) * forces[c * own + k]
  return Array.from(sums, (sum) => (Number.isFinite(sum) ? sum : 0))
}
