import type { Graph } from "../../graph/graph.ts"
import { pairSegments, type PairSegments } from "../../graph/pair-segments.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { JacobianBlock } from "../potential.ts"
import { forBatches } from "./batches.ts"
import { termsOfGraph, type PairTerms } from "./pair-term.ts"

/** Pairs handled at a time: small enough that ∂φ/∂θ and ∂φ′/∂θ stay in the second-level cache. */
const BATCH = 512

/** Adds ∂(E, F, W)/∂θ of structure s to `block`. */
export function pairJacobian(pairs: PairTerms, graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
  const { heap } = kernels()
  const half = pairSegments(graph)
  const firstAtom = graph.structures[s]
  const most = Math.max(0, ...pairs.terms.map(({ radial }) => radial.parameters.length))
  heap.scope(() => {
    const parameters = heap.f64(theta.length)
    parameters.set(theta)
    const batch = heap.i32(BATCH)
    const x = heap.f64(BATCH)
    const [f, df, d2f] = [heap.f64(BATCH), heap.f64(BATCH), heap.f64(BATCH)]
    const [fk, dfk] = [heap.f64(most * BATCH), heap.f64(most * BATCH)]
    termsOfGraph(pairs, graph.elements).forEach((term, p) => {
      if (!term || term.radial.parameters.length === 0) return
      const { radial, offset } = term
      const count = radial.parameters.length
      const own = parameters.subarray(offset, offset + count)
      const at = s * half.pairs + p
      forBatches(half.distances, half.offsets[at], half.offsets[at + 1], radial.end, batch, x, (n) => {
        radial.jacobian(n, x, own, { f, df, d2f, fk, dfk })
        for (let k = 0; k < count; k++) {
          const [column, slopes] = [fk.subarray(k * n, (k + 1) * n), dfk.subarray(k * n, (k + 1) * n)]
          scatterColumn(half, batch, n, column, slopes, firstAtom, block, offset + k)
        }
      })
    })
  })
}

/** Adds the derivatives of the n pairs of a batch with respect to one parameter. */
function scatterColumn(
  half: PairSegments,
  batch: Int32Array,
  n: number,
  fk: Float64Array,
  dfk: Float64Array,
  firstAtom: number,
  block: JacobianBlock,
  parameter: number,
): void {
  const { i, j, distances, directions } = half
  const { forces, stride } = block
  const column = block.column + parameter
  let energy = 0
  let xx = 0
  let yy = 0
  let zz = 0
  let yz = 0
  let xz = 0
  let xy = 0
  for (let e = 0; e < n; e++) {
    energy += fk[e]
    const slope = dfk[e]
    // Functions of local support are zero almost everywhere.
    if (slope === 0) continue
    const at = batch[e]
    const ux = directions[3 * at]
    const uy = directions[3 * at + 1]
    const uz = directions[3 * at + 2]
    const fx = slope * ux
    const fy = slope * uy
    const fz = slope * uz
    const a = 3 * (i[at] - firstAtom) * stride + column
    const b = 3 * (j[at] - firstAtom) * stride + column
    forces[a] += fx
    forces[a + stride] += fy
    forces[a + 2 * stride] += fz
    forces[b] -= fx
    forces[b + stride] -= fy
    forces[b + 2 * stride] -= fz
    const r = distances[at]
    const rx = r * ux
    const ry = r * uy
    xx -= rx * fx
    yy -= ry * fy
    zz -= r * uz * fz
    yz -= ry * fz
    xz -= rx * fz
    xy -= rx * fy
  }
  block.energy[column] += energy
  const { virial } = block
  virial[column] += xx
  virial[column + stride] += yy
  virial[column + 2 * stride] += zz
  virial[column + 3 * stride] += yz
  virial[column + 4 * stride] += xz
  virial[column + 5 * stride] += xy
}
