import { Failure } from "../../../failure/failure.ts"
import type { HeatFlux } from "../transport/heat-flux.ts"

/** How a liquid is looked at. */
export interface MeasureOptions {
  /** [fs] */
  readonly timestep: number
  readonly steps: number
  /** Steps between two looks at velocities and pressures. */
  readonly every: number
  /** How long velocities, pressures and fluxes are followed [fs]. */
  readonly window: number
  /** How long displacements are followed [fs]. */
  readonly follow: number
  /** How far g(r) reaches [Å], and S(q) [1/Å]. */
  readonly reach: number
  readonly limit: number
  /** Flux of heat, or why there is none. */
  readonly heat: HeatFlux | string
}

/** Fewer lags resolve nothing. */
const FEWEST = 10
/** About how many lags of displacements. */
const MOVES = 60

/**
 * Lags of velocities, in looks; and of displacements, with the looks between two of them.
 *
 * @throws Failure for a run that is too short for what it should follow, or times that are too short for what happens in them
 */
export function lagsOf({ timestep, steps, every, window, follow }: MeasureOptions): {
  readonly lags: number
  readonly moves: { readonly every: number; readonly lags: number }
} {
  const look = every * timestep
  for (const [what, time] of [
    ["velocities", window],
    ["displacements", follow],
  ] as const) {
    if (time < FEWEST * look) {
      throw new Failure(`${shown(time)} fs are too short to follow ${what}: there is a look every ${shown(look)} fs`, {
        advice: "take more steps, follow them longer, or look more often",
      })
    }
    if (time > (steps * timestep) / 2) {
      throw new Failure(`a run of ${shown(steps * timestep)} fs is too short to follow ${what} for ${shown(time)} fs`, {
        advice: "take more steps, or follow them less long",
      })
    }
  }
  const apart = Math.max(1, Math.floor(follow / look / MOVES))
  return { lags: Math.round(window / look), moves: { every: apart, lags: Math.round(follow / look / apart) } }
}

const shown = (value: number): string => String(Number(value.toPrecision(4)))
