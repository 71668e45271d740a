import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Structure } from "../atoms/structure.ts"
import { Failure } from "../failure/failure.ts"
import { kernels } from "../kernels/kernels.ts"
import { buildGraph } from "./build-graph.ts"
import type { Graph } from "./graph.ts"
import { referenceEdges } from "./reference-graph.ts"
import { releaseGraph } from "./release-graph.ts"

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })

/** Random triclinic structures: thin and very skewed cells, any periodicity, atoms in and far outside the cell. */
const structures: fc.Arbitrary<Structure> = fc
  .record({
    lengths: fc.tuple(number(1.5, 9), number(1.5, 9), number(1.5, 9)),
    skew: fc.tuple(number(-3, 3), number(-3, 3), number(-3, 3)),
    turn: number(0, 6),
    pbc: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    cluster: fc.integer({ min: 0, max: 5 }),
    left: fc.boolean(),
    atoms: fc.array(fc.tuple(number(-2, 3), number(-2, 3), number(-2, 3), fc.constantFrom(29, 13)), { minLength: 1, maxLength: 14 }),
  })
  .map(({ lengths: [a, b, c], skew: [u, v, w], turn, pbc, cluster, left, atoms }) => {
    const rows = [a, 0, 0, u * a, b, 0, v * a, w * b, left ? -c : c]
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
    const cell = Float64Array.from(rows, (_, k) => {
      const [x, y, z] = rows.slice(3 * Math.floor(k / 3), 3 * Math.floor(k / 3) + 3) as [number, number, number]
      return [cos * x - sin * z, y, sin * x + cos * z][k % 3]
    })
    const positions = Float64Array.from(atoms.flatMap(([s, t, q]) => [0, 1, 2].map((k) => s * cell[k] + t * cell[3 + k] + q * cell[6 + k])))
    const numbers = Int32Array.from(atoms, (atom) => atom[3])
    return cluster === 0 ? { numbers, positions, cell: null, pbc: [false, false, false] as const } : { numbers, positions, cell, pbc }
  })

/** Whether brute force finds no two atoms closer than what a graph takes. */
const separate = (structure: Structure): boolean => referenceEdges(structure, 2e-3).length === 0

function edgesOf(graph: Graph, s: number): { i: number; j: number; vector: number[]; distance: number }[] {
  const first = graph.structures[s]
  const edges = []
  for (let i = first; i < graph.structures[s + 1]; i++) {
    for (let e = graph.centres[i]; e < graph.centres[i + 1]; e++) {
      expect(graph.origins[e]).toBe(i)
      const vector = Array.from(graph.vectors.subarray(3 * e, 3 * e + 3))
      edges.push({ i: i - first, j: graph.neighbours[e] - first, vector, distance: graph.distances[e] })
    }
  }
  return edges
}

function expectReverse(graph: Graph): void {
  graph.reverse.forEach((back, e) => {
    expect(graph.reverse[back]).toBe(e)
    expect(back).not.toBe(e)
    expect([graph.origins[back], graph.neighbours[back]]).toEqual([graph.neighbours[e], graph.origins[e]])
    for (let c = 0; c < 3; c++) expect(graph.vectors[3 * back + c] + graph.vectors[3 * e + c]).toBe(0)
  })
}

describe("buildGraph", () => {
  it("finds what brute force finds, in the same order, bit for bit", () => {
    fc.assert(
      fc.property(fc.array(structures.filter(separate), { minLength: 1, maxLength: 3 }), number(0.5, 7), (batch, cutoff) => {
        const graph = buildGraph(batch, [13, 29], cutoff)
        batch.forEach((structure, s) => {
          const expected = referenceEdges(structure, cutoff).map(({ i, j, vector }) => ({
            i,
            j,
            vector: [...vector],
            distance: Math.sqrt(vector[0] ** 2 + vector[1] ** 2 + vector[2] ** 2),
          }))
          expect(edgesOf(graph, s)).toEqual(expected)
        })
        expectReverse(graph)
        releaseGraph(graph)
      }),
      { numRuns: 150 },
    )
  })

  it("carries positions, cells and what repeats", () => {
    const wire: Structure = {
      numbers: Int32Array.of(13, 29),
      positions: Float64Array.of(0.1, 0.2, 7.3, 2.1, -9.7, 1.9),
      cell: Float64Array.of(3.1, 0.2, 0, 0, 4.3, 0.1, 0, 0, 0),
      pbc: [false, true, false],
    }
    const crystal: Structure = { ...wire, cell: Float64Array.of(3.1, 0.2, 0, 0, 4.3, 0.1, 0.4, 0, 5), pbc: [true, true, true] }
    const graph = buildGraph([crystal, wire], [13, 29], 3)
    expect([...graph.positions]).toEqual([...crystal.positions, ...wire.positions])
    expect([...graph.cells.subarray(0, 15)]).toEqual([...crystal.cell!, ...wire.cell!.subarray(0, 6)])
    expect(Math.hypot(...graph.cells.subarray(15))).toBeCloseTo(1, 14)
    expect([...graph.periodic]).toEqual([7, 2])
    releaseGraph(graph)
  })

  it("does not change when whole lattice vectors move an atom, but for rounding", () => {
    fc.assert(
      fc.property(structures.filter(separate), number(1, 5), fc.integer({ min: -900, max: 900 }), (structure, cutoff, turns) => {
        const { cell, pbc, positions } = structure
        if (!cell) return
        const moved = positions.map((x, k) =>
          k < 3 ? x + [0, 1, 2].reduce((sum, d) => sum + (pbc[d] ? turns * cell[3 * d + k] : 0), 0) : x,
        )
        const count = (structure: Structure) => {
          const graph = buildGraph([structure], [13, 29], cutoff)
          const sums = [graph.distances.length, ...graph.distances.toSorted()]
          releaseGraph(graph)
          return sums
        }
        const before = count(structure)
        const after = count({ ...structure, positions: moved })
        // A distance within rounding of the cutoff may fall on either side.
        if (before.some((distance) => Math.abs(distance - cutoff) < 1e-8)) return
        expect(after.length).toBe(before.length)
        after.forEach((distance, k) => expect(Math.abs(distance - before[k])).toBeLessThan(1e-9))
      }),
      { numRuns: 50 },
    )
  })

  it("takes an empty batch, a single atom, and a vacuum of a kilometre", () => {
    const none = buildGraph([], [29], 5)
    expect(none.neighbours.length).toBe(0)
    const far: Structure = {
      numbers: Int32Array.of(29, 29, 29),
      positions: Float64Array.of(0, 0, 0, 2.5, 0, 0, 1e13, 0, 0),
      cell: null,
      pbc: [false, false, false],
    }
    const slab: Structure = { ...far, cell: Float64Array.of(3, 0, 0, 0, 3, 0, 0, 0, 0), pbc: [true, true, false] }
    const lonely: Structure = { ...far, numbers: Int32Array.of(29), positions: Float64Array.of(1, 2, 3) }
    const graph = buildGraph([lonely, far], [29], 5)
    expect(Array.from(graph.neighbours)).toEqual([2, 1])
    expect(Array.from(graph.volumes)).toEqual([0, 0])
    expect(() => buildGraph([slab], [29], 5)).toThrow(/atom 2 of structure 0/)
  })

  it("fills up the missing vector of a slab", () => {
    const slab: Structure = {
      numbers: Int32Array.of(29, 29),
      positions: Float64Array.of(0.1, 0.2, 0.3, 1.5, 1.2, 7),
      cell: Float64Array.of(3, 0.5, 0, 0.2, 3.1, 0, 0, 0, 0),
      pbc: [true, true, false],
    }
    const graph = buildGraph([slab], [29], 8)
    expect(edgesOf(graph, 0).map(({ vector }) => vector)).toEqual(referenceEdges(slab, 8).map(({ vector }) => vector))
    expect(graph.neighbours.length).toBeGreaterThan(20)
    expect(graph.volumes[0]).toBe(0)
    releaseGraph(graph)
  })

  it("gives back all its memory, also when it fails", () => {
    const structure: Structure = {
      numbers: Int32Array.of(29, 29),
      positions: Float64Array.of(0, 0, 0, 1.2, 1.3, 1.4),
      cell: Float64Array.of(2.5, 0, 0, 0, 2.5, 0, 0, 0, 2.5),
      pbc: [true, true, true],
    }
    const twice: Structure = { ...structure, positions: new Float64Array(6) }
    const bytes = Array.from({ length: 40 }, () => {
      releaseGraph(buildGraph([structure], [29], 40))
      expect(() => buildGraph([structure, twice], [29], 40)).toThrow(Failure)
      return kernels().memory.memory.buffer.byteLength
    })
    expect(bytes.at(-1)).toBe(bytes[0])
  })

  const good: Structure = {
    numbers: Int32Array.of(29, 13),
    positions: Float64Array.of(0, 0, 0, 1, 1, 1),
    cell: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4),
    pbc: [true, true, true],
  }
  const bad: readonly (readonly [string, Structure, number, RegExp])[] = [
    ["an element that is not listed", { ...good, numbers: Int32Array.of(29, 14) }, 3, /atom 1 of structure 1 .*atomic number 14/],
    ["a position that is no number", { ...good, positions: Float64Array.of(0, 0, 0, 1, Number.NaN, 1) }, 3, /atom 1 of structure 1 .*NaN/],
    ["an infinite position", { ...good, positions: Float64Array.of(0, 0, 0, 1, Infinity, 1), pbc: [false, false, false] }, 3, /Infinity/],
    ["missing coordinates", { ...good, positions: Float64Array.of(0, 0, 0) }, 3, /2 atoms but 3 coordinates/],
    ["a flat cell", { ...good, cell: Float64Array.of(4, 0, 0, 0, 4, 0, 4, 4, 0) }, 3, /structure 1 has no volume/],
    ["a cell of NaN", { ...good, cell: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, Number.NaN) }, 3, /not nine finite numbers/],
    ["a periodic direction without a vector", { ...good, cell: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 0) }, 3, /lattice vector 3/],
    [
      "two atoms in one place",
      { ...good, positions: Float64Array.of(1, 1, 1, 5, 1, 1.0005) },
      3,
      /atoms 0 and 1 of structure 1 .* 0\.000500 Å/,
    ],
    ["a cutoff of nothing", good, 0, /cutoff of 0/],
    ["a cutoff that is no number", good, Number.NaN, /cutoff of NaN/],
    ["a cutoff of a micrometre", good, 1e4, /neighbours, more than memory/],
  ]
  for (const [what, structure, cutoff, message] of bad) {
    it(`refuses ${what}`, () => {
      const build = () => buildGraph([good, structure], [13, 29], cutoff)
      expect(build).toThrow(Failure)
      expect(build).toThrow(message)
    })
  }
})
