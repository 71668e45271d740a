import type { Graph } from "../../../graph/graph.ts"
import { COULOMB } from "../coulomb-constant.ts"
import { screened } from "../screening/screened.ts"
import { addCoupling } from "../sums/add-coupling.ts"
import { ewald } from "./ewald.ts"
import { phases } from "./phases.ts"
import { splitting } from "./splitting.ts"
import { waveVectors } from "./wave-vectors.ts"

/**
 * The matrix M of the Ewald energy ½ qᵀ M q of structure s, symmetric, row-major `[n × n]` [eV/e²]; the same sums as those of `ewald`.
 *
 * @throws Failure for a structure that repeats in one or two directions.
 */
export function couplingMatrix(graph: Graph, s: number, accuracy: number, cutoff: number): Float64Array {
  const [first, last] = [graph.structures[s], graph.structures[s + 1]]
  const n = last - first
  const M = new Float64Array(n * n)
  const positions = graph.positions.subarray(3 * first, 3 * last)
  if (graph.periodic[s] !== 7) {
    // Refuses what the sum refuses.
    ewald(accuracy, cutoff).add(graph, s, new Float64Array(n), [])
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const r = Math.hypot(...[0, 1, 2].map((c) => positions[3 * i + c] - positions[3 * j + c]))
        M[i * n + j] = M[j * n + i] = COULOMB / r
      }
    }
    return M
  }
  const { alpha, waveCutoff } = splitting(accuracy, cutoff)
  addCoupling(graph, s, cutoff, screened(alpha), M)
  addWaves(positions, graph.cells.subarray(9 * s, 9 * s + 9), graph.volumes[s], alpha, waveCutoff, M)
  const background = (-COULOMB * Math.PI) / (graph.volumes[s] * alpha * alpha)
  for (let k = 0; k < M.length; k++) M[k] += background
  for (let i = 0; i < n; i++) M[i * n + i] -= (2 * COULOMB * alpha) / Math.sqrt(Math.PI)
  return M
}

/** Adds (8π/V) Σ' exp(−k²/4α²)/k² cos(**k**·(**r**_i − **r**_j)), over one of each pair ±**k**. */
function addWaves(positions: Float64Array, rows: Float64Array, volume: number, alpha: number, waveCutoff: number, M: Float64Array): void {
  const n = positions.length / 3
  const waves = waveVectors(rows, waveCutoff)
  const phase = phases(positions, rows, waves)
  const { cosines, sines } = phase
  for (let k = 0; k < waves.vectors.length / 3; k++) {
    const square = waves.vectors[3 * k] ** 2 + waves.vectors[3 * k + 1] ** 2 + waves.vectors[3 * k + 2] ** 2
    const strength = (8 * Math.PI * COULOMB * Math.exp(-square / (4 * alpha * alpha))) / (square * volume)
    phase.goTo(k)
    for (let i = 0; i < n; i++) {
      const [c, s] = [strength * cosines[i], strength * sines[i]]
      for (let j = 0; j <= i; j++) M[i * n + j] += c * cosines[j] + s * sines[j]
    }
  }
  // The pairs that are there by now are in both halves alike, the waves in the lower one.
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) M[j * n + i] = M[i * n + j]
}
