import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { timesMatrix } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import type { Graph } from "../../graph/graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { FollowedGraph } from "./followed-graph.ts"

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })

/** Atoms anywhere, in and out of skewed cells of any periodicity. */
const structures: fc.Arbitrary<Structure> = fc
  .record({
    lengths: fc.tuple(number(2, 12), number(2, 12), number(2, 12)),
    skew: fc.tuple(number(-2, 2), number(-2, 2), number(-2, 2)),
    pbc: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    atoms: fc.array(fc.tuple(number(-2, 3), number(-2, 3), number(-2, 3), fc.constantFrom(13, 28)), { minLength: 1, maxLength: 16 }),
  })
  .map(({ lengths: [a, b, c], skew: [u, v, w], pbc, atoms }) => {
    const cell = Float64Array.of(a, 0, 0, u * a, b, 0, v * a, w * b, c)
    const fractions = atoms.flatMap(([s, t, q]) => [s, t, q])
    return { numbers: Int32Array.from(atoms, (atom) => atom[3]), positions: timesMatrix(fractions, cell), cell, pbc }
  })

function expectSame(found: Graph, structure: Structure, cutoff: number): void {
  const expected = buildGraph([structure], [13, 28], cutoff)
  for (const name of Object.keys(expected) as (keyof Graph)[]) {
    expect(typeof found[name] === "number" ? found[name] : [...found[name]], name).toEqual(
      typeof expected[name] === "number" ? expected[name] : [...expected[name]],
    )
  }
  releaseGraph(expected)
}

describe("FollowedGraph", () => {
  it("is, to the last bit, the graph of each structure while atoms and cell move", () => {
    fc.assert(
      fc.property(
        structures,
        fc.array(number(-0.2, 0.2), { minLength: 48, maxLength: 48 }),
        fc.array(number(-0.02, 0.02), { minLength: 9, maxLength: 9 }),
        (structure, steps, strain) => {
          const [cutoff, skin] = [3.6, 1.3]
          const followed = new FollowedGraph({ elements: [13, 28], cutoff, skin })
          try {
            expectSame(followed.update(structure), structure, cutoff)
            for (const size of [0.6, 1, 9]) {
              const D = strain.map((value, k) => (k % 4 === 0 ? 1 : 0) + size * value)
              const moved: Structure = {
                ...structure,
                cell: timesMatrix(structure.cell!, D),
                positions: timesMatrix(structure.positions, D).map((x, k) => x + size * steps[k]),
              }
              expectSame(followed.update(moved), moved, cutoff)
            }
          } catch (error) {
            // Atoms that meet have no graph, neither followed nor new.
            if (!(error instanceof Error && /apart|on each other/.test(error.message))) throw error
          } finally {
            followed.release()
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it("finds edges anew when an atom may have crossed the skin, and when told to forget", () => {
    const structure: Structure = {
      numbers: Int32Array.of(13, 28),
      positions: Float64Array.of(0, 0, 0, 2, 2, 2),
      cell: Float64Array.of(6, 0, 0, 0, 6, 0, 0, 0, 6),
      pbc: [true, true, true],
    }
    const followed = new FollowedGraph({ elements: [13, 28], cutoff: 4, skin: 1 })
    const at = (x: number): Structure => ({ ...structure, positions: Float64Array.of(x, 0, 0, 2, 2, 2) })
    followed.update(at(0))
    followed.update(at(0.49))
    expect(followed.rebuilds).toBe(1)
    followed.update(at(0.51))
    expect(followed.rebuilds).toBe(2)
    followed.forget()
    followed.update(at(0.51))
    expect(followed.rebuilds).toBe(3)
    // A cell that grows by 8 % could bring a pair 0.4 Å nearer as it is bounded; atoms that went with it have not moved beside it.
    const grown = { ...at(0.51), cell: structure.cell!.map((x) => 1.08 * x), positions: at(0.51).positions.map((x) => 1.08 * x) }
    followed.update(grown)
    expect(followed.rebuilds).toBe(3)
    expect(() => followed.update(at(Number.NaN))).toThrow(/NaN/)
    followed.release()
  })

  it("of parts has, to the last bit and in the same order, the edges of the graph, and tells which end of a pair comes first", () => {
    fc.assert(
      fc.property(
        structures,
        fc.integer({ min: 1, max: 4 }),
        fc.array(number(-0.2, 0.2), { minLength: 48, maxLength: 48 }),
        (structure, size, steps) => {
          const cutoff = 3.6
          const moved = { ...structure, positions: structure.positions.map((x, k) => x + steps[k]) }
          const parts = Array.from({ length: size }, (_, rank) => {
            return new FollowedGraph({ elements: [13, 28], cutoff, skin: 1.3, pairs: false, part: { rank, size } })
          })
          try {
            for (const now of [structure, moved]) {
              const expected = buildGraph([now], [13, 28], cutoff)
              const found = parts.map((part) => part.update(now))
              for (const name of ["neighbours", "origins", "vectors", "distances"] as const) {
                expect(found.flatMap((graph) => [...graph[name]])).toEqual([...expected[name]])
              }
              const first = [...expected.reverse].map((back, edge) => edge < back)
              expect(found.flatMap((graph) => [...graph.reverse].map((back, edge) => edge < back))).toEqual(first)
              releaseGraph(expected)
            }
          } catch (error) {
            if (!(error instanceof Error && /apart|on each other/.test(error.message))) throw error
          } finally {
            for (const part of parts) part.release()
          }
        },
      ),
      { numRuns: 100 },
    )
  })
})
