import type { Graph } from "../../graph/graph.ts"
import type { JacobianBlock } from "../potential.ts"
import { fade } from "./core/fade.ts"
import type { AceCentre, AceModel } from "./model.ts"
import { createSurroundings, speciesNumbers } from "./neighbourhood.ts"

/** Adds ∂(E, F, W)/∂θ of structure s of a graph to `block`. */
export type AceJacobian = (graph: Graph, s: number, block: JacobianBlock) => void

/**
 * The plain design rows of a model, the reference of faster ones: ∂E/∂θ_k = Σ_i B_k(i), and with D_ka = ∂B_k/∂A_a the derivatives
 * ∂B_k/∂r_j = Σ_a D_ka ∂A_a/∂r_j. A core fades functions: s B_k stands for each, s ∂B_k + B_k s′ ∂C for their derivatives.
 */
export function aceJacobian(model: AceModel): AceJacobian {
  const surroundings = createSurroundings(model)
  const work = model.centres.map((centre) => {
    const sparse = derivativePattern(centre)
    const G = [0, 1, 2].map(() => new Float64Array(centre.radial.length))
    const own = [0, 1, 2].map(() => new Float64Array(centre.functions.offsets.length - 1))
    return { centre, sparse, B: new Float64Array(own[0].length), D: new Float64Array(sparse.particles.length), G, own }
  })
  return (graph, s, block) => {
    const numbers = speciesNumbers(model, graph)
    const { forces, virial, stride } = block
    const firstAtom = graph.structures[s]
    for (let i = firstAtom; i < graph.structures[s + 1]; i++) {
      const species = numbers[graph.species[i]]
      if (species < 0) continue
      const { centre, sparse, B, D, G, own } = work[species]
      const [gx, gy, gz] = G
      const column = block.column + centre.first
      const around = surroundings.gather(graph, i, numbers)
      functionsAndDerivatives(centre, sparse.places, around.A, D, B)
      const { value, slope } = model.core ? fade(around.core, model.core.fades[species]) : { value: 1, slope: 0 }
      for (let k = 0; k < B.length; k++) block.energy[column + k] += value * B[k]
      for (let p = 0; p < D.length; p++) D[p] *= value
      for (const sums of own) sums.fill(0)
      for (let n = 0; n < around.count; n++) {
        around.gradients(n, gx, gy, gz)
        const e = around.edge(n)
        const row = 3 * (graph.neighbours[e] - firstAtom) * stride + column
        const [x, y, z] = [graph.vectors[3 * e], graph.vectors[3 * e + 1], graph.vectors[3 * e + 2]]
        const steep = (slope * around.coreSlope(n)) / graph.distances[e]
        for (let k = 0; k < own[0].length; k++) {
          let dx = steep * B[k] * x
          let dy = steep * B[k] * y
          let dz = steep * B[k] * z
          for (let p = sparse.offsets[k]; p < sparse.offsets[k + 1]; p++) {
            const a = sparse.particles[p]
            const d = D[p]
            dx += d * gx[a]
            dy += d * gy[a]
            dz += d * gz[a]
          }
          forces[row + k] -= dx
          forces[row + stride + k] -= dy
          forces[row + 2 * stride + k] -= dz
          own[0][k] += dx
          own[1][k] += dy
          own[2][k] += dz
          virial[column + k] -= x * dx
          virial[column + stride + k] -= y * dy
          virial[column + 2 * stride + k] -= z * dz
          virial[column + 3 * stride + k] -= y * dz
          virial[column + 4 * stride + k] -= x * dz
          virial[column + 5 * stride + k] -= x * dy
        }
      }
      own.forEach((sums, c) => {
        const row = (3 * (i - firstAtom) + c) * stride + column
        for (let k = 0; k < sums.length; k++) forces[row + k] += sums[k]
      })
    }
  }
}

/** Where D is not zero. */
interface DerivativePattern {
  /** Entries of function k: `particles[offsets[k] … offsets[k + 1])`. */
  readonly offsets: Int32Array
  /** a of each entry. */
  readonly particles: Int32Array
  /** Entry that each factor of each term of each function adds to, one after the other. */
  readonly places: Int32Array
}

function derivativePattern({ functions, monomials }: AceCentre): DerivativePattern {
  const [offsets, particles, places] = [[0], new Array<number>(), new Array<number>()]
  for (let k = 0; k + 1 < functions.offsets.length; k++) {
    const terms = functions.monomials.subarray(functions.offsets[k], functions.offsets[k + 1])
    const factorsOf = (t: number): Int32Array => monomials.factors.subarray(monomials.offsets[t], monomials.offsets[t + 1])
    const start = particles.length
    particles.push(...new Set(Array.from(terms, (t) => [...factorsOf(t)]).flat()))
    const at = new Map(particles.slice(start).map((a, p) => [a, start + p]))
    for (const t of terms) for (const a of factorsOf(t)) places.push(at.get(a) ?? 0)
    offsets.push(particles.length)
  }
  return { offsets: Int32Array.from(offsets), particles: Int32Array.from(particles), places: Int32Array.from(places) }
}

/** Writes B_k and D. */
function functionsAndDerivatives(
  { functions, monomials }: AceCentre,
  places: Int32Array,
  A: Float64Array,
  D: Float64Array,
  values: Float64Array,
): void {
  const { offsets, factors } = monomials
  D.fill(0)
  let place = 0
  for (let k = 0; k + 1 < functions.offsets.length; k++) {
    let B = 0
    for (let at = functions.offsets[k]; at < functions.offsets[k + 1]; at++) {
      const [from, to] = [offsets[functions.monomials[at]], offsets[functions.monomials[at] + 1]]
      const coefficient = functions.coefficients[at]
      for (let v = from; v < to; v++) {
        let others = coefficient
        for (let u = from; u < to; u++) if (u !== v) others *= A[factors[u]]
        D[places[place++]] += others
        if (v === from) B += others * A[factors[v]]
      }
    }
    values[k] = B
  }
}
