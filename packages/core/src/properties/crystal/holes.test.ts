import { expect, test } from "vitest"
import { operationsOf } from "../symmetry/operations.ts"
import { crystalOf } from "./crystal-of.ts"
import { holesOf } from "./holes.ts"

function radii(prototype: string, elements: readonly string[], a: number): readonly (readonly [number, number])[] {
  const { primitive } = crystalOf({ prototype, elements, a })
  return holesOf(primitive, operationsOf(primitive)).map(({ radius, corners }) => [radius / a, corners.length])
}

test("holes of simple crystals: octahedra, tetrahedra and cubes of the right size, one of each kind", () => {
  const near = (x: number): number => expect.closeTo(x, 6)
  expect(radii("fcc", ["Cu"], 3.6)).toEqual([
    [near(0.5), 6],
    [near(Math.sqrt(3) / 4), 4],
  ])
  expect(radii("bcc", ["Fe"], 2.87)).toEqual([[near(Math.sqrt(5) / 4), 4]])
  expect(radii("sc", ["Po"], 3.34)).toEqual([[near(Math.sqrt(3) / 2), 8]])
  expect(radii("rocksalt", ["Na", "Cl"], 5.6)).toEqual([[near(Math.sqrt(3) / 4), 8]])
  // Four of the first or four of the second kind, and the ring between.
  expect(radii("zincblende", ["Ga", "As"], 5.65).map(([, corners]) => corners)).toEqual([4, 4, 6])
  expect(radii("hcp", ["Mg"], 3.2)[0]).toEqual([near(Math.SQRT1_2), 6])
})
