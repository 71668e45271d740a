import { expect, it } from "vitest"
import { gigapascal } from "../../../units/constants.ts"
import type { Coexistence } from "../melting/coexistence.ts"
import { meltingPart } from "./melting-part.ts"

const run = (value: number, solid: number): Coexistence => ({
  ...{ prepared: 1350, temperature: { value, error: 2 }, drift: -3, solid, atoms: 1200, bond: 3.2 },
  pressure: [0.02 * gigapascal, 0.04 * gigapascal, 0],
  order: { solid: 0.9, liquid: 0.2 },
})

it("tells of the runs in which both phases were left, and of bounds", () => {
  const { values, remarks } = meltingPart({
    temperature: { value: 1326, error: 6 },
    pressure: 2 * gigapascal,
    rounds: [run(1100, 0.01), run(1320, 0.4), run(1332, 0.6)],
    bounds: [null, 1500],
  })
  expect(values.map(({ key, value }) => [key, value])).toEqual([
    ["melting.temperature", 1326],
    ["melting.pressure", 2],
    ["melting.solid", 60],
  ])
  expect(remarks).toEqual([
    "Crystal and melt side by side, 1200 atoms, prepared and left to themselves: from 1350 to 1320.0 K with 0.030 GPa across; from 1350 to 1332.0 K with 0.030 GPa across.",
    "The error is that of the spread of these runs.",
    "Everything melted when prepared at 1500 K.",
  ])
})
