import type { Graph } from "../../graph/graph.ts"
import { kernels } from "../../kernels/kernels.ts"

/** The bonds of some successive centres of one structure: their edges within the reach of their elements. */
export interface Neighbourhoods {
  readonly structure: number
  /** First centre, and how many there are. */
  readonly from: number
  readonly centres: number
  /** First bond of each centre, `[centres + 1]`. */
  readonly first: Int32Array
  /** Largest number of bonds of a centre. */
  readonly most: number
  /** Edge of the graph of each bond, `[bonds]`. */
  readonly edges: Int32Array
  /** The potential's number of the centre's element and of the neighbour's. */
  readonly a: Uint8Array
  readonly b: Uint8Array
  /** [Å], in kernel memory. */
  readonly distances: Float64Array
  /** Unit vectors from the centre to the neighbour, `[3 × bonds]`. */
  readonly directions: Float64Array
}

/** Pairs of bonds that are handled at a time: enough that functions are called rarely, few enough to stay in the second-level cache. */
const PAIRS_AT_A_TIME = 4096

/**
 * Calls `visit` with the neighbourhoods of all centres of a structure, some at a time, each call in a scope of the heap.
 *
 * @param species the potential's number of each element of the graph, −1 for one it does not know, whose atoms it does not see
 * @param reach [Å] of a bond from element a to b at `a × count + b`
 */
export function forNeighbourhoods(
  graph: Graph,
  structure: number,
  species: readonly number[],
  reach: Float64Array,
  visit: (bonds: Neighbourhoods) => void,
): void {
  const count = Math.round(Math.sqrt(reach.length))
  const { centres, distances, neighbours, vectors } = graph
  const isBond = (a: number, edge: number): boolean => {
    const b = species[graph.species[neighbours[edge]]]
    return b >= 0 && distances[edge] < reach[a * count + b]
  }
  const end = graph.structures[structure + 1]
  for (let from = graph.structures[structure]; from < end;) {
    const degrees: number[] = []
    let pairs = 0
    let total = 0
    let most = 0
    let to = from
    for (; to < end && pairs < PAIRS_AT_A_TIME; to++) {
      const a = species[graph.species[to]]
      let degree = 0
      if (a >= 0) for (let edge = centres[to]; edge < centres[to + 1]; edge++) if (isBond(a, edge)) degree++
      degrees.push(degree)
      pairs += degree * degree
      total += degree
      most = Math.max(most, degree)
    }
    const { heap } = kernels()
    heap.scope(() => {
      const bonds = {
        structure,
        from,
        centres: to - from,
        first: new Int32Array(to - from + 1),
        most,
        edges: new Int32Array(total),
        a: new Uint8Array(total),
        b: new Uint8Array(total),
        distances: heap.f64(total, "anything"),
        directions: new Float64Array(3 * total),
      }
      let bond = 0
      for (let i = from; i < to; i++) {
        const a = species[graph.species[i]]
        for (let edge = centres[i]; edge < centres[i + 1]; edge++) {
          if (a < 0 || !isBond(a, edge)) continue
          const r = distances[edge]
          bonds.edges[bond] = edge
          bonds.a[bond] = a
          bonds.b[bond] = species[graph.species[neighbours[edge]]]
          bonds.distances[bond] = r
          for (let c = 0; c < 3; c++) bonds.directions[3 * bond + c] = vectors[3 * edge + c] / r
          bond++
        }
        bonds.first[i - from + 1] = bond
      }
      visit(bonds)
    })
    from = to
  }
}

/** The potential's number of each element of a graph that reaches far enough. */
export function speciesNumbers(graph: Graph, elements: readonly number[], cutoff: number): readonly number[] {
  if (graph.cutoff < cutoff) throw new Error(`a graph up to ${graph.cutoff} Å is too short for a cutoff of ${cutoff} Å`)
  return graph.elements.map((number) => elements.indexOf(number))
}

/** The cosine of the angle between two bonds of one centre. */
export function cosineBetween({ directions }: Neighbourhoods, e: number, f: number): number {
  const [u, v] = [3 * e, 3 * f]
  return directions[u] * directions[v] + directions[u + 1] * directions[v + 1] + directions[u + 2] * directions[v + 2]
}

/** Entry of each bond in a table by its elements, `[n²]` at `a × n + b`. */
export function bondNumbers({ a, b }: Neighbourhoods, elements: number, table: Int32Array): Int32Array {
  const numbers = new Int32Array(a.length)
  for (let bond = 0; bond < a.length; bond++) numbers[bond] = table[a[bond] * elements + b[bond]]
  return numbers
}
