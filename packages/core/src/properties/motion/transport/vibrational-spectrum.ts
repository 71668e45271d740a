import type { CorrelationRecord } from "../correlation/correlation.ts"

/** Vibrations of an atom by frequency. */
export interface SpectrumRecord {
  /** [THz] */
  readonly frequency: readonly number[]
  /** Density of vibrations, three in all [1/THz]. */
  readonly density: readonly number[]
}

/** fs · THz */
const PER_TERAHERTZ = 1e-3

/**
 * Power spectrum of velocities: with c(t) their autocorrelation divided by its value at zero,
 *
 *     g(ν) = 12 ∫₀^∞ c(t) cos(2π ν t) dt,  ∫₀^∞ g dν = 3,  g(0) = 12 m D/(k_B T).
 *
 * Times end at t_max, where Hann's window `cos²(π t/2 t_max)` has brought c to zero: lines are as wide as 1/t_max, and their areas stay.
 * For several elements g is the mean over atoms. S.-T. Lin, M. Blanco and W. A. Goddard, doi:10.1063/1.1624057.
 */
export function vibrationalSpectrum({ time, correlation }: Pick<CorrelationRecord, "time" | "correlation">): SpectrumRecord {
  const last = time.length - 1
  const interval = (time[last] / last) * PER_TERAHERTZ
  const damped = correlation.map((value, k) => (value / correlation[0]) * Math.cos((Math.PI * k) / last / 2) ** 2)
  const density = damped.map((_, j) => {
    let sum = 0.5 * damped[0]
    for (let k = 1; k < last; k++) sum += damped[k] * Math.cos((Math.PI * j * k) / last)
    return 12 * interval * sum
  })
  return { frequency: damped.map((_, j) => j / (2 * last * interval)), density }
}
