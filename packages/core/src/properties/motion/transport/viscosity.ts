import { boltzmann } from "../../../units/constants.ts"
import { correlation, type CorrelationRecord, hasSettled } from "../correlation/correlation.ts"
import type { Estimate } from "../correlation/estimate.ts"

/** A transport coefficient by a Green–Kubo integral. */
export interface GreenKuboRecord {
  /** [fs] */
  readonly time: readonly number[]
  /** The integrand divided by its value at zero. */
  readonly correlation: readonly number[]
  /** The coefficient, were the integral to end at each time. */
  readonly running: readonly number[]
  readonly runningError: readonly (number | null)[]
  /** At the longest time. */
  readonly value: Estimate
  /** Whether the second half of the time changes it by less than twice its error; `null` while no error is known. */
  readonly settled: boolean | null
  readonly origins: number
}

/** Follows pressures. */
export interface Viscosity {
  /** @param pressure Voigt xx yy zz yz xz xy [eV/Å³] */
  add(pressure: Float64Array): void
  /** Shear viscosity [eV fs/Å³]. */
  record(volume: number, temperature: number): GreenKuboRecord
}

/**
 * Shear viscosity by Green and Kubo, from all of the symmetric traceless pressure,
 *
 *     η = V/(10 k_B T) ∫₀^∞ ⟨P̊(0) : P̊(t)⟩ dt.
 *
 * P. J. Daivis and D. J. Evans, doi:10.1063/1.466970.
 *
 * @param interval between frames [fs]
 */
export function viscosity(options: { readonly interval: number; readonly lags: number; readonly stride?: number }): Viscosity {
  const products = correlation({ ...options, size: 6, parts: [{ from: 0, to: 6, scale: 0.1 }] })
  return Object.freeze({
    add([xx, yy, zz, yz, xz, xy]: Float64Array): void {
      const mean = (xx + yy + zz) / 3
      products.add((row) => {
        row[0] = xx - mean
        row[1] = yy - mean
        row[2] = zz - mean
        row[3] = Math.SQRT2 * yz
        row[4] = Math.SQRT2 * xz
        row[5] = Math.SQRT2 * xy
      })
    },
    record: (volume: number, temperature: number) => greenKubo(products.record()[0], volume / (boltzmann * temperature)),
  })
}

/** A running integral as a transport coefficient. */
export function greenKubo(found: CorrelationRecord, factor: number): GreenKuboRecord {
  const running = found.integral.map((value) => factor * value)
  const runningError = found.integralError.map((error) => (error === null ? null : factor * error))
  const last = running.length - 1
  const error = runningError[last]
  return {
    time: found.time,
    correlation: found.correlation.map((value) => value / found.correlation[0]),
    running,
    runningError,
    value: { value: running[last], error },
    settled: hasSettled(found),
    origins: found.origins,
  }
}
