import { COULOMB } from "../coulomb-constant.ts"
import type { ChargeResponse } from "../sums/charge-response.ts"
import { phases } from "./phases.ts"
import type { Splitting } from "./splitting.ts"
import { waveVectors } from "./wave-vectors.ts"

/**
 * Adds the sum over reciprocal space: with the structure factor S(q) = Σ q_i exp(i**k**·**r**_i) and e²/(4πε₀) = 1,
 *
 *     E = (4π/V) Σ' exp(−k²/4α²)/k² |S(q)|²        over one of each pair ±**k**
 *     F_i = (8π/V) Σ' exp(−k²/4α²)/k² q_i Im[exp(i**k**·**r**_i) S*] **k**
 *     W = Σ' E_k [1 − 2 **k**⊗**k** (1/k² + 1/4α²)]
 *
 * @param positions of the structure, `[3n]` [Å]
 * @param rows of its cell, `[9]` [Å]
 * @param volume [Å³]
 */
export function addReciprocal(
  positions: Float64Array,
  rows: Float64Array,
  volume: number,
  { alpha, waveCutoff }: Splitting,
  q: Float64Array,
  responses: readonly ChargeResponse[],
): void {
  const waves = waveVectors(rows, waveCutoff)
  const { vectors } = waves
  const phase = phases(positions, rows, waves)
  const { cosines, sines } = phase
  for (let k = 0; k < vectors.length / 3; k++) {
    const x = vectors[3 * k]
    const y = vectors[3 * k + 1]
    const z = vectors[3 * k + 2]
    const square = x * x + y * y + z * z
    const strength = (4 * Math.PI * COULOMB * Math.exp(-square / (4 * alpha * alpha))) / (square * volume)
    const change = 2 * (1 / square + 1 / (4 * alpha * alpha))
    phase.goTo(k)
    const cosQ = dot(q, cosines)
    const sinQ = dot(q, sines)
    for (const { p, energies, forces, virial } of responses) {
      const cosP = p === q ? cosQ : dot(p, cosines)
      const sinP = p === q ? sinQ : dot(p, sines)
      push(p, q, cosP, sinP, cosQ, sinQ, cosines, sines, strength, x, y, z, energies, forces)
      const energy = strength * (cosP * cosQ + sinP * sinQ)
      virial[0] += energy * (1 - change * x * x)
      virial[1] += energy * (1 - change * y * y)
      virial[2] += energy * (1 - change * z * z)
      virial[3] -= energy * change * y * z
      virial[4] -= energy * change * x * z
      virial[5] -= energy * change * x * y
    }
  }
}

/** Adds what one wave vector does to each atom. */
function push(
  p: Float64Array,
  q: Float64Array,
  cosP: number,
  sinP: number,
  cosQ: number,
  sinQ: number,
  cosines: Float64Array,
  sines: Float64Array,
  strength: number,
  x: number,
  y: number,
  z: number,
  energies: Float64Array,
  forces: Float64Array,
): void {
  for (let i = 0, at = 0; i < q.length; i++, at += 3) {
    const c = p[i] * cosQ + q[i] * cosP
    const s = p[i] * sinQ + q[i] * sinP
    energies[i] += 0.5 * strength * (c * cosines[i] + s * sines[i])
    const along = strength * (c * sines[i] - s * cosines[i])
    forces[at] += along * x
    forces[at + 1] += along * y
    forces[at + 2] += along * z
  }
}

function dot(u: Float64Array, v: Float64Array): number {
  let sum = 0
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i]
  return sum
}
