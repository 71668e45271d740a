import { symbolOf } from "../../atoms/elements.ts"
import type { Graph } from "../../graph/graph.ts"

/** Distances around an atom of each element, by the elements of the neighbours [Å]. */
export type Surroundings = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>

/** Finds the atom of each element whose neighbours are nearest: that of the largest Σ r⁻¹². */
export interface CrowdedAtoms {
  /** Looks at all atoms of a graph. */
  add(graph: Graph): void
  /** Those of the atoms so far; `undefined` where none has a neighbour. */
  readonly found: Surroundings | undefined
}

/** Has seen no atom. */
export function crowdedAtoms(): CrowdedAtoms {
  const most = new Map<string, number>()
  const found: Record<string, Readonly<Record<string, readonly number[]>>> = {}
  return Object.freeze({
    add(graph: Graph): void {
      const { centres, distances, species, elements } = graph
      for (let atom = 0; atom < species.length; atom++) {
        let measure = 0
        for (let edge = centres[atom]; edge < centres[atom + 1]; edge++) measure += distances[edge] ** -12
        const symbol = symbolOf(elements[species[atom]])
        if (measure <= (most.get(symbol) ?? 0)) continue
        most.set(symbol, measure)
        found[symbol] = around(graph, atom)
      }
    },
    get found() {
      return most.size === 0 ? undefined : found
    },
  })
}

function around({ centres, neighbours, distances, species, elements }: Graph, atom: number): Readonly<Record<string, readonly number[]>> {
  const lists: Record<string, number[]> = {}
  for (let edge = centres[atom]; edge < centres[atom + 1]; edge++) {
    const list = (lists[symbolOf(elements[species[neighbours[edge]]])] ??= [])
    list.push(Number(distances[edge].toPrecision(6)))
  }
  return lists
}
