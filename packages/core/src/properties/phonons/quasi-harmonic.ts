import { boltzmann } from "../../units/constants.ts"
import { energyOfState, fitEquationOfState } from "../bulk/equation-of-state.ts"
import { harmonicAt } from "./harmonic.ts"
import type { Spectrum } from "./spectrum.ts"

/** A crystal of one volume: its energy at rest, and how it vibrates. */
export interface VibratingCrystal {
  /** [Å³/atom] */
  readonly volume: number
  /** [eV/atom] */
  readonly energy: number
  readonly spectrum: Spectrum
}

/** A crystal at a temperature, without pressure. */
export interface WarmCrystal {
  /** [K] */
  readonly temperature: number
  /** [Å³/atom] */
  readonly volume: number
  /** α = (1/V) dV/dT [1/K] */
  readonly expansion: number
  /** Isothermal [eV/Å³]. */
  readonly bulkModulus: number
  /** C_V and C_p = C_V + α²B_T V T [eV/K/atom]. */
  readonly heatCapacity: { readonly volume: number; readonly pressure: number }
  /** γ = α B_T V/C_V; NaN at 0 K. */
  readonly grueneisen: number
  /** How far free energies lie off the form, root mean square [eV/atom]. */
  readonly misfit: number
}

/** Steps of dV/dT [K]. */
const STEP = 2

/**
 * The volume of least free energy `F(V, T) = E(V) + F_vib(V, T)` and what follows from it, F at each temperature the Birch–Murnaghan form
 * through the volumes (the quasi-harmonic approximation; doi:10.1103/PhysRevB.81.174301); undefined where that volume lies beyond
 * those given.
 */
export function quasiHarmonicAt(crystals: readonly VibratingCrystal[], temperature: number): WarmCrystal | undefined {
  const volumes = crystals.map(({ volume }) => volume)
  const energiesAt = (T: number): readonly number[] =>
    crystals.map(({ energy, spectrum }) => energy + harmonicAt(spectrum, Math.max(T, 0)).freeEnergy)
  const fitAt = (T: number) => fitEquationOfState("Birch–Murnaghan", volumes, energiesAt(T))
  const state = fitAt(temperature)
  const { volume, bulkModulus } = state
  if (!(volume > Math.min(...volumes) && volume < Math.max(...volumes))) return undefined
  // Even in T at 0 K, where all vibrations are at rest.
  const slope = (fitAt(temperature + STEP).volume - fitAt(Math.abs(temperature - STEP)).volume) / (2 * STEP)
  const expansion = slope / volume
  const heat = heatCapacityAt(crystals, volume, temperature)
  const errors = energiesAt(temperature).map((energy, k) => energy - energyOfState("Birch–Murnaghan", state, volumes[k]))
  return {
    temperature,
    misfit: Math.hypot(...errors) / Math.sqrt(errors.length),
    volume,
    expansion,
    bulkModulus,
    heatCapacity: { volume: heat, pressure: heat + expansion ** 2 * bulkModulus * volume * temperature },
    grueneisen: heat > 1e-6 * boltzmann ? (expansion * bulkModulus * volume) / heat : Number.NaN,
  }
}

/** C_V at a volume, by the line between the neighbours of it. */
function heatCapacityAt(crystals: readonly VibratingCrystal[], volume: number, temperature: number): number {
  const above = Math.max(
    1,
    crystals.findIndex((one) => one.volume >= volume),
  )
  const [low, high] = [crystals[above - 1], crystals[above]]
  const part = (volume - low.volume) / (high.volume - low.volume)
  return (1 - part) * harmonicAt(low.spectrum, temperature).heatCapacity + part * harmonicAt(high.spectrum, temperature).heatCapacity
}
