import { describe, expect, test } from "vitest"
import type { Structure } from "../atoms/structure.ts"
import { evaluateStructure } from "../potentials/evaluate-structure.ts"
import { randomNumbers, randomStructure, surroundings } from "../testing/potential/random-structure.ts"
import { drivenStructure } from "./driven-structure.ts"
import { alloyCrystal, alloyPotential, alloyTheta, forceMessageOf } from "./fixtures/alloy.ts"
import { sentStructure } from "./sent-structure.ts"

const structures: readonly (readonly [string, Structure])[] = [
  ["left-handed", alloyCrystal],
  ...surroundings.map((kind, k) => [kind, randomStructure(kind, [28, 29], 2.4, randomNumbers(7 + k))] as const),
]

describe.each(structures)("a structure sent (%s)", (_, structure) => {
  const { message, answer } = sentStructure(structure)
  const own = evaluateStructure(alloyPotential, alloyTheta, structure)
  /** As a client has it that knows no missing vectors: what repeats is told by its input. */
  const theirs: Structure = { numbers: structure.numbers, positions: message.positions, cell: message.cell, pbc: structure.pbc }

  test("has a lower-triangular cell and the energy it had", () => {
    expect([1, 2, 5].map((k) => message.cell[k])).toEqual([0, 0, 0])
    expect([0, 4, 8].every((k) => message.cell[k] > 0)).toBe(true)
    expect(forceMessageOf(theirs).energy).toBeCloseTo(own.energy, 11)
  })

  test("forces and stress come back in its own axes", () => {
    const { forces, stress } = answer(forceMessageOf(theirs))
    forces.forEach((f, k) => expect(f).toBeCloseTo(own.forces[k], 11))
    expect(stress === undefined).toBe(own.stress === undefined)
    stress?.forEach((s, v) => expect(s).toBeCloseTo(own.stress?.[v] ?? NaN, 12))
  })

  test("is what the other side understands", () => {
    const driven = drivenStructure({ template: structure }, message)
    expect(driven.cell === null).toBe(structure.cell === null)
    expect(evaluateStructure(alloyPotential, alloyTheta, driven).energy).toBeCloseTo(own.energy, 11)
  })
})

test("a molecule is sent in the middle of a box with vacuum around it", () => {
  const molecule: Structure = {
    numbers: Int32Array.of(28, 29),
    positions: Float64Array.of(7, 1, 2, 9, 4, 2),
    cell: null,
    pbc: [false, false, false],
  }
  const { cell, positions } = sentStructure(molecule).message
  expect([...cell]).toEqual([22, 0, 0, 0, 23, 0, 0, 0, 20])
  expect([...positions]).toEqual([-1, -1.5, 0, 1, 1.5, 0])
})

test("an upright cell and its atoms are sent as they are", () => {
  const structure: Structure = {
    numbers: Int32Array.of(29, 29),
    positions: Float64Array.of(0.1, 0.2, 0.3, 1.7, 1.9, 2.1),
    cell: Float64Array.of(3.61, 0, 0, 0.1, 3.7, 0, -0.3, 0.2, 3.5),
    pbc: [true, true, true],
  }
  const { message } = sentStructure(structure)
  expect(message.positions).toEqual(structure.positions)
  expect(message.cell).toEqual(structure.cell)
})

test("a flat cell is refused", () => {
  const flat = Float64Array.of(3, 0, 0, 0, 3, 0, 3, 3, 0)
  expect(() => sentStructure({ ...alloyCrystal, cell: flat })).toThrow("lie in a plane")
})

describe("a structure driven", () => {
  const message = {
    kind: "positions",
    cell: Float64Array.of(4, 0, 0, 0, 5, 0, 0, 0, 0),
    positions: Float64Array.of(0, 0, 0, 1, 1, 1),
  } as const

  test("of one element needs no template: what has a lattice vector repeats", () => {
    expect(drivenStructure({ element: 29 }, message)).toEqual({
      numbers: Int32Array.of(29, 29),
      positions: message.positions,
      cell: message.cell,
      pbc: [true, true, false],
    })
    expect(drivenStructure({ element: 29 }, { ...message, cell: new Float64Array(9) })).toMatchObject({ cell: null })
  })

  test("of another number of atoms is refused, and one that lacks a vector it repeats along", () => {
    expect(() => drivenStructure({ template: alloyCrystal }, message)).toThrow("the server sends 2 atoms, the structure has 4")
    const template: Structure = { numbers: Int32Array.of(29, 29), positions: new Float64Array(6), cell: null, pbc: [false, false, true] }
    expect(() => drivenStructure({ template }, message)).toThrow("sends no lattice vector c")
  })

  test("of a molecule ignores the box", () => {
    const template: Structure = { numbers: Int32Array.of(29, 28), positions: new Float64Array(6), cell: null, pbc: [false, false, false] }
    expect(drivenStructure({ template }, message)).toEqual({ ...template, positions: message.positions })
  })
})
