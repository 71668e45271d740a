import { describe, expect, it } from "vitest"
import type { Structure } from "../atoms/structure.ts"
import { buildGraph } from "./build-graph.ts"
import { pairSegments, speciesPair } from "./pair-segments.ts"
import { releaseGraph } from "./release-graph.ts"

const alloy: Structure = {
  numbers: Int32Array.of(29, 13, 29, 28),
  positions: Float64Array.of(0.1, 0.2, 0.3, 2.0, 1.7, 0.1, 1.9, 0.2, 2.2, 0.3, 2.1, 1.8),
  cell: Float64Array.of(3.9, 0, 0, 0.4, 4.1, 0, -0.3, 0.5, 3.7),
  pbc: [true, true, true],
}
const dimer: Structure = {
  numbers: Int32Array.of(13, 28),
  positions: Float64Array.of(0, 0, 0, 1.5, 1.5, 0.5),
  cell: null,
  pbc: [false, false, false],
}

describe("speciesPair", () => {
  it("numbers the upper triangle row by row, whatever the order of the pair", () => {
    for (const count of [1, 2, 3, 7]) {
      const numbers: number[] = []
      for (let a = 0; a < count; a++) {
        for (let b = a; b < count; b++) {
          numbers.push(speciesPair(a, b, count))
          expect(speciesPair(b, a, count)).toBe(speciesPair(a, b, count))
        }
      }
      expect(numbers).toEqual(numbers.map((_, k) => k))
    }
  })
})

describe("pairSegments", () => {
  it("holds every pair of the graph once, in its segment, with the vector of its edge", () => {
    const graph = buildGraph([alloy, dimer], [28, 13, 29], 5.3)
    const half = pairSegments(graph)
    const seen = new Uint8Array(graph.neighbours.length)
    for (let s = 0; s < 2; s++) {
      for (let a = 0; a < 3; a++) {
        for (let b = a; b < 3; b++) {
          const segment = s * half.pairs + speciesPair(a, b, 3)
          for (let m = half.offsets[segment]; m < half.offsets[segment + 1]; m++) {
            const edge = half.edges[m]
            seen[edge]++
            seen[graph.reverse[edge]]++
            expect([graph.origins[edge], graph.neighbours[edge]]).toEqual([half.i[m], half.j[m]])
            expect([graph.species[half.i[m]], graph.species[half.j[m]]]).toEqual([a, b])
            expect(half.i[m] >= graph.structures[s] && half.i[m] < graph.structures[s + 1]).toBe(true)
            for (let c = 0; c < 3; c++) {
              expect(half.directions[3 * m + c] * half.distances[m]).toBeCloseTo(graph.vectors[3 * edge + c], 12)
            }
          }
        }
      }
    }
    expect(2 * half.edges.length).toBe(graph.neighbours.length)
    expect(seen.every((count) => count === 1)).toBe(true)
    expect(pairSegments(graph)).toBe(half)
    releaseGraph(graph)
  })
})
