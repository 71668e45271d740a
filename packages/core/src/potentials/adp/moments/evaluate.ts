import type { Graph } from "../../../graph/graph.ts"
import { pairSegments, type PairSegments } from "../../../graph/pair-segments.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import type { Evaluation } from "../../potential.ts"
import type { AdpColumns, AdpFunctions } from "../functions.ts"
import { knownPairs, type KnownPairs } from "./known-pairs.ts"
import { doubleDot, gatherMoments, MOMENTS, removeTrace } from "./moments.ts"
import { addDipoleGradient, addQuadrupoleGradient } from "./pair-gradient.ts"

/** Adds energies, forces and virials of the dipoles and quadrupoles of a graph. @param species as in `knownPairs` */
export function evaluateMoments(
  functions: AdpFunctions,
  columns: AdpColumns,
  species: readonly number[],
  graph: Graph,
  theta: Float64Array,
  out: Evaluation,
): void {
  const { heap } = kernels()
  // Kept with the graph, so it must not be made inside the scope.
  const half = pairSegments(graph)
  const count = functions.eam.symbols.length
  heap.scope(() => {
    const own = heap.f64(columns.count)
    own.set(theta.subarray(0, columns.count))
    const slice = (radial: RadialFunction, column: number): Float64Array => own.subarray(column, column + radial.parameters.length)
    for (let s = 0; s < graph.structures.length - 1; s++) {
      const firstAtom = graph.structures[s]
      const atoms = graph.structures[s + 1] - firstAtom
      const firstPair = half.offsets[s * half.pairs]
      const pairs = half.offsets[(s + 1) * half.pairs] - firstPair
      const known = knownPairs(half, graph, s, species, count)
      heap.scope(() => {
        const moments = heap.f64(MOMENTS * atoms)
        const room = (): Float64Array => heap.f64(pairs, "anything")
        const values = { u: room(), du: room(), w: room(), dw: room() }
        for (const segment of known) {
          const { pair, start, end } = segment
          const x = half.distances.subarray(start, end)
          const part = (array: Float64Array): Float64Array => array.subarray(start - firstPair, end - firstPair)
          const [dipole, quadrupole] = [functions.dipole[pair], functions.quadrupole[pair]]
          dipole.evaluate(end - start, x, slice(dipole, columns.dipole[pair]), part(values.u), part(values.du))
          quadrupole.evaluate(end - start, x, slice(quadrupole, columns.quadrupole[pair]), part(values.w), part(values.dw))
          gatherMoments(half, segment, firstAtom, firstPair, values.u, values.w, moments)
        }
        for (let atom = 0, at = 0; atom < atoms; atom++, at += MOMENTS) {
          const [x, y, z] = [moments[at], moments[at + 1], moments[at + 2]]
          removeTrace(moments, at + 3)
          out.energies[firstAtom + atom] += 0.5 * (x * x + y * y + z * z + doubleDot(moments, at + 3, moments, at + 3))
        }
        for (const segment of known) scatterForces(half, segment, s, firstAtom, firstPair, values, moments, out)
      })
    }
  })
}

function scatterForces(
  { i, j, distances, directions }: PairSegments,
  { start, end }: KnownPairs,
  s: number,
  firstAtom: number,
  firstPair: number,
  { u, du, w, dw }: Readonly<Record<"u" | "du" | "w" | "dw", Float64Array>>,
  moments: Float64Array,
  { forces, virials }: Evaluation,
): void {
  const g = new Float64Array(3)
  const v = 6 * s
  for (let m = start; m < end; m++) {
    const r = distances[m]
    const [x, y, z] = [r * directions[3 * m], r * directions[3 * m + 1], r * directions[3 * m + 2]]
    const [atI, atJ] = [MOMENTS * (i[m] - firstAtom), MOMENTS * (j[m] - firstAtom)]
    const local = m - firstPair
    const [mx, my, mz] = [moments[atI] - moments[atJ], moments[atI + 1] - moments[atJ + 1], moments[atI + 2] - moments[atJ + 2]]
    g.fill(0)
    addDipoleGradient(g, u[local], du[local], r, x, y, z, mx, my, mz)
    addQuadrupoleGradient(g, w[local], dw[local], r, x, y, z, moments, atI + 3, atJ + 3)
    const [gx, gy, gz] = g
    const [toI, toJ] = [3 * i[m], 3 * j[m]]
    forces[toI] += gx
    forces[toI + 1] += gy
    forces[toI + 2] += gz
    forces[toJ] -= gx
    forces[toJ + 1] -= gy
    forces[toJ + 2] -= gz
    virials[v] -= x * gx
    virials[v + 1] -= y * gy
    virials[v + 2] -= z * gz
    virials[v + 3] -= 0.5 * (y * gz + z * gy)
    virials[v + 4] -= 0.5 * (x * gz + z * gx)
    virials[v + 5] -= 0.5 * (x * gy + y * gx)
  }
}
