import { expect, it } from "vitest"
import { potentialKinds } from "../../potentials/registry.ts"
import { engineOf, keepEnergy } from "../fixtures/energy-drift.ts"
import { hotCrystals } from "../fixtures/hot-crystals.ts"
import { recommendStep } from "../timestep/recommend-step.ts"

/** All kinds of potentials that a spec names. */
function kindsIn(spec: unknown): readonly string[] {
  if (typeof spec !== "object" || spec === null) return []
  const own = "kind" in spec && typeof spec.kind === "string" ? [spec.kind] : []
  return [...own, ...("terms" in spec && Array.isArray(spec.terms) ? spec.terms.flatMap(kindsIn) : [])]
}

it("each kind of potential holds a hot crystal", () => {
  const held = new Set(hotCrystals.flatMap(({ spec }) => kindsIn(spec)))
  expect(potentialKinds.map(({ kind }) => kind).filter((kind) => !held.has(kind))).toEqual([])
})

it.for(hotCrystals.map((crystal) => [crystal.name, crystal] as const))(
  "at the recommended step the error of the energy is small, and falls as the square of the step: %s",
  ([, crystal]) => {
    const engine = engineOf(crystal)
    const { timestep } = recommendStep(crystal.structure, engine, crystal.temperature)
    // Over the same time, from the same start.
    const [whole, half] = [1, 2].map((parts) => keepEnergy(crystal, engine, timestep / parts, 0, 60 * parts).deviation)
    expect(whole).toBeGreaterThan(1e-8)
    expect(whole).toBeLessThan(1e-4)
    expect(whole / half / 4).toBeGreaterThan(0.93)
    expect(whole / half / 4).toBeLessThan(1.07)
    engine.release()
  },
)
