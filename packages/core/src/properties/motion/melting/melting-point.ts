import type { Structure } from "../../../atoms/structure.ts"
import type { ForceEngine } from "../../../dynamics/force-engine/force-engine.ts"
import { Failure } from "../../../failure/failure.ts"
import type { Estimate } from "../correlation/estimate.ts"
import type { Progress } from "../liquid/advance.ts"
import { type Coexistence, coexistence, type CoexistenceOptions } from "./coexistence.ts"
import { bothLeft, meltingTemperature } from "./melting-temperature.ts"

/** The melting point of a potential. */
export interface MeltingRecord {
  /** Mean over the runs in which both phases were left [K]; its error is that of their spread, or of the one run and what it still drifts. */
  readonly temperature: Estimate
  /** [eV/Å³] */
  readonly pressure: number
  /** All runs in which the crystal bore the temperature. */
  readonly rounds: readonly Coexistence[]
  /** At which both were prepared where everything froze, and where everything melted [K]; `null` where there was no such run. */
  readonly bounds: readonly [number | null, number | null]
}

/** How the melting point is looked for. */
export interface MeltingOptions extends CoexistenceOptions {
  /** How often both phases are prepared anew, at most, before they stay side by side. */
  readonly rounds: number
  /** Runs in which they do. */
  readonly repeats: number
}

/** How much cooler the next run begins where a crystal melts by itself. */
const COOLER = 0.85

/**
 * The melting point by coexistence: prepares crystal and melt at a temperature and lets them find theirs. Where a run ends without melt
 * they were too cold, without crystal too hot: the next begins between, or nearer to where the run went. Repeated runs begin where those before
 * them ended.
 *
 * @param crystal twice as long along z as across, or longer; its first two vectors lie across
 * @throws Failure where too seldom both phases were left
 */
export function* meltingPoint(engine: ForceEngine, crystal: Structure, options: MeltingOptions): Generator<Progress, MeltingRecord> {
  const { pressure, repeats } = options
  let { temperature } = options
  const rounds: Coexistence[] = []
  let bounds: readonly [number | null, number | null] = [null, null]
  for (let round = 0; round < options.rounds + repeats - 1; round++) {
    const run = yield* coexistence(engine, crystal, { ...options, temperature, seed: options.seed + round })
    if (run === null) {
      bounds = [bounds[0], temperature]
      temperature = bounds[0] === null ? COOLER * temperature : (bounds[0] + temperature) / 2
      continue
    }
    rounds.push(run)
    const good = rounds.filter(bothLeft)
    if (good.length === repeats) return { temperature: meltingTemperature(good), pressure, rounds, bounds }
    if (good.length > 0) {
      temperature = meltingTemperature(good).value
      continue
    }
    bounds =
      run.solid > 0.5 ? [Math.max(temperature, bounds[0] ?? 0), bounds[1]] : [bounds[0], Math.min(temperature, bounds[1] ?? Infinity)]
    temperature = bounds[0] !== null && bounds[1] !== null ? (bounds[0] + bounds[1]) / 2 : (temperature + run.temperature.value) / 2
  }
  const stayed = rounds.filter(bothLeft).length
  throw new Failure(
    `in ${options.rounds + repeats - 1} runs crystal and melt stayed side by side ${stayed === 0 ? "never" : `${stayed} times`}${said(bounds)}`,
    { advice: "begin nearer to the melting point, or take a larger crystal" },
  )
}

function said([froze, melted]: readonly [number | null, number | null]): string {
  const parts = [froze === null ? "" : `frozen from ${froze.toFixed(0)} K`, melted === null ? "" : `molten from ${melted.toFixed(0)} K`]
  const known = parts.filter(Boolean).join(", ")
  return known === "" ? "" : `: ${known}`
}
