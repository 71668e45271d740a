import { describe, expect, it } from "vitest"
import type { Configuration } from "../atoms/structure.ts"
import { energyShift } from "./energy-shift.ts"
import { totalEnergies } from "./total-energies.ts"

/** A configuration of these atomic numbers with an energy per atom. */
function configuration(numbers: readonly number[], perAtom: number): Configuration {
  return {
    structure: {
      numbers: Int32Array.from(numbers),
      positions: Float64Array.from({ length: 3 * numbers.length }, (_, k) => 1.9 * k),
      cell: null,
      pbc: [false, false, false],
    },
    energy: perAtom * numbers.length,
    group: "made",
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: "made.xyz", frame: 0 },
  }
}

const titanium = [0.03, -0.05, 0.02, 0.01, -0.04].map((noise) => configuration([22, 22], -1604.3 + noise))

describe("energies off by a constant", () => {
  it("tell the constant and what to set", () => {
    const [warning, ...others] = energyShift("train", titanium, [-4.3, -4.3, -4.3, -4.3, -4.3])
    expect(others).toEqual([])
    expect(warning).toMatch(/^energies of train are off by a constant 1600 eV\/atom .*objective\.references: fit$/)
  })

  it("may be off by another constant for each element", () => {
    const mixed = [
      [13, 0],
      [13, 0.02],
      [22, 0],
      [22, -0.03],
    ].map(([number, noise]) => configuration([number, 13], (number === 13 ? -530.2 : -1067.3) + noise))
    expect(
      energyShift(
        "test",
        mixed,
        mixed.map(() => -3.1),
      ),
    ).toHaveLength(1)
  })

  it("are not those that scatter, nor those that are near", () => {
    expect(energyShift("train", titanium, [-1603.3, -1600, -1590, -1604, -1598])).toEqual([])
    expect(energyShift("train", titanium, [-1604, -1604, -1604, -1604, -1604])).toEqual([])
    expect(energyShift("train", [], [])).toEqual([])
  })
})

describe("total energies", () => {
  it("name the elements whose references the compositions determine", () => {
    const data = [configuration([8], -432), configuration([1, 6, 8], -551), configuration([1, 6, 6, 1], -530)]
    expect(totalEnergies(data)).toMatchObject([
      {
        code: "total-energies",
        message: expect.stringMatching(/determine the reference of O, and only sums of those of H, C \(rank 2 of 3\)$/),
      },
    ])
    const all = totalEnergies([...data, configuration([6], -1030)])
    expect(all[0].message).toMatch(/determine the reference of H, C, O$/)
  })

  it("are larger than any binding", () => {
    expect(totalEnergies([configuration([22, 22], -7.8)])).toEqual([])
  })
})
