import { expect, it } from "vitest"
import type { Coexistence } from "./coexistence.ts"
import { bothLeft, meltingTemperature } from "./melting-temperature.ts"

const run = (value: number, error: number | null, drift: number, solid: number): Coexistence => ({
  ...{ prepared: 900, temperature: { value, error }, drift, solid, atoms: 500, bond: 3 },
  ...{ pressure: [0, 0, 0] as const, order: { solid: 0.9, liquid: 0.2 } },
})

it("one run has its own error and half its drift, several that of their spread", () => {
  expect(meltingTemperature([run(910, 3, -8, 0.5)])).toEqual({ value: 910, error: 5 })
  expect(meltingTemperature([run(910, null, -8, 0.5)])).toEqual({ value: 910, error: 8 })
  // Deviations −6, 1, 5: squares 62, √(62/2/3).
  const several = meltingTemperature([run(904, 1, 0, 0.5), run(911, 1, 0, 0.4), run(915, 1, 0, 0.6)])
  expect(several.value).toBe(910)
  expect(several.error).toBeCloseTo(Math.sqrt(62 / 6), 12)
})

it("both phases are left where neither is nearly all", () => {
  expect([0, 0.1, 0.3, 0.8, 0.9, 1].map((solid) => bothLeft(run(900, 1, 0, solid)))).toEqual([false, false, true, true, false, false])
})
