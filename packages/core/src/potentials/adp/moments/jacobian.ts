import type { Graph } from "../../../graph/graph.ts"
import { pairSegments } from "../../../graph/pair-segments.ts"
import { kernels } from "../../../kernels/kernels.ts"
import type { RadialFunction, RadialJacobian } from "../../functions/radial.ts"
import type { JacobianBlock } from "../../potential.ts"
import type { AdpColumns, AdpFunctions } from "../functions.ts"
import { knownPairs, type KnownPairs } from "./known-pairs.ts"
import { addTensor, addVector, doubleDot, gatherMoments, MOMENTS, removeTrace } from "./moments.ts"
import { addDipoleGradient, addQuadrupoleGradient } from "./pair-gradient.ts"

/**
 * Adds ∂(E, F, W)/∂θ of the moments of structure `s`. A parameter p of a dipole function changes μ_i by μ_ip = Σ_j u_p d, so that the
 * gradient g of a pair changes by that of u_p with M and that of u with μ_ip − μ_jp; likewise for quadrupoles.
 *
 * @param species as in `knownPairs`
 */
export function jacobianMoments(
  functions: AdpFunctions,
  columns: AdpColumns,
  species: readonly number[],
  graph: Graph,
  s: number,
  theta: Float64Array,
  block: JacobianBlock,
): void {
  const { heap } = kernels()
  // Kept with the graph, so it must not be made inside the scope.
  const half = pairSegments(graph)
  const firstAtom = graph.structures[s]
  const atoms = graph.structures[s + 1] - firstAtom
  const firstPair = half.offsets[s * half.pairs]
  const pairs = half.offsets[(s + 1) * half.pairs] - firstPair
  const known = knownPairs(half, graph, s, species, functions.eam.symbols.length)
  const dipoles = columns.quadrupoles - columns.dipoles
  const quadrupoles = columns.count - columns.quadrupoles
  const moments = new Float64Array(MOMENTS * atoms)
  const vectors = new Float64Array(3 * atoms * dipoles)
  const tensors = new Float64Array(6 * atoms * quadrupoles)
  heap.scope(() => {
    const own = heap.f64(columns.count)
    own.set(theta.subarray(0, columns.count))
    const [u, w] = [heap.f64(pairs), heap.f64(pairs)]
    const derivatives = ({ start, end }: KnownPairs, radial: RadialFunction, column: number): RadialJacobian => {
      const n = end - start
      const count = radial.parameters.length
      const room = (planes: number): Float64Array => heap.f64(planes * n, "anything")
      const out = { f: room(1), df: room(1), d2f: room(1), fk: room(count), dfk: room(count) }
      radial.jacobian(n, half.distances.subarray(start, end), own.subarray(column, column + count), out)
      return out
    }
    const parts = known.map((segment) => {
      const { pair, start } = segment
      const dipole = derivatives(segment, functions.dipole[pair], columns.dipole[pair])
      const quadrupole = derivatives(segment, functions.quadrupole[pair], columns.quadrupole[pair])
      u.set(dipole.f, start - firstPair)
      w.set(quadrupole.f, start - firstPair)
      gatherMoments(half, segment, firstAtom, firstPair, u, w, moments)
      const first = { dipole: columns.dipole[pair] - columns.dipoles, quadrupole: columns.quadrupole[pair] - columns.quadrupoles }
      const counts = { dipole: functions.dipole[pair].parameters.length, quadrupole: functions.quadrupole[pair].parameters.length }
      return { segment, dipole, quadrupole, first, counts }
    })
    for (const part of parts) gatherDerivatives(part)
    finishMoments()
    const g = new Float64Array(3)
    for (const part of parts) scatter(part, g)
  })

  type Part = {
    readonly segment: KnownPairs
    readonly dipole: RadialJacobian
    readonly quadrupole: RadialJacobian
    /** Number of the first parameter of this pair's functions among those of all, and how many there are. */
    readonly first: Readonly<Record<"dipole" | "quadrupole", number>>
    readonly counts: Readonly<Record<"dipole" | "quadrupole", number>>
  }

  /** μ_ip and λ_ip of every atom and parameter. */
  function gatherDerivatives({ segment: { start, end }, dipole, quadrupole, first, counts }: Part): void {
    const n = end - start
    for (let q = 0; q < n; q++) {
      const m = start + q
      const r = half.distances[m]
      const [x, y, z] = [r * half.directions[3 * m], r * half.directions[3 * m + 1], r * half.directions[3 * m + 2]]
      const [i, j] = [half.i[m] - firstAtom, half.j[m] - firstAtom]
      for (let k = 0; k < counts.dipole; k++) {
        const value = dipole.fk[k * n + q]
        if (value === 0) continue
        addVector(vectors, 3 * (i * dipoles + first.dipole + k), value * x, value * y, value * z)
        addVector(vectors, 3 * (j * dipoles + first.dipole + k), -value * x, -value * y, -value * z)
      }
      for (let k = 0; k < counts.quadrupole; k++) {
        const value = quadrupole.fk[k * n + q]
        if (value === 0) continue
        addTensor(tensors, 6 * (i * quadrupoles + first.quadrupole + k), value, x, y, z)
        addTensor(tensors, 6 * (j * quadrupoles + first.quadrupole + k), value, x, y, z)
      }
    }
  }

  /** Traces out of all tensors, and ∂E/∂θ. */
  function finishMoments(): void {
    for (let atom = 0; atom < atoms; atom++) {
      const at = MOMENTS * atom
      removeTrace(moments, at + 3)
      for (let p = 0, to = 3 * atom * dipoles; p < dipoles; p++, to += 3) {
        const product = moments[at] * vectors[to] + moments[at + 1] * vectors[to + 1] + moments[at + 2] * vectors[to + 2]
        block.energy[block.column + columns.dipoles + p] += product
      }
      for (let p = 0, to = 6 * atom * quadrupoles; p < quadrupoles; p++, to += 6) {
        removeTrace(tensors, to)
        block.energy[block.column + columns.quadrupoles + p] += doubleDot(moments, at + 3, tensors, to)
      }
    }
  }

  function scatter({ segment: { start, end }, dipole, quadrupole, first, counts }: Part, g: Float64Array): void {
    const n = end - start
    for (let q = 0; q < n; q++) {
      const m = start + q
      const r = half.distances[m]
      const [x, y, z] = [r * half.directions[3 * m], r * half.directions[3 * m + 1], r * half.directions[3 * m + 2]]
      const [i, j] = [half.i[m] - firstAtom, half.j[m] - firstAtom]
      const [atI, atJ] = [MOMENTS * i, MOMENTS * j]
      const [mx, my, mz] = [moments[atI] - moments[atJ], moments[atI + 1] - moments[atJ + 1], moments[atI + 2] - moments[atJ + 2]]
      for (let p = 0, v = 3 * i * dipoles, b = 3 * j * dipoles; p < dipoles; p++, v += 3, b += 3) {
        g.fill(0)
        const [dx, dy, dz] = [vectors[v] - vectors[b], vectors[v + 1] - vectors[b + 1], vectors[v + 2] - vectors[b + 2]]
        addDipoleGradient(g, dipole.f[q], dipole.df[q], r, x, y, z, dx, dy, dz)
        const k = p - first.dipole
        if (k >= 0 && k < counts.dipole) addDipoleGradient(g, dipole.fk[k * n + q], dipole.dfk[k * n + q], r, x, y, z, mx, my, mz)
        addRows(g, i, j, x, y, z, columns.dipoles + p)
      }
      for (let p = 0, v = 6 * i * quadrupoles, b = 6 * j * quadrupoles; p < quadrupoles; p++, v += 6, b += 6) {
        g.fill(0)
        addQuadrupoleGradient(g, quadrupole.f[q], quadrupole.df[q], r, x, y, z, tensors, v, b)
        const k = p - first.quadrupole
        if (k >= 0 && k < counts.quadrupole) {
          addQuadrupoleGradient(g, quadrupole.fk[k * n + q], quadrupole.dfk[k * n + q], r, x, y, z, moments, atI + 3, atJ + 3)
        }
        addRows(g, i, j, x, y, z, columns.quadrupoles + p)
      }
    }
  }

  /** The change g of a pair's gradient, in the rows of its forces and of the virial. */
  function addRows(g: Float64Array, i: number, j: number, x: number, y: number, z: number, column: number): void {
    const [gx, gy, gz] = g
    if (gx === 0 && gy === 0 && gz === 0) return
    const { forces, virial, stride } = block
    const to = block.column + column
    const [atI, atJ] = [3 * i * stride + to, 3 * j * stride + to]
    forces[atI] += gx
    forces[atI + stride] += gy
    forces[atI + 2 * stride] += gz
    forces[atJ] -= gx
    forces[atJ + stride] -= gy
    forces[atJ + 2 * stride] -= gz
    virial[to] -= x * gx
    virial[to + stride] -= y * gy
    virial[to + 2 * stride] -= z * gz
    virial[to + 3 * stride] -= 0.5 * (y * gz + z * gy)
    virial[to + 4 * stride] -= 0.5 * (x * gz + z * gx)
    virial[to + 5 * stride] -= 0.5 * (x * gy + y * gx)
  }
}
