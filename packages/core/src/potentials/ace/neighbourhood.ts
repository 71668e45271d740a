import type { Graph } from "../../graph/graph.ts"
import { gaussianCore } from "./core/gaussian-core.ts"
import { realHarmonics } from "./harmonics/real-harmonics.ts"
import type { AceModel } from "./model.ts"
import type { Curve } from "./yace/radial/switch.ts"

/** The surroundings of one atom in terms of one-particle functions; overwritten by the next `gather`. */
interface Neighbourhood {
  /** A of the centre's one-particle functions. */
  readonly A: Float64Array
  /** Edges of the atom within the cutoffs. */
  readonly count: number
  /** Index of an edge in the graph. */
  edge(k: number): number
  /**
   * Writes ∂A_a/∂r_j [1/Å] of the functions of the species of edge k, and zero for all others, into x, y and z.
   */
  gradients(k: number, x: Float64Array, y: Float64Array, z: Float64Array): void
  /** Σ_a w_a ∂A_a/∂r_j of edge k [1/Å], for weights of all functions, into out. */
  pull(k: number, weights: Float64Array, out: Float64Array): void
  /** C_i of the model's core [eV]; zero without one. */
  readonly core: number
  /** ∂C_i/∂r of edge k [eV/Å]. */
  coreSlope(k: number): number
}

/** Workspace that evaluates A_a = Σ_j R(r_ij) Y(r̂_ij) around one atom after the other. */
export interface Surroundings {
  /**
   * Gathers the surroundings of an atom.
   *
   * @param numbers the model's species of each element of the graph, −1 for none
   */
  gather(graph: Graph, atom: number, numbers: readonly number[]): Neighbourhood
}

/** Makes a workspace for a model. */
export function createSurroundings(model: AceModel): Surroundings {
  const { elements, radials, centres } = model
  const harmonics = realHarmonics(model.maximumL)
  const most = Math.max(...radials.map(({ count }) => count))
  const H = harmonics.count
  let room = 64
  let [R, dR] = [new Float64Array(room * most), new Float64Array(room * most)]
  let [Y, dY] = [new Float64Array(room * H), new Float64Array(3 * room * H)]
  let [edges, kinds] = [new Int32Array(room), new Uint8Array(room)]
  const grow = (): void => {
    room *= 2
    const longer = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const made = new Float64Array(2 * old.length)
      made.set(old)
      return made
    }
    ;[R, dR, Y, dY] = [longer(R), longer(dR), longer(Y), longer(dY)]
    edges = Int32Array.from({ length: room }, (_, k) => edges[k] ?? 0)
    kinds = Uint8Array.from({ length: room }, (_, k) => kinds[k] ?? 0)
  }
  const coreOf = (own: number, kind: number, r: number): Curve => {
    const pair = model.core?.pairs[own * elements.length + kind]
    return pair ? gaussianCore(pair.prefactor, pair.decay, radials[own * elements.length + kind].cutoff, r) : { value: 0, slope: 0 }
  }
  const ranges = centres.map(({ species }) => elements.map((_, z) => [species.indexOf(z), species.lastIndexOf(z) + 1] as const))

  return Object.freeze({
    gather(graph: Graph, atom: number, numbers: readonly number[]): Neighbourhood {
      const { distances, vectors, neighbours, species } = graph
      const own = numbers[species[atom]]
      const { radial, harmonic } = centres[own]
      const A = new Float64Array(radial.length)
      let count = 0
      let core = 0
      for (let e = graph.centres[atom]; e < graph.centres[atom + 1]; e++) {
        const kind = numbers[species[neighbours[e]]]
        const r = distances[e]
        if (kind < 0 || r >= radials[own * elements.length + kind].cutoff) continue
        if (count === room) grow()
        radials[own * elements.length + kind].evaluate(r, R, dR, count * most)
        const y = Y.subarray(count * H, (count + 1) * H)
        harmonics.evaluate(
          vectors[3 * e] / r,
          vectors[3 * e + 1] / r,
          vectors[3 * e + 2] / r,
          y,
          dY.subarray(3 * count * H, 3 * (count + 1) * H),
        )
        const [from, to] = ranges[own][kind]
        for (let a = from; a < to; a++) A[a] += R[count * most + radial[a]] * y[harmonic[a]]
        core += coreOf(own, kind, r).value
        edges[count] = e
        kinds[count] = kind
        count++
      }

      return {
        A,
        count,
        core,
        coreSlope: (k) => coreOf(own, kinds[k], distances[edges[k]]).slope,
        edge: (k) => edges[k],
        gradients(k, x, y, z) {
          const e = edges[k]
          const r = distances[e]
          const [ux, uy, uz] = [vectors[3 * e] / r, vectors[3 * e + 1] / r, vectors[3 * e + 2] / r]
          const [from, to] = ranges[own][kinds[k]]
          x.fill(0)
          y.fill(0)
          z.fill(0)
          for (let a = from; a < to; a++) {
            const along = dR[k * most + radial[a]] * Y[k * H + harmonic[a]]
            const across = R[k * most + radial[a]] / r
            const g = 3 * (k * H + harmonic[a])
            x[a] = along * ux + across * dY[g]
            y[a] = along * uy + across * dY[g + 1]
            z[a] = along * uz + across * dY[g + 2]
          }
        },
        pull(k, weights, out) {
          const e = edges[k]
          const r = distances[e]
          const [from, to] = ranges[own][kinds[k]]
          let [along, gx, gy, gz] = [0, 0, 0, 0]
          for (let a = from; a < to; a++) {
            const w = weights[a]
            along += w * dR[k * most + radial[a]] * Y[k * H + harmonic[a]]
            const across = (w * R[k * most + radial[a]]) / r
            const g = 3 * (k * H + harmonic[a])
            gx += across * dY[g]
            gy += across * dY[g + 1]
            gz += across * dY[g + 2]
          }
          out[0] = (along * vectors[3 * e]) / r + gx
          out[1] = (along * vectors[3 * e + 1]) / r + gy
          out[2] = (along * vectors[3 * e + 2]) / r + gz
        },
      }
    },
  })
}

/** The model's species of each element of a graph, −1 for none. @throws Error for a graph that is too short. */
export function speciesNumbers(model: AceModel, graph: Graph): readonly number[] {
  if (graph.cutoff < model.cutoff) throw new Error(`a graph up to ${graph.cutoff} Å is too short for a cutoff of ${model.cutoff} Å`)
  return graph.elements.map((number) => model.elements.indexOf(number))
}
