import type { Structure } from "../../../atoms/structure.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { Failure } from "../../../failure/failure.ts"
import type { Estimate } from "../correlation/estimate.ts"
import type { Progress } from "../liquid/advance.ts"
import { type Coexistence, coexistence, type CoexistenceOptions } from "./coexistence.ts"

/** The melting point of a potential. */
export interface MeltingRecord {
  /** [K]; its error holds what the last run still drifts. */
  readonly temperature: Estimate
  /** [eV/Å³] */
  readonly pressure: number
  /** Runs, the last one being that of which the temperature is. */
  readonly rounds: readonly Coexistence[]
  /** At which both were prepared where everything froze, and where everything melted [K]; `null` where there was no such run. */
  readonly bounds: readonly [number | null, number | null]
}

/** How the melting point is looked for. */
export interface MeltingOptions extends CoexistenceOptions {
  /** How often both phases are prepared anew, at most. */
  readonly rounds: number
}

/** Shares of the crystal between which both phases are there. */
const LEAST = 0.12
const MOST = 0.88
/** How much cooler the next run begins where a crystal melts by itself. */
const COOLER = 0.85

/**
 * The melting point by coexistence: prepares crystal and melt at a temperature and lets them find theirs. Where a run ends without melt
 * they were too cold, without crystal too hot: the next begins between, or nearer to where the run went.
 *
 * @param crystal twice as long along z as across, or longer; its first two vectors lie across
 * @throws Failure where in no run both phases were left
 */
export function* meltingPoint(engine: ForceEngine, crystal: Structure, options: MeltingOptions): Generator<Progress, MeltingRecord> {
  let { temperature } = options
  const rounds: Coexistence[] = []
  let bounds: readonly [number | null, number | null] = [null, null]
  for (let round = 0; round < options.rounds; round++) {
    const run = yield* coexistence(engine, crystal, { ...options, temperature, seed: options.seed + round })
    if (run === null) {
      bounds = [bounds[0], temperature]
      temperature = bounds[0] === null ? COOLER * temperature : (bounds[0] + temperature) / 2
      continue
    }
    rounds.push(run)
    const { value, error } = run.temperature
    if (run.solid > LEAST && run.solid < MOST) {
      const known = error === null ? Math.abs(run.drift) : Math.hypot(error, run.drift / 2)
      return { temperature: { value, error: known }, pressure: options.pressure, rounds, bounds }
    }
    bounds =
      run.solid >= MOST ? [Math.max(temperature, bounds[0] ?? 0), bounds[1]] : [bounds[0], Math.min(temperature, bounds[1] ?? Infinity)]
    temperature = bounds[0] !== null && bounds[1] !== null ? (bounds[0] + bounds[1]) / 2 : (temperature + value) / 2
  }
  throw new Failure(`in ${options.rounds} runs crystal and melt did not stay side by side (${said(bounds)})`, {
    advice: "begin nearer to the melting point, or take a larger crystal",
  })
}

function said([froze, melted]: readonly [number | null, number | null]): string {
  const parts = [froze === null ? "" : `frozen from ${froze.toFixed(0)} K`, melted === null ? "" : `molten from ${melted.toFixed(0)} K`]
  return parts.filter(Boolean).join(", ") || "the crystal melts by itself"
}
