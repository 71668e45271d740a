import { expect, test } from "vitest"
import { timesMatrix } from "../../atoms/cell.ts"
import { fcc as conventional } from "../../atoms/prototypes.ts"
import { supercell, transform } from "../../atoms/transform.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { cohesiveEnergy } from "../bulk/cohesive.ts"
import { elasticConstant } from "../bulk/elastic.ts"
import { latticeParameter } from "../bulk/lattice.ts"
import { surfaceEnergy } from "../defects/planar-defects.ts"
import { vacancyEnergy } from "../defects/point-defects.ts"
import { checkDerivatives } from "../fixtures/check-derivatives.ts"
import { copper } from "../fixtures/potentials.ts"
import type { Observable } from "../observable.ts"
import { pointAt } from "../point.ts"
import { operationsOf } from "../symmetry/operations.ts"
import { type Crystal, crystalFromStructure } from "./crystal.ts"
import { crystalOf } from "./crystal-of.ts"
import { supercellOf } from "./repeated.ts"
import { withPrimitiveCell } from "./with-primitive-cell.ts"

const prototype = crystalOf({ prototype: "fcc", elements: ["Cu"], a: 3.6 })
const read = (observable: Observable): number => observable.read(pointAt(copper, parameterValues(copper.parameters))).value
const small = { supercell: [2, 2, 2] } as const

test("a crystal from a file of its conventional cell is the crystal of the prototype", () => {
  const file = crystalFromStructure("Cu.xyz", conventional("Cu", 3.6))
  const both = (make: (crystal: Crystal) => Observable) => expect(read(make(file)) / read(make(prototype))).toBeCloseTo(1, 8)
  both((crystal) => latticeParameter(crystal, "a"))
  both((crystal) => latticeParameter(crystal, "volume"))
  both(cohesiveEnergy)
  both((crystal) => elasticConstant(crystal, 1, 1))
  both((crystal) => elasticConstant(crystal, 4, 4))
  both((crystal) => vacancyEnergy(crystal, small))
  // Planes of a lattice without centring are twice as far apart.
  both((crystal) => surfaceEnergy(crystal, [1, 1, 0], { layers: crystal === file ? 4 : 8 }))
})

test("the smallest cell of a crystal from a file has its atoms once, and its axes as they were", () => {
  const file = crystalFromStructure("Cu.xyz", supercell(conventional("Cu", 3.6), [2, 1, 1]))
  const small = withPrimitiveCell(file)
  expect(small.primitive.numbers.length).toBe(1)
  expect(operationsOf(small.primitive).length).toBe(48)
  expect(small.conventional).toBe(file.conventional)
  expect(read(latticeParameter(small, "b"))).toBeCloseTo(read(latticeParameter(prototype, "a")), 8)
  expect(read(vacancyEnergy(small, { supercell: [1, 2, 2] }))).toBeCloseTo(read(vacancyEnergy(prototype, { supercell: [2, 2, 2] })), 8)
  const diamond = crystalOf({ prototype: "diamond", elements: ["Si"], a: 5.4 })
  const cube = crystalFromStructure("Si.xyz", supercellOf(diamond, [1, 1, 1]).structure)
  expect(cube.primitive.numbers.length).toBe(8)
  expect(withPrimitiveCell(cube).primitive.numbers.length).toBe(2)
  expect(withPrimitiveCell(prototype)).toBe(prototype)
})

test("other vectors for the same lattice, turned in space, give the same energies and the turned stiffness", () => {
  const { primitive, conventional: cell } = prototype
  const skew = { ...primitive, cell: timesMatrix([1, 0, 0, 2, 1, 0, -1, 3, 1], primitive.cell ?? cell) }
  // An eighth of a turn about z.
  const s = Math.SQRT1_2
  const turned = crystalFromStructure("turned", transform(skew, Float64Array.of(s, s, 0, -s, s, 0, 0, 0, 1)))
  expect(read(cohesiveEnergy(turned))).toBeCloseTo(read(cohesiveEnergy(prototype)), 10)
  const [C11, C12, C44] = [
    [1, 1],
    [1, 2],
    [4, 4],
  ].map(([i, j]) => read(elasticConstant(prototype, i, j)))
  // Along (1 1 0): C11′ = (C11 + C12)/2 + C44, and C66′ = (C11 − C12)/2.
  expect(read(elasticConstant(turned, 1, 1)) / ((C11 + C12) / 2 + C44)).toBeCloseTo(1, 8)
  expect(read(elasticConstant(turned, 6, 6)) / ((C11 - C12) / 2)).toBeCloseTo(1, 7)
  expect(read(elasticConstant(turned, 3, 3)) / C11).toBeCloseTo(1, 8)
})

test("a crystal of no symmetry but its inversion relaxes all its lengths and angles, with derivatives", () => {
  const skewed = crystalFromStructure("skewed", {
    ...prototype.primitive,
    cell: timesMatrix(prototype.primitive.cell ?? prototype.conventional, [1.01, 0.004, 0, 0.004, 0.99, 0.006, 0, 0.006, 1.002]),
  })
  checkDerivatives(copper, [latticeParameter(skewed, "a"), latticeParameter(skewed, "volume"), cohesiveEnergy(skewed)])
  // It finds back to the cube.
  expect(read(cohesiveEnergy(skewed))).toBeCloseTo(read(cohesiveEnergy(prototype)), 9)
  expect(read(latticeParameter(skewed, "alpha"))).toBeCloseTo(Math.PI / 3, 6)
})

test("what does not repeat is no crystal", () => {
  expect(() => crystalFromStructure("slab", { ...prototype.primitive, pbc: [true, true, false] })).toThrow(/slab is no crystal/u)
})
