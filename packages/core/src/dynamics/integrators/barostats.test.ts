import { describe, expect, it } from "vitest"
import { cellVolume } from "../../atoms/cell.ts"
import { boltzmann, gigapascal } from "../../units/constants.ts"
import { blockAverage } from "../averages/block-average.ts"
import { distribution, likelihood } from "../fixtures/distributions.ts"
import { cellEnergy, springEngine, springs } from "../fixtures/springs.ts"
import { pressureTensor, volumeOf } from "../motion/kinetic.ts"
import { startMotion } from "../motion/motion.ts"
import { drawVelocities } from "../motion/velocities.ts"
import { cellRescaling, type CellRescalingOptions } from "./cell-rescaling.ts"
import type { Integrator } from "./integrator.ts"
import { martynaTobiasKlein } from "./martyna-tobias-klein.ts"
import { type Coupling, exponentials } from "./strain.ts"

const temperature = 420
const kT = boltzmann * temperature
const pressure = 0.7 * gigapascal
const common = { timestep: 0.6, temperature, damping: 15, pressure, compressibility: 0.05 / gigapascal }
/** With the time in which the cell answers, the number of samples and the steps between them. */
const barostats: readonly (readonly [string, (options: CellRescalingOptions) => Integrator, number, number, number])[] = [
  ["Martyna, Tobias and Klein", martynaTobiasKlein, 60, 120, 120],
  ["cell rescaling", cellRescaling, 80, 200, 240],
]

function sample(integrator: Integrator, count: number, apart: number) {
  const engine = springEngine()
  const motion = startMotion(springs, engine, 11)
  drawVelocities(motion, temperature)
  integrator.init(motion)
  const volumes: number[] = []
  const excess = Array.from({ length: 6 }, () => blockAverage())
  const tensor = new Float64Array(6)
  for (let k = -20; k < count; k++) {
    for (let step = 0; step < apart; step++) {
      integrator.step(motion, engine)
      if (k < 0 || step % 8 > 0) continue
      const volume = volumeOf(motion)
      pressureTensor(motion, tensor).forEach((value, v) => excess[v].add((volume * (v < 3 ? value - pressure : value)) / kT))
    }
    if (k >= 0) volumes.push(volumeOf(motion))
  }
  return { motion, volumes, excess }
}

for (const [name, make, pressureDamping, count, apart] of barostats) {
  describe(name, () => {
    const of = (coupling: Coupling) => make({ ...common, pressureDamping, coupling })

    it("gives volumes the density exp(−(E + P V)/k_B T)", () => {
      const { volumes } = sample(of("isotropic"), count, apart)
      const before = springs.cell!
      const volume = cellVolume(before)
      const energy = (V: number) =>
        cellEnergy(
          before,
          before.map((x) => x * Math.cbrt(V / volume)),
        ).energy +
        pressure * V
      const density = (V: number) => Math.exp((energy(volume) - energy(V)) / kT)
      const cumulative = distribution(density, 0.2 * volume, 2.5 * volume)
      expect(likelihood(volumes, cumulative)).toBeGreaterThan(0.02)
      // χ² of volume fluctuations.
      const moments = [0, 1, 2].map((power) => {
        let sum = 0
        for (let V = 0.2 * volume; V < 2.5 * volume; V += volume / 2000) sum += density(V) * V ** power
        return sum
      })
      const mean = moments[1] / moments[0]
      const variance = moments[2] / moments[0] - mean * mean
      const found = volumes.reduce((sum, V) => sum + (V - mean) ** 2, 0) / volumes.length
      expect(Math.abs(found / variance - 1)).toBeLessThan(3.5 * Math.sqrt(2 / volumes.length))
    })

    for (const coupling of ["isotropic", "anisotropic", "triclinic"] as const) {
      it(`${coupling}: ⟨V (p − P)⟩ = −k_B T along each way that the cell can change`, () => {
        const { excess, motion } = sample(of(coupling), count / 2, apart)
        if (coupling === "isotropic") {
          const mean = (excess[0].mean + excess[1].mean + excess[2].mean) / 3
          expect(Math.abs(mean + 1)).toBeLessThan(4 * Math.max(...excess.slice(0, 3).map(({ error }) => error!)))
        } else {
          excess.slice(0, coupling === "triclinic" ? 6 : 3).forEach(({ mean, error }, k) => {
            expect(Math.abs(mean + (k < 3 ? 1 : 0)), `component ${k}`).toBeLessThan(4 * error!)
          })
        }
        const cell = motion.cell!
        if (coupling === "isotropic") expect(cell[1] / cell[0]).toBeCloseTo(springs.cell![1] / springs.cell![0], 9)
        if (coupling === "anisotropic") expect(cell[1]).toBe(0)
      })
    }
  })
}

describe("martynaTobiasKlein", () => {
  it("conserves what it says, four times better with half the step", () => {
    const spread = (timestep: number): number => {
      const engine = springEngine()
      const motion = startMotion(springs, engine, 8)
      drawVelocities(motion, temperature)
      const integrator = martynaTobiasKlein({ ...common, timestep, pressureDamping: 60, coupling: "triclinic" })
      integrator.init(motion)
      const start = integrator.conserved(motion)
      let most = 0
      for (let k = 0; k < 200 / timestep; k++) {
        integrator.step(motion, engine)
        most = Math.max(most, Math.abs(integrator.conserved(motion) - start))
      }
      return most
    }
    const [coarse, fine] = [spread(0.4), spread(0.2)]
    expect(coarse / fine).toBeGreaterThan(3.3)
    expect(coarse / fine).toBeLessThan(5)
  })
})

describe("cellRescaling", () => {
  it("would have ever less reason to refuse its moves, the smaller they are", () => {
    const drift = (pressureDamping: number): number => {
      const engine = springEngine()
      const motion = startMotion(springs, engine, 8)
      drawVelocities(motion, temperature)
      const integrator = cellRescaling({ ...common, timestep: 0.2, pressureDamping, coupling: "triclinic" })
      integrator.init(motion)
      const start = integrator.conserved(motion)
      for (let k = 0; k < 20_000; k++) integrator.step(motion, engine)
      return Math.abs(integrator.conserved(motion) - start)
    }
    const [large, small] = [drift(20), drift(500)]
    expect(small).toBeLessThan(0.05)
    expect(large / small).toBeGreaterThan(5)
  })
})

describe("exponentials", () => {
  it("solves ẋ = A x + b", () => {
    const A = Float64Array.of(0.05, 0.02, -0.01, 0.02, -0.04, 0.03, -0.01, 0.03, 0.02)
    const { exp, phi } = exponentials(A)
    // Against twice the half of the way.
    const half = exponentials(A.map((value) => value / 2))
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) {
        let [square, both] = [0, half.phi[3 * r + c] / 2]
        for (let k = 0; k < 3; k++) {
          square += half.exp[3 * r + k] * half.exp[3 * k + c]
          both += (half.exp[3 * r + k] * half.phi[3 * k + c]) / 2
        }
        expect(exp[3 * r + c]).toBeCloseTo(square, 15)
        expect(phi[3 * r + c]).toBeCloseTo(both, 15)
      }
    }
    expect(() => exponentials(A.map((value) => 10 * value))).toThrow(/a fifth/)
  })
})
