import { inverse, timesMatrix, transpose } from "../../atoms/cell.ts"
import type { Cell } from "../../atoms/structure.ts"
import type { Operation } from "../symmetry/operations.ts"

/** Wave vectors that stand for all of an even mesh, in units of the reciprocal vectors of the cell. */
export interface WaveMesh {
  /** `[3W]` */
  readonly waves: Float64Array
  /** Parts of the mesh that they stand for, summing to one, `[W]`. */
  readonly weights: Float64Array
}

/** The mesh of `divisions` along each reciprocal vector with Γ in it, of which the point group and time reversal leave one of each kind. */
export function waveMesh(cell: Cell, operations: readonly Operation[], divisions: readonly [number, number, number]): WaveMesh {
  const [nx, ny, nz] = divisions
  const turns = pointGroup(cell, operations)
  const count = nx * ny * nz
  const seen = new Uint8Array(count)
  const waves: number[] = []
  const weights: number[] = []
  const place = (q: readonly number[]): number => {
    const [i, j, k] = q.map((x, d) => ((Math.round(x * divisions[d]) % divisions[d]) + divisions[d]) % divisions[d])
    return (i * ny + j) * nz + k
  }
  for (let at = 0; at < count; at++) {
    if (seen[at]) continue
    const q = [Math.floor(at / (ny * nz)) / nx, (Math.floor(at / nz) % ny) / ny, (at % nz) / nz]
    let members = 0
    for (const turn of turns) {
      const image = [0, 1, 2].map((d) => turn[3 * d] * q[0] + turn[3 * d + 1] * q[1] + turn[3 * d + 2] * q[2])
      // Meshes that are not even along equivalent vectors do not have all images.
      if (image.some((x, d) => Math.abs(x * divisions[d] - Math.round(x * divisions[d])) > 1e-6)) continue
      const there = place(image)
      if (seen[there]) continue
      seen[there] = 1
      members++
    }
    waves.push(...q)
    weights.push(members / count)
  }
  return { waves: Float64Array.from(waves), weights: Float64Array.from(weights) }
}

/** As many divisions along each vector as make steps of about `step` [1/Å, without 2π]. */
export function divisionsOf(cell: Cell, step: number): readonly [number, number, number] {
  const back = inverse(cell)
  const [x, y, z] = [0, 1, 2].map((d) => Math.max(1, Math.round(Math.hypot(back[d], back[3 + d], back[6 + d]) / step)))
  return [x, y, z]
}

/** What rotations do to fractions of the reciprocal vectors, `q′ = W q`, with and without time reversal. */
function pointGroup(cell: Cell, operations: readonly Operation[]): readonly Float64Array[] {
  const back = inverse(cell)
  const found = new Map<string, Float64Array>()
  for (const { rotation } of operations) {
    // Lattice vectors turn to whole multiples, h Rᵀ = M h; reciprocal ones the same way: W = h R h⁻¹ as q·h are phases.
    const whole = timesMatrix(timesMatrix(cell, transpose(rotation)), back).map(Math.round)
    for (const sign of [1, -1]) {
      const turn = whole.map((value) => sign * value)
      found.set(turn.join(), turn)
    }
  }
  return [...found.values()]
}
