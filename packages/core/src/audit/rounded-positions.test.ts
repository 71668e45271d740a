import { expect, test } from "vitest"
import type { Configuration } from "../atoms/structure.ts"
import { random, rattledCrystal } from "../objective/fixtures/data.ts"
import { roundedPositions } from "./rounded-positions.ts"

const uniform = random(4)
const crystals = Array.from({ length: 6 }, () => rattledCrystal(uniform, 14, 5.4, 3))

function printed(round: (value: number) => number): readonly Configuration[] {
  return crystals.map((structure, frame) => ({
    structure: { ...structure, positions: structure.positions.map(round) },
    group: "all",
    weights: { energy: 1, forces: 1, stress: 1 },
    origin: { file: "printed.xyz", frame },
  }))
}

test("few digits of positions are told of, with what they leave of forces, and fewer are warned of", () => {
  const findings = (round: (value: number) => number) => roundedPositions([{ name: "train", configurations: printed(round) }])
  const [six] = findings((value) => Number(value.toPrecision(6)))
  expect(six).toMatchObject({ severity: "note", code: "rounded-positions" })
  // The cell is 16 Å long: the sixth digit is the fourth decimal. 10 eV/Å² × 1e-4 Å/√12 = 0.29 meV/Å.
  expect(six.message).toContain("6 significant digits, the coarsest to 0.0001 Å: forces there are uncertain by some 0.3 meV/Å")
  const [three] = findings((value) => Number(value.toFixed(3)))
  expect(three.severity).toBe("warning")
  expect(three.message).toContain("3 decimals, the coarsest to 0.001 Å")
  expect(findings((value) => Number(value.toFixed(8)))).toEqual([])
  expect(findings((value) => value)).toEqual([])
})
