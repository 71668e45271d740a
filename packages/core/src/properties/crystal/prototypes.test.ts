import { expect, test } from "vitest"
import { cellVolume } from "../../atoms/cell.ts"
import { symbolOf } from "../../atoms/elements.ts"
import { SpecFailure } from "../../failure/failure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { groupOf } from "../bulk/equilibrium.ts"
import type { Crystal } from "./crystal.ts"
import { crystalOf } from "./crystal-of.ts"
import { prototypeNames, prototypeOf } from "./prototypes.ts"
import { copiesOver, supercellOf } from "./repeated.ts"

const elements = ["Na", "Cl", "Br"]

function made(name: string): Crystal {
  return crystalOf({ prototype: name, elements: elements.slice(0, prototypeOf(name)?.species), a: 4.2 })
}

/** Numbers of nearest neighbours of the atoms of the primitive cell. */
function coordination({ primitive }: Crystal): readonly number[] {
  const graph = buildGraph([primitive], [11, 17, 35], 6)
  const counts = Array.from(primitive.numbers, (_, i) => {
    const distances = graph.distances.subarray(graph.centres[i], graph.centres[i + 1])
    const nearest = Math.min(...distances)
    return distances.filter((r) => r < nearest * 1.001).length
  })
  releaseGraph(graph)
  return counts
}

// Atoms in the conventional cell, nearest neighbours, and rotations of the point group: what any table of structure types says.
test.each<[string, number, readonly number[], number]>([
  ["sc", 1, [6], 48],
  ["fcc", 4, [12], 48],
  ["bcc", 2, [8], 48],
  ["hcp", 2, [12, 12], 24],
  ["dhcp", 4, [12, 12, 12, 12], 24],
  ["diamond", 8, [4, 4], 48],
  ["graphite", 4, [3, 3, 3, 3], 24],
  ["A15", 8, [12, 12, 2, 2, 2, 2, 2, 2], 48],
  ["B1", 8, [6, 6], 48],
  ["B2", 2, [8, 8], 48],
  ["B3", 8, [4, 4], 24],
  ["C1", 12, [8, 4, 4], 48],
  ["L1_2", 4, [12, 12, 12, 12], 48],
  ["D0_3", 16, [8, 8, 8, 8], 48],
  ["L1_0", 4, [12, 12], 16],
  ["bct", 2, [4], 16],
  ["A7", 6, [3, 3], 12],
  ["A8", 3, [2, 2, 2], 6],
  ["4H", 8, [4, 4, 4, 4, 4, 4, 4, 4], 12],
  ["B8_1", 4, [6, 6, 6, 6], 24],
  ["rutile", 6, [4, 4, 2, 2, 2, 2], 16],
  ["D0_19", 8, [12, 12, 12, 12, 12, 12, 12, 12], 24],
  ["perovskite", 5, [12, 6, 2, 2, 2], 48],
])("%s has %i atoms in its cell, %j neighbours and %i rotations", (name, atoms, neighbours, rotations) => {
  const crystal = made(name)
  const { primitive, conventional } = crystal
  const ratio = cellVolume(conventional) / cellVolume(primitive.cell ?? conventional)
  expect(ratio * primitive.numbers.length).toBeCloseTo(atoms, 9)
  expect(coordination(crystal)).toEqual(neighbours)
  expect(groupOf(primitive).length).toBe(rotations)
})

test("α-quartz is made of corner-sharing tetrahedra, 1.605 and 1.614 Å, of one hand", () => {
  // L. Levien, C. T. Prewitt, D. J. Weidner, Am. Mineral. 65 (1980) 920: a = 4.916 Å, c = 5.4054 Å.
  const { primitive } = crystalOf({ prototype: "quartz", elements: ["Si", "O"], a: 4.916, c: 5.4054 })
  const graph = buildGraph([primitive], [8, 14], 2)
  const bonds = Array.from(primitive.numbers, (_, i) => Array.from(graph.distances.subarray(graph.centres[i], graph.centres[i + 1])).sort())
  releaseGraph(graph)
  for (const [i, lengths] of bonds.entries()) {
    const half = [expect.closeTo(1.605, 2), expect.closeTo(1.614, 2)]
    expect(lengths).toEqual(primitive.numbers[i] === 14 ? [half[0], half[0], half[1], half[1]] : half)
  }
  expect(groupOf(primitive).length).toBe(6)
})

test("every prototype repeats to supercells that have its formula and its density", () => {
  for (const name of prototypeNames) {
    const crystal = made(name)
    const { structure, cells, origins } = supercellOf(crystal, copiesOver(crystal, 8))
    expect(cells * cellVolume(crystal.primitive.cell ?? crystal.conventional)).toBeCloseTo(
      cellVolume(structure.cell ?? crystal.conventional),
      6,
    )
    for (const [i, number] of structure.numbers.entries()) expect(symbolOf(number)).toBe(symbolOf(crystal.primitive.numbers[origins[i]]))
    // No two atoms at one place.
    const graph = buildGraph([structure], [11, 17, 35], 1)
    expect(graph.distances.length).toBe(0)
    releaseGraph(graph)
  }
})

test("unknown prototypes and elements, and formulas of another length, are refused with advice", () => {
  const choose = (prototype: string, elements: readonly string[]) => () => crystalOf({ prototype, elements, a: 4 })
  expect(choose("fccc", ["Cu"])).toThrow(SpecFailure)
  expect(choose("fccc", ["Cu"])).toThrow(/no crystal is called "fccc"/u)
  expect(choose("fcc", ["Cz"])).toThrow(/not a chemical element/u)
  expect(choose("B1", ["Na"])).toThrow(/made of 2 elements, here are 1/u)
})
