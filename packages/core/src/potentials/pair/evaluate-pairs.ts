import type { Graph } from "../../graph/graph.ts"
import { pairSegments, type PairSegments } from "../../graph/pair-segments.ts"
import { kernels } from "../../kernels/kernels.ts"
import type { Evaluation } from "../potential.ts"
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
        const end = half.offsets[at + 1]
        for (let m = half.offsets[at]; m < end; m += BATCH) {
          const n = Math.min(BATCH, end - m)
          radial.evaluate(n, half.distances.subarray(m, m + n), own, f, df)
          scatter(half, m, n, f, df, s, out)
        }
      }
    })
  })
}

/** Adds pairs m … m + n of structure s: with û from i to j, F_i = φ′ û, F_j = −φ′ û, W = −r φ′ û⊗û. */
function scatter(half: PairSegments, m: number, n: number, f: Float64Array, df: Float64Array, s: number, out: Evaluation): void {
  const { i, j, distances, directions } = half
  const { energies, forces, virials } = out
  let [xx, yy, zz, yz, xz, xy] = [0, 0, 0, 0, 0, 0]
  for (let e = 0; e < n; e++) {
    const at = m + e
    const [a, b] = [i[at], j[at]]
    const energy = 0.5 * f[e]
    energies[a] += energy
    energies[b] += energy
    const [ux, uy, uz] = [directions[3 * at], directions[3 * at + 1], directions[3 * at + 2]]
    const slope = df[e]
    const [fx, fy, fz] = [slope * ux, slope * uy, slope * uz]
    forces[3 * a] += fx
    forces[3 * a + 1] += fy
    forces[3 * a + 2] += fz
    forces[3 * b] -= fx
    forces[3 * b + 1] -= fy
    forces[3 * b + 2] -= fz
    const r = distances[at]
    const [rx, ry] = [r * ux, r * uy]
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
