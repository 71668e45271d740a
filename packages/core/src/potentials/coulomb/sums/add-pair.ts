import type { ChargeResponse } from "./charge-response.ts"

/** Adds a pair i, j of one structure at the vector (x, y, z) from i to j, of energy q_i q_j g(r), to all responses; slope = g′(r). */
export function addPair(
  responses: readonly ChargeResponse[],
  q: Float64Array,
  i: number,
  j: number,
  g: number,
  slope: number,
  r: number,
  x: number,
  y: number,
  z: number,
): void {
  for (const { p, energies, forces, virial } of responses) {
    const product = 0.5 * (p[i] * q[j] + q[i] * p[j])
    if (product === 0) continue
    const half = 0.5 * product * g
    energies[i] += half
    energies[j] += half
    // Force on i along the vector to j, per unit of it.
    const pull = (product * slope) / r
    forces[3 * i] += pull * x
    forces[3 * i + 1] += pull * y
    forces[3 * i + 2] += pull * z
    forces[3 * j] -= pull * x
    forces[3 * j + 1] -= pull * y
    forces[3 * j + 2] -= pull * z
    virial[0] -= pull * x * x
    virial[1] -= pull * y * y
    virial[2] -= pull * z * z
    virial[3] -= pull * y * z
    virial[4] -= pull * x * z
    virial[5] -= pull * x * y
  }
}
