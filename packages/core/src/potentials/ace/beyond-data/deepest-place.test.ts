import { expect, it } from "vitest"
import type { Structure } from "../../../atoms/structure.ts"
import { deepestPlace } from "./deepest-place.ts"

/** A row of atoms 2 Å apart, which meets itself again. */
const row: Structure = {
  numbers: new Int32Array(6).fill(14),
  positions: Float64Array.from({ length: 18 }, (_, k) => (k % 3 === 0 ? (2 * k) / 3 : 0)),
  cell: Float64Array.of(12, 0, 0, 0, 20, 0, 0, 0, 20),
  pbc: [true, true, true],
}

it("is the atom that is lowest in the mean with those around it", () => {
  const { atoms, energy } = deepestPlace(row, [14], Float64Array.of(-1, -1, -1, -2, -6, -4), 2.1)
  expect(atoms.toSorted()).toEqual([3, 4, 5])
  expect(energy).toBeCloseTo(-4, 12)
})

it("is not the lowest atom, where its neighbours pay for it", () => {
  const { atoms, energy } = deepestPlace(row, [14], Float64Array.of(0, -5, 0, -3, -3, -3), 2.1)
  expect(atoms.toSorted()).toEqual([3, 4, 5])
  expect(energy).toBeCloseTo(-3, 12)
})

it("meets the images of an atom once", () => {
  const { atoms } = deepestPlace(row, [14], Float64Array.of(-1, 0, 0, 0, 0, 0), 6.1)
  expect(new Set(atoms).size).toBe(atoms.length)
})
