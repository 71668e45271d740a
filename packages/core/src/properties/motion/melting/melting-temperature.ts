import type { Estimate } from "../correlation/estimate.ts"
import type { Coexistence } from "./coexistence.ts"

/** Shares of the crystal between which both phases are there. */
const LEAST = 0.12
const MOST = 0.88
/** Whether both phases were there at the end of a run. */
export const bothLeft = ({ solid }: Coexistence): boolean => solid > LEAST && solid < MOST

/**
 * Mean temperature of runs in which both phases were left: the error of several is that of their spread, of one that of its mean and half of
 * what it still drifts.
 */
export function meltingTemperature(runs: readonly Coexistence[]): Estimate {
  if (runs.length === 1) {
    const [{ temperature, drift }] = runs
    return { ...temperature, error: temperature.error === null ? Math.abs(drift) : Math.hypot(temperature.error, drift / 2) }
  }
  const value = runs.reduce((sum, { temperature }) => sum + temperature.value, 0) / runs.length
  const squares = runs.reduce((sum, { temperature }) => sum + (temperature.value - value) ** 2, 0)
  return { value, error: Math.sqrt(squares / (runs.length - 1) / runs.length) }
}
