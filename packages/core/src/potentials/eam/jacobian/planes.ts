import type { JacobianBlock } from "../../potential.ts"
import { CHUNK, type JacobianWork } from "./work.ts"

/**
 * What each of n pairs from number `m` on gives the virial for a unit central force: `−r û⊗û`, times `scale` where given, planar
 * `[6 × n]` in the order xx yy zz yz xz xy.
 */
export function virialWeights(
  n: number,
  m: number,
  distances: Float64Array,
  directions: Float64Array,
  scale: Float64Array | undefined,
  weights: Float64Array,
): void {
  for (let q = 0; q < n; q++) {
    const at = 3 * (m + q)
    const ux = directions[at]
    const uy = directions[at + 1]
    const uz = directions[at + 2]
    const r = scale ? -distances[m + q] * scale[q] : -distances[m + q]
    weights[q] = r * ux * ux
    weights[n + q] = r * uy * uy
    weights[2 * n + q] = r * uz * uz
    weights[3 * n + q] = r * uy * uz
    weights[4 * n + q] = r * ux * uz
    weights[5 * n + q] = r * ux * uy
  }
}

/** Adds, for each of `count` planes from `base` on, its six sums with `weights` to rows 0 … 5 of `out` at `column + k`. */
export function sumPlanes(
  n: number,
  count: number,
  planes: Float64Array,
  base: number,
  weights: Float64Array,
  out: Float64Array,
  column: number,
  stride: number,
): void {
  for (let k = 0; k < count; k++) {
    const at = base + k * n
    let xx = 0
    let yy = 0
    let zz = 0
    let yz = 0
    let xz = 0
    let xy = 0
    for (let q = 0; q < n; q++) {
      const value = planes[at + q]
      xx += value * weights[q]
      yy += value * weights[n + q]
      zz += value * weights[2 * n + q]
      yz += value * weights[3 * n + q]
      xz += value * weights[4 * n + q]
      xy += value * weights[5 * n + q]
    }
    const to = column + k
    out[to] += xx
    out[to + stride] += yy
    out[to + 2 * stride] += zz
    out[to + 3 * stride] += yz
    out[to + 4 * stride] += xz
    out[to + 5 * stride] += xy
  }
}

/** Adds −Σ_i G_ik Q_i with Q_i = Σ_j g_I r û⊗û to the virial. */
export function addEmbeddingVirial(work: JacobianWork, { virial, stride, column }: JacobianBlock): void {
  const { columns, half, firstAtom, atoms, firstPair, pairs, width, slopesI, slopesJ, many } = work
  const { weights } = work.chunk
  const tensors = new Float64Array(6 * atoms)
  for (let start = 0; start < pairs; start += CHUNK) {
    const n = Math.min(CHUNK, pairs - start)
    const m = firstPair + start
    virialWeights(n, m, half.distances, half.directions, undefined, weights)
    for (let v = 0; v < 6; v++) {
      for (let q = 0; q < n; q++) {
        tensors[6 * (half.i[m + q] - firstAtom) + v] += weights[v * n + q] * slopesI[start + q]
        tensors[6 * (half.j[m + q] - firstAtom) + v] += weights[v * n + q] * slopesJ[start + q]
      }
    }
  }
  for (let atom = 0; atom < atoms; atom++) {
    for (let v = 0; v < 6; v++) {
      const weight = tensors[6 * atom + v]
      const to = v * stride + column + columns.many
      for (let c = 0, at = atom * width; c < width; c++) virial[to + c] += weight * many[at + c]
    }
  }
}
