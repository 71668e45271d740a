import { expect, it } from "vitest"
import { massOf } from "../../../atoms/elements.ts"
import { langevin } from "../../../dynamics/integrators/langevin.ts"
import { velocityVerlet } from "../../../dynamics/integrators/velocity-verlet.ts"
import { startMotion } from "../../../dynamics/motion/motion.ts"
import { drawVelocities } from "../../../dynamics/motion/velocities.ts"
import { boltzmann, kineticUnit } from "../../../units/constants.ts"
import { atomsOf, tiedEngine } from "../fixtures/free-atoms.ts"
import { displacements } from "./displacements.ts"
import { finiteSizeCorrection } from "./finite-size.ts"
import { velocityCorrelation } from "./velocity-correlation.ts"
import { vibrationalSpectrum } from "./vibrational-spectrum.ts"

it("free atoms with friction diffuse as k_B T τ/m, by Einstein and by their velocities, and forget these exponentially", () => {
  const [temperature, damping, timestep] = [420, 60, 6]
  const start = atomsOf({ 6: 40, 18: 50 })
  const engine = tiedEngine(0, start.positions)
  const motion = startMotion({ ...start, numbers: start.numbers.toReversed() }, engine, 3)
  drawVelocities(motion, temperature, false)
  const integrator = langevin({ timestep, temperature, damping })
  const { numbers } = motion
  const far = displacements({ numbers, interval: 2 * timestep, lags: 60, stride: 5 })
  const velocities = velocityCorrelation({ numbers, interval: timestep, lags: 80, stride: 4 })
  for (let step = 0; step < 9000; step++) {
    integrator.step(motion, engine)
    velocities.add(motion.velocities)
    if (step % 2 === 0) far.add(motion.positions)
  }
  const forget = velocities.record()
  far.record().forEach(({ element, diffusion, squared, time, fit }, e) => {
    const exact = (boltzmann * temperature * damping) / (massOf(element) * kineticUnit)
    expect(element).toBe([6, 18][e])
    expect(fit).toEqual([216, 720])
    for (const { value, error } of [diffusion, forget[e].diffusion]) {
      expect(error! / exact).toBeLessThan(0.04)
      expect(Math.abs(value - exact)).toBeLessThan(4 * error! + 0.003 * exact)
    }
    // ⟨Δr²⟩ = 6 D (t − τ (1 − exp(−t/τ)))
    for (const k of [3, 20, 60]) {
      expect(squared[k] / (6 * exact * (time[k] - damping * -Math.expm1(-time[k] / damping)))).toBeCloseTo(1, 1)
    }
    const { correlation, origins } = forget[e]
    expect(origins).toBe(Math.floor((9000 - 81) / 4) + 1)
    for (const k of [0, 10, 20]) expect(correlation[k] / (3 * exact)).toBeCloseTo(Math.exp((-k * timestep) / damping) / damping, 3)
  })
})

it("tied atoms vibrate at their frequencies, three times each, whatever their amplitude", () => {
  const [stiffness, timestep, lags] = [1.7, 1, 1200]
  const start = atomsOf({ 14: 12 })
  const engine = tiedEngine(stiffness, start.positions)
  const motion = startMotion(start, engine, 5)
  drawVelocities(motion, 50)
  const velocities = velocityCorrelation({ numbers: motion.numbers, interval: timestep, lags })
  const integrator = velocityVerlet(timestep)
  for (let step = 0; step < 1900; step++) {
    integrator.step(motion, engine)
    velocities.add(motion.velocities)
  }
  const { frequency, density } = vibrationalSpectrum(velocities.record()[0])
  const exact = (1000 / (2 * Math.PI)) * Math.sqrt(stiffness / (massOf(14) * kineticUnit))
  const spacing = frequency[1]
  const all = density.reduce((sum, value, k) => sum + (k === 0 || k === lags ? value / 2 : value), 0) * spacing
  expect(all).toBeCloseTo(3, 9)
  const mean = density.reduce((sum, value, k) => sum + (Math.abs(frequency[k] - exact) < 3 * spacing ? value * frequency[k] : 0), 0)
  const near = density.reduce((sum, value, k) => sum + (Math.abs(frequency[k] - exact) < 3 * spacing ? value : 0), 0)
  expect(Math.abs(mean / near - exact)).toBeLessThan(0.3 * spacing)
  expect(near * spacing).toBeGreaterThan(2.9)
})

it("the correction for images is that of a cube, and of nothing else", () => {
  const cube = Float64Array.of(0, 20, 0, 20, 0, 0, 0, 0, 20)
  const viscosity = { value: 2, error: 0.1 }
  const correction = finiteSizeCorrection(viscosity, 300, cube)
  expect(correction!.value).toBeCloseTo((2.837297 * boltzmann * 300) / (6 * Math.PI * 2 * 20), 12)
  expect(correction!.error! / correction!.value).toBeCloseTo(0.05, 12)
  expect(finiteSizeCorrection(viscosity, 300, Float64Array.of(20, 0, 0, 0, 20, 0, 0, 0, 21))).toBeUndefined()
  expect(finiteSizeCorrection(viscosity, 300, Float64Array.of(20, 0, 0, 3, 20, 0, 0, 0, 20))).toBeUndefined()
})
