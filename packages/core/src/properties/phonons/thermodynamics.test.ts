import { describe, expect, test } from "vitest"
import { parameterValues } from "../../potentials/parameters.ts"
import { boltzmann, planck } from "../../units/constants.ts"
import { energyOfState } from "../bulk/equation-of-state.ts"
import { equilibriumOf } from "../bulk/equilibrium.ts"
import { crystalOf } from "../crystal/crystal-of.ts"
import { argon } from "../fixtures/potentials.ts"
import { pointAt } from "../point.ts"
import { densityOfStates } from "./density-of-states.ts"
import { forceConstants } from "./force-constants.ts"
import { harmonicAt } from "./harmonic.ts"
import { quasiHarmonicAt } from "./quasi-harmonic.ts"
import { type Spectrum, spectrumOn } from "./spectrum.ts"
import { vibrationsOf } from "./vibrations.ts"
import { divisionsOf, waveMesh } from "./wave-mesh.ts"

/** All atoms vibrate alike. */
function einstein(frequency: number): Spectrum {
  return { frequencies: new Float64Array(3).fill(frequency), weights: Float64Array.of(1), branches: 3 }
}

describe("argon", () => {
  const point = pointAt(argon, parameterValues(argon.parameters))
  const { structure, operations } = equilibriumOf(point, crystalOf({ prototype: "hcp", elements: ["Ar"], a: 3.8 }))
  const cell = structure.cell ?? new Float64Array(9)
  const vibrations = vibrationsOf(forceConstants(point, structure, operations))

  test("waves that symmetry leaves stand for all of the mesh", () => {
    const [few, all] = [operations, operations.slice(0, 1)].map((group) => waveMesh(cell, group, [6, 6, 4]))
    // Seven in the plane of a hexagonal zone times three along its axis; time reversal alone pairs all but the eight with q = −q.
    expect(few.weights.length).toBe(21)
    expect(all.weights.length).toBe((144 + 8) / 2)
    expect(few.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    const moments = [few, all].map((mesh) => {
      const { frequencies, weights } = spectrumOn(vibrations, mesh)
      return [1, 2, 3].map((power) => frequencies.reduce((sum, f, k) => sum + weights[Math.floor(k / 6)] * f ** power, 0))
    })
    moments[0].forEach((moment, k) => expect(moment / moments[1][k]).toBeCloseTo(1, 7))
  })

  test("the density of states holds three states an atom, and their mean frequency", () => {
    const spectrum = spectrumOn(vibrations, waveMesh(cell, operations, divisionsOf(cell, 0.02)))
    const { frequencies, values } = densityOfStates(spectrum, 2000)
    const step = frequencies[1] - frequencies[0]
    const sum = (weigh: (f: number) => number): number =>
      values.reduce((total, value, k) => total + value * weigh(frequencies[k]) * step, 0)
    expect(sum(() => 1)).toBeCloseTo(3, 2)
    const mean = spectrum.frequencies.reduce((total, f, k) => total + (spectrum.weights[Math.floor(k / 6)] * f) / 2, 0)
    expect(sum((f) => f) / mean).toBeCloseTo(1, 3)
  })
})

test("one oscillator: F = ½ħω at 0 K, S = −dF/dT, C = T dS/dT, and 3k when hot", () => {
  const spectrum = einstein(6.3)
  expect(harmonicAt(spectrum, 0).freeEnergy).toBeCloseTo(1.5 * planck * 6.3e-3, 12)
  const [T, h] = [173, 0.02]
  const [before, here, after] = [T - h, T, T + h].map((temperature) => harmonicAt(spectrum, temperature))
  expect(here.entropy / (-(after.freeEnergy - before.freeEnergy) / (2 * h))).toBeCloseTo(1, 7)
  expect(here.heatCapacity / ((T * (after.entropy - before.entropy)) / (2 * h))).toBeCloseTo(1, 6)
  expect(harmonicAt(spectrum, 20_000).heatCapacity / (3 * boltzmann)).toBeCloseTo(1, 4)
})

test("frequencies that fall as V^−γ give Grüneisen's γ, and a volume without pressure", () => {
  const γ = 1.83
  const rest = { energy: -3.1, volume: 16.4, bulkModulus: 0.71, derivative: 4.6 }
  const nu = (volume: number): number => 5.2 * (volume / rest.volume) ** -γ
  const crystals = Array.from({ length: 9 }, (_, k) => {
    const volume = rest.volume * (0.97 + 0.0125 * k)
    return { volume, energy: energyOfState("Birch–Murnaghan", rest, volume), spectrum: einstein(nu(volume)) }
  })
  const T = 411
  const warm = quasiHarmonicAt(crystals, T)
  if (!warm) throw new Error("the crystal is gone")
  expect(warm.grueneisen).toBeCloseTo(γ, 2)
  // −dE/dV + γ U/V = 0, U the energy of the vibrations.
  const h = 1e-3
  const pull = (energyOfState("Birch–Murnaghan", rest, warm.volume + h) - energyOfState("Birch–Murnaghan", rest, warm.volume - h)) / (2 * h)
  const { freeEnergy, entropy } = harmonicAt(einstein(nu(warm.volume)), T)
  expect((γ * (freeEnergy + T * entropy)) / warm.volume / pull).toBeCloseTo(1, 2)
  expect(warm.misfit).toBeLessThan(1e-5)
  expect(warm.heatCapacity.pressure).toBeGreaterThan(warm.heatCapacity.volume)
  expect(quasiHarmonicAt(crystals, 0)?.expansion).toBe(0)
  expect(quasiHarmonicAt(crystals, 1e5)).toBeUndefined()
})
