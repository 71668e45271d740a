import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { timesMatrix } from "../../atoms/cell.ts"
import type { Structure } from "../../atoms/structure.ts"
import { referenceEdges } from "../../graph/reference-graph.ts"
import { NeighbourList } from "./neighbour-list.ts"
import type { Built } from "./rebuild.ts"

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })

const structures: fc.Arbitrary<Structure> = fc
  .record({
    lengths: fc.tuple(number(1.5, 14), number(1.5, 14), number(1.5, 14)),
    skew: fc.tuple(number(-2, 2), number(-2, 2), number(-2, 2)),
    pbc: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    cluster: fc.integer({ min: 0, max: 5 }),
    atoms: fc.array(fc.tuple(number(-2, 3), number(-2, 3), number(-2, 3), fc.constantFrom(0, 1, 2)), { minLength: 1, maxLength: 20 }),
  })
  .map(({ lengths: [a, b, c], skew: [u, v, w], pbc, cluster, atoms }) => {
    const cell = Float64Array.of(a, 0, 0, u * a, b, 0, v * a, w * b, c)
    const positions = Float64Array.from(atoms.flatMap(([s, t, q]) => [0, 1, 2].map((k) => s * cell[k] + t * cell[3 + k] + q * cell[6 + k])))
    const numbers = Int32Array.from(atoms, (atom) => atom[3])
    return cluster === 0 ? { numbers, positions, cell: null, pbc: [false, false, false] as const } : { numbers, positions, cell, pbc }
  })

/** Every pair of the list as `[i, j, distance]` in the caller's atoms, i ≤ j, nearer than `cutoff`, sorted. */
function pairsOf({ atoms, all, kinds, from, to, x, offsets, list, order, owner }: Built, species: Int32Array, cutoff: number): number[][] {
  const pairs: number[][] = []
  for (let i = from; i < to; i++) {
    for (let b = 0; b < kinds; b++) {
      const [begin, end] = [offsets[i * kinds + b], offsets[i * kinds + b + 1]]
      expect((end - begin) % 2).toBe(0)
      for (let slot = begin; slot < end; slot++) {
        const j = list[slot]
        if (j === all) continue
        const [from, to] = [order[i], order[j < atoms ? j : owner[j - atoms]]]
        expect(species[to]).toBe(b)
        const distance = Math.hypot(x[4 * j] - x[4 * i], x[4 * j + 1] - x[4 * i + 1], x[4 * j + 2] - x[4 * i + 2])
        if (distance < cutoff) pairs.push([Math.min(from, to), Math.max(from, to), distance])
      }
    }
  }
  return pairs.sort((p, q) => p[0] - q[0] || p[1] - q[1] || p[2] - q[2])
}

/** The same from brute force, each pair once. */
function referencePairs(structure: Structure, cutoff: number): number[][] {
  return referenceEdges(structure, cutoff)
    .filter(({ i, j, image: [a, b, c] }) => i < j || (i === j && (a > 0 || (a === 0 && (b > 0 || (b === 0 && c > 0))))))
    .map(({ i, j, vector }) => [i, j, Math.hypot(...vector)])
    .sort((p, q) => p[0] - q[0] || p[1] - q[1] || p[2] - q[2])
}

function expectSamePairs(found: number[][], expected: number[][]): void {
  expect(found.length).toBe(expected.length)
  found.forEach(([i, j, distance], k) => {
    expect([i, j]).toEqual(expected[k].slice(0, 2))
    expect(Math.abs(distance - expected[k][2])).toBeLessThan(1e-11)
  })
}

/** Whether no pair is so near the cutoff that rounding decides. */
const clear = (pairs: number[][], cutoff: number): boolean => pairs.every((pair) => Math.abs(pair[2] - cutoff) > 1e-9)

describe("NeighbourList", () => {
  it("lists every pair of any cell once, apart by species", () => {
    fc.assert(
      fc.property(structures, number(0.5, 7), fc.boolean(), (structure, cutoff, alike) => {
        const expected = referencePairs(structure, cutoff)
        if (!clear(referencePairs(structure, cutoff + 1e-6), cutoff)) return
        const species = alike ? new Int32Array(structure.numbers.length) : structure.numbers
        const list = new NeighbourList({ species, kinds: alike ? 1 : 3, cutoff, skin: 0 })
        expectSamePairs(pairsOf(list.update(structure), species, cutoff), expected)
        list.release()
      }),
      { numRuns: 200 },
    )
  })

  it("stays complete while atoms move, and is made anew only when one has gone half the skin", () => {
    fc.assert(
      fc.property(structures, fc.array(number(-0.25, 0.25), { minLength: 60, maxLength: 60 }), (structure, steps) => {
        const [cutoff, skin] = [3.7, 1]
        const list = new NeighbourList({ species: structure.numbers, kinds: 3, cutoff, skin })
        list.update(structure)
        for (const size of [1, 1.1, 8]) {
          const moved = { ...structure, positions: structure.positions.map((x, k) => x + size * steps[k]) }
          const found = pairsOf(list.update(moved), structure.numbers, cutoff)
          if (clear(referencePairs(moved, cutoff + 1e-6), cutoff)) expectSamePairs(found, referencePairs(moved, cutoff))
          const farthest = Math.max(...Array.from(structure.numbers, (_, i) => size * Math.hypot(...steps.slice(3 * i, 3 * i + 3))))
          if (farthest < 0.499) expect(list.rebuilds).toBe(1)
          if (size === 8 && farthest > 1.1) expect(list.rebuilds).toBeGreaterThan(1)
        }
        list.release()
      }),
      { numRuns: 60 },
    )
  })

  it("follows a cell that deforms, and is made anew when it may miss a pair", () => {
    const strains = fc.array(number(-0.012, 0.012), { minLength: 9, maxLength: 9 })
    const steps = fc.array(number(-0.1, 0.1), { minLength: 60, maxLength: 60 })
    fc.assert(
      fc.property(structures, strains, steps, (structure, strain, steps) => {
        const [cutoff, skin] = [3.7, 1]
        const list = new NeighbourList({ species: structure.numbers, kinds: 3, cutoff, skin })
        list.update(structure)
        for (const size of [0.3, 1, 12]) {
          const D = strain.map((value, k) => size * value + Number(k % 4 === 0))
          const cell = structure.cell && timesMatrix(structure.cell, D)
          const positions = timesMatrix(structure.positions, D).map((x, k) => x + size * steps[k])
          const moved = { ...structure, cell, positions }
          const found = pairsOf(list.update(moved), structure.numbers, cutoff)
          if (clear(referencePairs(moved, cutoff + 1e-6), cutoff)) expectSamePairs(found, referencePairs(moved, cutoff))
          if (size <= 1 && structure.cell && structure.pbc.every(Boolean)) expect(list.rebuilds).toBe(1)
        }
        list.release()
      }),
      { numRuns: 60 },
    )
  })

  it("lists each pair in one of several parts", () => {
    fc.assert(
      fc.property(structures, fc.integer({ min: 1, max: 5 }), (structure, size) => {
        const cutoff = 3.7
        if (!clear(referencePairs(structure, cutoff + 1e-6), cutoff)) return
        const pairs = Array.from({ length: size }, (_, rank) => {
          const list = new NeighbourList({ species: structure.numbers, kinds: 3, cutoff, skin: 0.3, part: { rank, size } })
          list.update(structure)
          // Moved by nothing: what the part touches is placed as it was.
          const built = list.update(structure)
          const found = pairsOf(built, structure.numbers, cutoff)
          list.release()
          return found
        })
        const all = pairs.flat().sort((p, q) => p[0] - q[0] || p[1] - q[1] || p[2] - q[2])
        expectSamePairs(all, referencePairs(structure, cutoff))
      }),
      { numRuns: 60 },
    )
  })

  it("is made anew when the cell changes much", () => {
    const cubic = Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 4)
    const structure: Structure = { numbers: Int32Array.of(0), positions: Float64Array.of(0, 0, 0), cell: cubic, pbc: [true, true, true] }
    const list = new NeighbourList({ species: [0], kinds: 1, cutoff: 4.2, skin: 1 })
    expect(pairsOf(list.update(structure), structure.numbers, 4.2).length).toBe(3)
    const squeezed = { ...structure, cell: Float64Array.of(4, 0, 0, 0, 4, 0, 0, 0, 2) }
    expectSamePairs(pairsOf(list.update(squeezed), structure.numbers, 4.2), referencePairs(squeezed, 4.2))
    expect(list.rebuilds).toBe(2)
    list.release()
  })

  it("refuses positions that are not finite, and systems that flew apart", () => {
    const structure: Structure = { numbers: Int32Array.of(0, 0), positions: new Float64Array(6), cell: null, pbc: [false, false, false] }
    const list = new NeighbourList({ species: [0, 0], kinds: 1, cutoff: 4, skin: 1 })
    list.update({ ...structure, positions: Float64Array.of(0, 0, 0, 2, 2, 2) })
    expect(() => list.update({ ...structure, positions: Float64Array.of(0, 0, 0, 2, Number.NaN, 2) })).toThrow(/atom 1 .*NaN/)
    expect(() => list.update({ ...structure, positions: Float64Array.of(0, 0, 0, 1e9, 2, 2) })).toThrow(/wide/)
    expect(() => list.update({ ...structure, positions: new Float64Array(5) })).toThrow(/do not fit 2 atoms/)
    expect(() => new NeighbourList({ species: [0], kinds: 1, cutoff: 0, skin: 1 })).toThrow(/positive cutoff/)
    list.release()
  })
})
