import { kernels } from "../kernels/kernels.ts"
import { observationLength, predictObservations } from "../observables/observation.ts"
import type { JacobianBlock } from "../potentials/potential.ts"
import type { Chunk } from "./chunk.ts"

/** Predicted observations of each structure of a chunk, at θ of potential and baseline together. */
export function predictChunk(chunk: Chunk, theta: Float64Array): Float64Array[] {
  const { potential, baseline, configurations } = chunk
  const own = potential.parameters.length
  return chunk.withGraph((graph) => {
    const atoms = graph.species.length
    return withRoom([atoms, 3 * atoms, 6 * configurations.length, own], ([energies, forces, virials, values]) => {
      values.set(theta.subarray(0, own))
      const evaluation = { energies, forces, virials }
      potential.evaluate(graph, values, evaluation)
      return configurations.map((configuration, s) => {
        const out = new Float64Array(observationLength(configuration.structure.numbers.length))
        predictObservations(graph, s, evaluation, configuration, baseline, theta, own, out)
        return out
      })
    })
  })
}

/** Prediction − reference of each structure: NaN where there is no reference, infinite where the prediction is not finite. */
export function chunkResiduals(chunk: Chunk, theta: Float64Array): Float64Array[] {
  return predictChunk(chunk, theta).map((values, s) =>
    values.map((value, k) => {
      const reference = chunk.references[s][k]
      if (Number.isNaN(reference)) return NaN
      return Number.isFinite(value) ? value - reference : Infinity
    }),
  )
}

/**
 * Hands the Jacobian of each structure's observations with respect to the potential's K parameters to `take`, row-major
 * `[(3n + 7) × K]`, one structure after another in the same memory: `take` must not keep it.
 */
export function differentiateChunk(chunk: Chunk, theta: Float64Array, take: (s: number, jacobian: Float64Array) => void): void {
  const { potential, configurations } = chunk
  const width = potential.parameters.length
  const largest = configurations.reduce((most, { structure }) => Math.max(most, structure.numbers.length), 0)
  chunk.withGraph((graph) =>
    withRoom([observationLength(largest) * width, width], ([room, values]) => {
      values.set(theta.subarray(0, width))
      configurations.forEach(({ structure }, s) => {
        const atoms = structure.numbers.length
        const jacobian = room.subarray(0, observationLength(atoms) * width)
        jacobian.fill(0)
        potential.jacobian(graph, s, values, blockOf(jacobian, atoms, width))
        scaleToObservations(jacobian, atoms, width, graph.volumes[s])
        take(s, jacobian)
      })
    }),
  )
}

/** Arrays in kernel memory for the time of `work`. No heap scope: what a potential keeps beside a graph must outlive this call. */
function withRoom<T>(lengths: readonly number[], work: (arrays: Float64Array[]) => T): T {
  const { heap } = kernels()
  const arrays = lengths.map((length) => heap.f64(length))
  try {
    return work(arrays)
  } finally {
    heap.free(...arrays)
  }
}

/** The three parts of a Jacobian as consecutive rows: energy, forces, virial. */
function blockOf(jacobian: Float64Array, atoms: number, width: number): JacobianBlock {
  const rows = (from: number, to: number): Float64Array => jacobian.subarray(from * width, to * width)
  return {
    energy: rows(0, 1),
    forces: rows(1, 1 + 3 * atoms),
    virial: rows(1 + 3 * atoms, 7 + 3 * atoms),
    stride: width,
    column: 0,
  }
}

/** E → E/N and W → −W/V, in place. */
function scaleToObservations(jacobian: Float64Array, atoms: number, width: number, volume: number): void {
  for (let k = 0; k < width; k++) jacobian[k] /= atoms
  const factor = volume > 0 ? -1 / volume : 0
  for (let k = (1 + 3 * atoms) * width; k < jacobian.length; k++) jacobian[k] *= factor
}
