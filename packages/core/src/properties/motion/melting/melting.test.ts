import * as fc from "fast-check"
import { expect, it } from "vitest"
import { bcc, diamond, fcc } from "../../../atoms/prototypes.ts"
import { supercell, transform } from "../../../atoms/transform.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { potentialEngine } from "../../../dynamics/force-engine/potential-engine.ts"
import { startMotion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities } from "../../../dynamics/motion/velocities.ts"
import { createPotential } from "../../../potentials/registry.ts"
import { seedRandom, uniforms } from "../../../random/random.ts"
import { boltzmann } from "../../../units/constants.ts"
import { crystallinity } from "./crystallinity.ts"
import { frozenEngine } from "./frozen.ts"
import { addSixthHarmonics, sixth } from "./harmonics.ts"
import { meltingPoint } from "./melting-point.ts"
import { temperatureRamp } from "./temperature-ramp.ts"

const [epsilon, sigma] = [0.0103408, 3.4]
const argon = createPotential({
  kind: "pair",
  elements: ["Ar"],
  cutoff: 2.5 * sigma,
  switch: "shift",
  pairs: { "Ar-Ar": { form: "lennard-jones", parameters: { epsilon, sigma } } },
})
const lennardJones = () =>
  potentialEngine(
    argon,
    Float64Array.from(argon.parameters, ({ value }) => value),
  )

/** Runs to the end. */
function result<T>(run: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = run.next()
    if (done) return value
  }
}

it("harmonics of degree six obey their addition theorem", () => {
  const direction = fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 6.28, noNaN: true }))
  fc.assert(
    fc.property(direction, direction, (...pair) => {
      const [u, v] = pair.map(([z, phi]) => [Math.sqrt(1 - z * z) * Math.cos(phi), Math.sqrt(1 - z * z) * Math.sin(phi), z])
      const [a, b] = [u, v].map(([x, y, z]) => {
        const out = new Float64Array(sixth)
        addSixthHarmonics(x, y, z, out, 0)
        return out
      })
      const x = u[0] * v[0] + u[1] * v[1] + u[2] * v[2]
      const legendre = (231 * x ** 6 - 315 * x ** 4 + 105 * x ** 2 - 5) / 16
      expect(a.reduce((sum, value, m) => sum + value * b[m], 0)).toBeCloseTo(legendre, 11)
    }),
  )
})

it("crystals are in order whatever their axes, a gas is not", () => {
  const turn = Float64Array.of(0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6)
  for (const [crystal, bond] of [
    [fcc("Cu", 3.6), 3.1],
    [bcc("Fe", 2.9), 3.4],
    [diamond("Si", 5.4), 3],
  ] as const) {
    const turned: Structure = transform(supercell(crystal, [3, 3, 3]), turn)
    for (const value of crystallinity(turned, bond)) expect(value).toBeCloseTo(1, 10)
  }
  const positions = new Float64Array(900)
  uniforms(seedRandom(2), positions)
  const gas = {
    numbers: new Int32Array(300).fill(18),
    positions: positions.map((value) => 20 * value),
    cell: Float64Array.of(20, 0, 0, 0, 20, 0, 0, 0, 20),
    pbc: [true, true, true] as const,
  }
  const mean = crystallinity(gas, 4.5).reduce((sum, value) => sum + value, 0) / 300
  expect(Math.abs(mean)).toBeLessThan(0.35)
  expect(crystallinity({ ...gas, numbers: Int32Array.of(18), positions: new Float64Array(3) }, 4.5)[0]).toBe(0)
})

it("what is frozen feels no force", () => {
  const engine = lennardJones()
  const moved = supercell(fcc("Ar", 5.3), [2, 2, 2])
  moved.positions[4] += 0.2
  const all = engine.evaluate(moved).forces.slice()
  const some = frozenEngine(engine, (i) => i % 2 === 1).evaluate(moved).forces
  all.forEach((force, k) => expect(some[k]).toBe(Math.floor(k / 3) % 2 === 1 ? 0 : force))
  engine.release()
})

it("a crystal that is heated expands, and takes up energy with nearly 3 k_B an atom", () => {
  const engine = lennardJones()
  const motion = startMotion(supercell(fcc("Ar", 5.25), [3, 3, 3]), engine, 1)
  drawVelocities(motion, 20)
  const options = { timestep: 5, damping: 200, pressure: 0, pressureDamping: 1500, coupling: "isotropic", compressibility: 60 } as const
  const rows = result(temperatureRamp(motion, engine, { ...options, from: 10, to: 40, steps: 3600, rows: 4 }))
  engine.release()
  expect(rows.map(({ bath }) => bath)).toEqual([10, 20, 30, 40])
  const [, second, , last] = rows
  const heat = (last.energy - second.energy) / (last.temperature - second.temperature) / boltzmann
  expect(heat).toBeGreaterThan(2.6)
  expect(heat).toBeLessThan(3.6)
  expect(last.volume / second.volume).toBeGreaterThan(1.008)
  expect(() => result(temperatureRamp(motion, engine, { ...options, from: 1, to: 2, steps: 3, rows: 4 }))).toThrow(/no ramp/)
})

// A little below the triple point of the whole potential, 0.687 ε/k_B (doi:10.1080/00268979500100921), as its attraction is cut.
it("crystal and melt side by side find the temperature at which both are stable", () => {
  const engine = lennardJones()
  const crystal = supercell(fcc("Ar", 5.3), [3, 3, 8])
  const options = { pressure: 0, timestep: 6, seed: 1, preparation: 600, steps: 2800, compressibility: 80, rounds: 3 }
  const found = result(meltingPoint(engine, crystal, { ...options, temperature: 74 }))
  engine.release()
  const reduced = (found.temperature.value * boltzmann) / epsilon
  expect(reduced).toBeGreaterThan(0.58)
  expect(reduced).toBeLessThan(0.67)
  const { solid, order, atoms } = found.rounds[found.rounds.length - 1]
  expect(atoms).toBe(288)
  expect(solid).toBeGreaterThan(0.3)
  expect(solid).toBeLessThan(0.8)
  expect(order.liquid).toBeLessThan(order.solid / 2)
})

it("says that a crystal melts by itself", () => {
  const engine = lennardJones()
  const options = { pressure: 0, timestep: 6, seed: 1, preparation: 300, steps: 400, compressibility: 80, rounds: 1 }
  const crystal = supercell(fcc("Ar", 5.3), [3, 3, 3])
  expect(() => result(meltingPoint(engine, crystal, { ...options, temperature: 170 }))).toThrow(/molten from 170 K/)
  engine.release()
})
