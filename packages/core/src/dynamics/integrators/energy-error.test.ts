import { expect, it } from "vitest"
import { engineOf, keepEnergy } from "../fixtures/energy-drift.ts"
import { hotCrystals } from "../fixtures/hot-crystals.ts"

it.for(hotCrystals.map((crystal) => [crystal.name, crystal] as const))(
  "the error of the energy falls as the square of the step: %s",
  ([, crystal]) => {
    const engine = engineOf(crystal)
    const { timestep } = crystal
    // Over the same time, from the same start.
    const [whole, half] = [1, 2].map((parts) => keepEnergy(crystal, engine, timestep / parts, 0, 30 * parts).deviation)
    expect(whole).toBeGreaterThan(1e-8)
    expect(whole).toBeLessThan(2e-4)
    expect(whole / half / 4).toBeGreaterThan(0.93)
    expect(whole / half / 4).toBeLessThan(1.07)
    engine.release()
  },
)
