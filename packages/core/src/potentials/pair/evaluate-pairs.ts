import type { Graph } from "../../graph/graph.ts"
import { pairSegments, type PairSegments } from "../../graph/pair-segments.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { Evaluation } from "../potential.ts"
import { forBatches } from "./batches.ts"
import { termsOfGraph, type PairTerms } from "./pair-term.ts"

/** Pairs handled at a time: small enough that distances, φ and φ′ stay in the first-level cache. */
const BATCH = 1024

/** Adds E = Σ φ(r) over pairs, half to each atom, F and W of a whole graph to `out`. */
export function evaluatePairs(pairs: PairTerms, graph: Graph, theta: Float64Array, out: Evaluation): void {
  const { heap } = kernels()
  const half = pairSegments(graph)
  const terms = termsOfGraph(pairs, graph.elements)
  const structureCount = graph.structures.length - 1
  heap.scope(() => {
    const batch = heap.i32(BATCH)
    const x = heap.f64(BATCH)
    const f = heap.f64(BATCH)
    const df = heap.f64(BATCH)
    const parameters = heap.f64(theta.length)
    parameters.set(theta)
    terms.forEach((term, p) => {
      if (!term) return
      const { radial, offset } = term
      const own = parameters.subarray(offset, offset + radial.parameters.length)
      for (let s = 0; s < structureCount; s++) {
        const at = s * half.pairs + p
        forBatches(half.distances, half.offsets[at], half.offsets[at + 1], radial.end, batch, x, (n) => {
          radial.evaluate(n, x, own, f, df)
          scatter(half, batch, n, f, df, s, out)
        })
      }
    })
  })
}

/** Adds the n pairs of a batch, of structure s: with û from i to j, F_i = φ′ û, F_j = −φ′ û, W = −r φ′ û⊗û. */
function scatter(half: PairSegments, batch: Int32Array, n: number, f: Float64Array, df: Float64Array, s: number, out: Evaluation): void {
  const { i, j, distances, directions } = half
  const { energies, forces, virials } = out
  let xx = 0
  let yy = 0
  let zz = 0
  let yz = 0
  let xz = 0
  let xy = 0
  for (let e = 0; e < n; e++) {
    const at = batch[e]
    const a = i[at]
    const b = j[at]
    const energy = 0.5 * f[e]
    energies[a] += energy
    energies[b] += energy
    const ux = directions[3 * at]
    const uy = directions[3 * at + 1]
    const uz = directions[3 * at + 2]
    const slope = df[e]
    const fx = slope * ux
    const fy = slope * uy
    const fz = slope * uz
    forces[3 * a] += fx
    forces[3 * a + 1] += fy
    forces[3 * a + 2] += fz
    forces[3 * b] -= fx
    forces[3 * b + 1] -= fy
    forces[3 * b + 2] -= fz
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
  virials[6 * s] += xx
  virials[6 * s + 1] += yy
  virials[6 * s + 2] += zz
  virials[6 * s + 3] += yz
  virials[6 * s + 4] += xz
  virials[6 * s + 5] += xy
}
