import { elementsOf } from "../../../atoms/elements.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { buildGraph } from "../../../graph/build-graph.ts"
import { releaseGraph } from "../../../graph/release-graph.ts"
import { addSixthHarmonics, sixth } from "./harmonics.ts"

/**
 * How alike the surroundings of each atom and of its neighbours are turned, `[N]`: the mean over its bonds of
 *
 *     q₆(i)·q₆(j) / (|q₆(i)| |q₆(j)|),  q₆ₘ(i) = ⟨Y₆ₘ⟩ over the bonds of i.
 *
 * 1 in any crystal of one kind of site (or of two that invert each other), about 0.7 in a hot one, 0.2 in a liquid; 0 without neighbours.
 *
 * P. J. Steinhardt, D. R. Nelson and M. Ronchetti, doi:10.1103/PhysRevB.28.784; P. R. ten Wolde, M. J. Ruiz-Montero and D. Frenkel,
 * doi:10.1063/1.471721.
 *
 * @param cutoff length of the longest bond [Å]
 */
export function crystallinity(structure: Structure, cutoff: number): Float64Array {
  const graph = buildGraph([structure], elementsOf(structure.numbers), cutoff)
  const { centres, neighbours, vectors, distances } = graph
  const atoms = structure.numbers.length
  const q = new Float64Array(sixth * atoms)
  for (let i = 0; i < atoms; i++) {
    for (let m = centres[i]; m < centres[i + 1]; m++) {
      const d = distances[m]
      addSixthHarmonics(vectors[3 * m] / d, vectors[3 * m + 1] / d, vectors[3 * m + 2] / d, q, sixth * i)
    }
    normalise(q, sixth * i)
  }
  const out = new Float64Array(atoms)
  for (let i = 0; i < atoms; i++) {
    let sum = 0
    for (let m = centres[i]; m < centres[i + 1]; m++) sum += dot(q, sixth * i, sixth * neighbours[m])
    out[i] = sum / Math.max(1, centres[i + 1] - centres[i])
  }
  releaseGraph(graph)
  return out
}

/** The mean of `crystallinity` over all atoms. */
export function meanCrystallinity(structure: Structure, cutoff: number): number {
  return crystallinity(structure, cutoff).reduce((sum, value) => sum + value, 0) / structure.numbers.length
}

function normalise(q: Float64Array, at: number): void {
  const size = Math.sqrt(dot(q, at, at))
  if (size > 0) for (let m = at; m < at + sixth; m++) q[m] /= size
}

function dot(q: Float64Array, a: number, b: number): number {
  let sum = 0
  for (let m = 0; m < sixth; m++) sum += q[a + m] * q[b + m]
  return sum
}
