import { expect, it } from "vitest"
import { massOf } from "../../../atoms/elements.ts"
import { crystalOf } from "../../crystal/crystal-of.ts"
import { kineticEnergy, temperatureOf } from "../../../dynamics/motion/kinetic.ts"
import { freedomOf } from "../../../dynamics/motion/velocities.ts"
import { boltzmann, gigapascal } from "../../../units/constants.ts"
import { argon, lennardJones, result, sigma, thetaOf } from "../fixtures/lennard-jones.ts"
import { liquidParts } from "../parts/liquid-parts.ts"
import { millipascalSecond, nanoDiffusion } from "../parts/units.ts"
import { heatFlux } from "../transport/heat-flux.ts"
import { measureLiquid } from "./measure-liquid.ts"
import { lagsOf, type MeasureOptions } from "./measure-options.ts"
import { prepareLiquid } from "./prepare-liquid.ts"
import { softness } from "./softness.ts"
import { startingCell } from "./starting-cell.ts"

// 94.4 K and 1.374 g/cm³ (doi:10.1103/PhysRev.136.A405).
const temperature = 94.4
const lattice = Math.cbrt((4 * massOf(18)) / 6.02214076e23 / 1.374) * 1e8
const solid = crystalOf({ prototype: "fcc", elements: ["Ar"], a: lattice })

it("liquid argon is what Rahman found it to be", () => {
  const engine = lennardJones()
  const start = startingCell(solid, 256)
  expect(start.numbers.length).toBe(256)
  const making = { temperature, pressure: null, timestep: 8, seed: 3, hot: 300, preparation: 400, compressibility: 80 }
  const looking: MeasureOptions = {
    ...{ timestep: 8, steps: 3200, every: 5, window: 1600, follow: 4000, reach: 12, limit: 6 },
    heat: heatFlux(argon, thetaOf(argon), start.numbers),
  }
  const prepared = result(prepareLiquid(engine, start, making, 12))
  const record = result(measureLiquid(engine, prepared, looking))
  engine.release()
  const kelvins = record.temperature
  expect(Math.abs(kelvins.value - temperature)).toBeLessThan(4)
  const [own] = record.displacements
  const [velocities] = record.velocities
  // Both routes to D, from one trajectory.
  expect(Math.abs(own.diffusion.value - velocities.diffusion.value)).toBeLessThan(
    3 * Math.hypot(own.diffusion.error!, velocities.diffusion.error!),
  )
  expect(velocities.correlation[0] / ((3 * boltzmann * kelvins.value) / (record.mass / 256))).toBeCloseTo((3 * 256 - 3) / (3 * 256), 1)
  // His 864 atoms: 2.43e-5 cm²/s, of which this size and this temperature take a little.
  const found = own.diffusion.value * nanoDiffusion
  expect(found).toBeGreaterThan(1.9)
  expect(found).toBeLessThan(2.8)
  expect(record.finiteSize!.value / own.diffusion.value).toBeGreaterThan(0.05)
  expect(record.finiteSize!.value / own.diffusion.value).toBeLessThan(0.25)
  // First peak at 3.7 Å with 2.8 or so, first minimum at 5.1 Å; S(q) highest at 2 /Å.
  const [{ g }] = record.distances.pairs
  const peak = g.indexOf(Math.max(...g))
  expect(record.distances.r[peak]).toBeCloseTo(3.7, 0)
  expect(g[peak]).toBeGreaterThan(2.5)
  expect(g[peak]).toBeLessThan(3.1)
  expect(record.shells[0] / sigma).toBeGreaterThan(1.4)
  expect(record.shells[0] / sigma).toBeLessThan(1.65)
  const highest = record.waves.q[record.waves.total.indexOf(Math.max(...record.waves.total))]
  expect(Math.abs(highest - 2)).toBeLessThan(0.15)
  expect(record.viscosity.value.value * millipascalSecond).toBeGreaterThan(0.1)
  expect(record.viscosity.value.value * millipascalSecond).toBeLessThan(0.5)
  expect(typeof record.conductivity).toBe("object")

  const parts = liquidParts(record)
  expect(parts.map(({ name }) => name)).toEqual(["state", "structure", "diffusion", "flow"])
  const value = (key: string) => parts.flatMap(({ values }) => values).find((property) => property.key === key)!.value!
  expect(value("state.density")).toBeCloseTo(1.374, 7)
  expect(value("D.Ar.displacements")).toBeCloseTo(found, 9)
  expect(value("D.Ar.infinite")).toBeGreaterThan(found)
})

it("a prepared liquid has the energy of its temperature and the volume of its pressure", () => {
  const engine = lennardJones()
  const start = startingCell(solid, 108)
  const making = { temperature: 110, pressure: 0.1 * gigapascal, timestep: 8, seed: 1, hot: 330, preparation: 300, compressibility: 60 }
  const { motion, distances } = result(prepareLiquid(engine, start, making, 8))
  engine.release()
  expect(distances.frames).toBe(30)
  const kelvin = temperatureOf(kineticEnergy(motion), freedomOf(motion, true))
  expect(Math.abs(kelvin - 110)).toBeLessThan(25)
  expect(motion.cell![0]).toBe(motion.cell![4])
  expect(motion.cell![0]).not.toBe(start.cell![0])
})

it("a crystal yields as its pressures say", () => {
  const engine = lennardJones()
  const at = (a: number) => softness(engine, startingCell(crystalOf({ prototype: "fcc", elements: ["Ar"], a }), 108))
  // Argon at rest has about 3 GPa, and yields less when it is pressed together.
  const stiffness = 1 / at(5.25) / gigapascal
  expect(stiffness).toBeGreaterThan(2)
  expect(stiffness).toBeLessThan(4.5)
  expect(at(5)).toBeLessThan(at(5.25))
  expect(at(9) * gigapascal).toBe(0.01)
  engine.release()
})

it("refuses what is too short before anything moves", () => {
  const options = { timestep: 2, steps: 1000, every: 5, window: 200, follow: 500, reach: 8, limit: 5, heat: "" }
  expect(lagsOf(options)).toEqual({ lags: 20, moves: { every: 1, lags: 50 } })
  expect(() => lagsOf({ ...options, window: 90 })).toThrow(/90 fs are too short to follow velocities/)
  expect(() => lagsOf({ ...options, follow: 1200 })).toThrow(/a run of 2000 fs is too short to follow displacements for 1200 fs/)
})
