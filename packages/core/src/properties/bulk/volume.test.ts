import { expect, test } from "vitest"
import { cellVolume } from "../../atoms/cell.ts"
import { parameterValues } from "../../potentials/parameters.ts"
import { type Crystal, crystalFromStructure } from "../crystal/crystal.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { argon, silicon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { energyPerAtom } from "./energies.ts"
import { energyAtVolume, pressureAtVolume } from "./energy-volume.ts"
import { crystalOfVolume, equilibriumOf } from "./equilibrium.ts"

const skewed = crystalFromStructure("argon without symmetry", {
  numbers: Int32Array.of(18, 18, 18),
  positions: Float64Array.of(0, 0, 0, 1.2, 3.1, 2.9, 3.4, 1.4, 5.9),
  cell: Float64Array.of(5.4, 0, 0, 0.7, 5.1, 0, -0.4, 0.9, 8.2),
  pbc: [true, true, true],
})
const cases: readonly (readonly [string, typeof argon, Crystal, number])[] = [
  ["hexagonal", argon, crystalOf({ prototype: "hcp", elements: ["Ar"], a: 3.8, c: 6.6 }), 33],
  ["tetragonal", silicon, crystalOf({ prototype: "beta-tin", elements: ["Si"], a: 4.8 }), 14.5],
  ["triclinic", argon, skewed, 40],
]

test.each(cases)("a %s cell of given volume finds the shape in which its stress is a pressure", (_, potential, crystal, volume) => {
  const point = pointAt(potential, parameterValues(potential.parameters))
  const [kept, relaxed] = (["kept", "relaxed"] as const).map((shape) => crystalOfVolume(point, crystal, volume, shape))
  expect(relaxed.trouble).toBeNull()
  expect(cellVolume(relaxed.structure.cell ?? new Float64Array(9)) / crystal.primitive.numbers.length).toBeCloseTo(volume, 9)
  const { virial } = relaxed.answer
  const pressure = (virial[0] + virial[1] + virial[2]) / 3
  const uneven = [virial[0] - pressure, virial[1] - pressure, virial[2] - pressure, virial[3], virial[4], virial[5]]
  for (const part of uneven) expect(Math.abs(part)).toBeLessThan(1e-6)
  expect(energyPerAtom(relaxed)).toBeLessThan(energyPerAtom(kept) - 1e-5)
})

test("along volumes of relaxed shape the energy falls by the pressure, down to the minimum", () => {
  const point = pointAt(argon, parameterValues(argon.parameters))
  const crystal = crystalOf({ prototype: "hcp", elements: ["Ar"], a: 3.8, c: 6.6 })
  const { volume, structure } = equilibriumOf(point, crystal)
  const each = volume / structure.numbers.length
  const at = (part: number): number => energyAtVolume(crystal, part * each, "minimum", "relaxed").read(point).value
  expect(at(1)).toBeCloseTo(0, 10)
  const h = 1e-3
  const slope = (at(0.95 + h) - at(0.95 - h)) / (2 * h * each)
  expect(slope / -pressureAtVolume(crystal, 0.95 * each, "relaxed").read(point).value).toBeCloseTo(1, 4)
})
