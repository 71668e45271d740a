import { expect, it } from "vitest"
import { springEngine, springs } from "../fixtures/springs.ts"
import { createIntegrator, ensembles } from "../integrators/ensemble.ts"
import { startMotion } from "./motion.ts"
import { loadMotion, saveMotion } from "./saved-motion.ts"
import { drawVelocities } from "./velocities.ts"

for (const ensemble of ensembles) {
  it(`${ensemble} goes on from a saved motion to the last bit`, () => {
    const options = { timestep: 0.5, temperature: 300, damping: 20, pressure: 0.01, pressureDamping: 100, coupling: "triclinic" } as const
    const integrator = createIntegrator(ensemble, { ...options, compressibility: 2 })
    const engine = springEngine()
    const motion = startMotion(springs, engine, 3)
    drawVelocities(motion, 350)
    integrator.init(motion)
    for (let k = 0; k < 23; k++) integrator.step(motion, engine)
    const resumed = loadMotion(JSON.parse(JSON.stringify(saveMotion(motion))))
    const again = createIntegrator(ensemble, { ...options, compressibility: 2 })
    for (let k = 0; k < 23; k++) {
      integrator.step(motion, engine)
      again.step(resumed, engine)
    }
    expect(saveMotion(resumed)).toEqual(saveMotion(motion))
    expect(again.conserved(resumed)).toBe(integrator.conserved(motion))
  })
}

it("refuses arrays that do not fit the atoms", () => {
  const saved = saveMotion(startMotion(springs, springEngine(), 3))
  expect(() => loadMotion({ ...saved, numbers: saved.numbers.slice(1) })).toThrow(/damaged/)
})
