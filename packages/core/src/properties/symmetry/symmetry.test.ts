import * as fc from "fast-check"
import { expect, test } from "vitest"
import { timesMatrix } from "../../atoms/cell.ts"
import { strain, supercell } from "../../atoms/transform.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { invariantDisplacements, invariantStrains, rotateMatrix } from "./invariants.ts"
import { operationsOf } from "./operations.ts"
import { symmetrised } from "./symmetrised.ts"

const fcc = crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.61 })
const hcp = crystalOf({ prototype: "hcp", elements: ["Ti"], a: 2.95 })
const wurtzite = crystalOf({ prototype: "wurtzite", elements: ["Zn", "O"], a: 3.25 })

test("a supercell has the rotations of its crystal times its translations", () => {
  expect(operationsOf(supercell(fcc.primitive, [2, 2, 2])).length).toBe(48 * 8)
  expect(operationsOf(supercell(hcp.primitive, [2, 1, 1])).length).toBeLessThan(24 * 2)
})

test("strain lowers the symmetry: cubic to tetragonal to orthorhombic to triclinic", () => {
  const rotations = (ε: readonly number[]) => operationsOf(strain(fcc.primitive, ε)).length
  expect(rotations([0.02, 0.02, 0.02, 0, 0, 0])).toBe(48)
  expect(rotations([0, 0, 0.02, 0, 0, 0])).toBe(16)
  expect(rotations([0, 0.01, 0.02, 0, 0, 0])).toBe(8)
  expect(rotations([0, 0.01, 0.02, 0.005, 0.013, 0.009])).toBe(2)
})

test("free strains and internal coordinates are those of the tables: one for fcc, a and c of hcp, u of wurtzite besides", () => {
  const free = (crystal: typeof fcc) => {
    const operations = operationsOf(crystal.primitive)
    return [invariantStrains(operations).length, invariantDisplacements(operations, crystal.primitive.numbers.length).length]
  }
  expect(free(fcc)).toEqual([1, 0])
  expect(free(hcp)).toEqual([2, 0])
  expect(free(wurtzite)).toEqual([2, 1])
})

test("no operation changes what is called invariant, whatever the structure", () => {
  fc.assert(
    fc.property(fc.constantFrom(fcc, hcp, wurtzite), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }), (crystal, a, b) => {
      const structure = supercell(crystal.primitive, [a, b, 1])
      const operations = operationsOf(structure)
      const displacements = invariantDisplacements(operations, structure.numbers.length)
      for (const { rotation, images } of operations) {
        for (const ε of invariantStrains(operations)) {
          rotateMatrix(ε, rotation).forEach((value, k) => expect(Math.abs(value - ε[k])).toBeLessThan(1e-12))
        }
        for (const d of displacements) {
          images.forEach((j, i) => {
            for (let c = 0; c < 3; c++) {
              const turned = [0, 1, 2].reduce((sum, e) => sum + rotation[3 * c + e] * d[3 * i + e], 0)
              expect(Math.abs(turned - d[3 * j + c])).toBeLessThan(1e-12)
            }
          })
        }
      }
      displacements.forEach((one, i) =>
        displacements.forEach((other, j) =>
          expect(one.reduce((sum, value, k) => sum + value * other[k], 0)).toBeCloseTo(i === j ? 1 : 0, 12),
        ),
      )
    }),
    { numRuns: 12 },
  )
})

test("a crystal of rounded numbers, turned anyhow, gets the symmetry that is meant; what is off by more keeps what it has", () => {
  const quartz = crystalOf({ prototype: "quartz", elements: ["Si", "O"], a: 4.916, c: 5.4054 }).primitive
  const turn = [0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6]
  const rounded = (structure: typeof quartz, digits: number): typeof quartz => {
    const round = (values: Float64Array): Float64Array => timesMatrix(values, turn).map((x) => Number(x.toFixed(digits)))
    return { ...structure, positions: round(structure.positions), cell: structure.cell && round(structure.cell) }
  }
  const given = rounded(quartz, 4)
  const { structure, operations, before, moved } = symmetrised(given, 1e-3)
  expect([before, operations]).toEqual([1, 6])
  expect(operationsOf(structure).length).toBe(6)
  expect(moved).toBeGreaterThan(0)
  expect(moved).toBeLessThan(2e-4)
  expect(symmetrised(rounded(quartz, 2), 1e-3)).toMatchObject({ operations: 1, moved: 0 })
  const strained = strain(fcc.primitive, [0, 0, 0.02, 0, 0, 0])
  expect(symmetrised(strained, 1e-3)).toMatchObject({ structure: strained, operations: 16, before: 16 })
})
