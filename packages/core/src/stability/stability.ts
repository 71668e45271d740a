import type { ConfigurationList } from "../atoms/configuration-list.ts"
import { shortestDistances } from "../atoms/shortest-distances.ts"
import type { Potential } from "../potentials/potential.ts"
import { boltzmann } from "../units/constants.ts"
import { groundsOf } from "./ground.ts"
import { runTrial, type TrialOptions } from "./run-trial.ts"
import type { StabilitySettings } from "./schema.ts"
import type { TrialResult } from "./trial.ts"
import { trialsOf } from "./trials.ts"

/** k_B T of melting beside the cohesive energy. */
const MELTS = 0.032

/** What became of matter that was set in motion. */
export interface StabilityReport {
  readonly passed: boolean
  readonly settings: StabilitySettings
  readonly crystals: readonly {
    readonly name: string
    /** [Å³ per atom] */
    readonly volume: number
    /** [eV per atom] */
    readonly binding: number
    /** [K] */
    readonly melting: number
  }[]
  readonly trials: readonly TrialResult[]
  /** What could not be tried, in words. */
  readonly notices: readonly string[]
}

/** What the suite is told beside the potential. */
export interface StabilityOptions extends TrialOptions {
  /** Data that the potential is meant for: no state of matter that they hold is a collapse. */
  readonly data?: ConfigurationList
  /** Shortest distances by pair of elements, such as `Al-Ti` [Å]; those of the data unless given. */
  readonly shortest?: Readonly<Record<string, number>>
  /** Called before each trial, with the number of all. */
  readonly onTrial?: (name: string, index: number, count: number) => void
}

/**
 * Sets matter in motion that the potential has to bear whatever it was fitted to: crystals at constant energy at several temperatures, crystals
 * that melt at constant volume and at zero pressure, crystals compressed to half their volume, surfaces, and atoms from random places. A
 * trial fails when energies stop being numbers, matter collapses to far below the lowest crystal of its density, heats up by itself, two atoms come to lie
 * on each other, an atom is lost, a volume runs away, or what should be conserved drifts.
 *
 * Melting temperatures are estimated, unless given, from cohesive energies, `k_B T = 0.032 E`: F. Guinea, J. H. Rose, J. R. Smith and
 * J. Ferrante, doi:10.1063/1.94549.
 */
export async function tryStability(
  potential: Potential,
  theta: Float64Array,
  settings: StabilitySettings,
  options: StabilityOptions = {},
): Promise<StabilityReport> {
  const { data = [], onTrial } = options
  const model = { potential, theta }
  const grounds = groundsOf(model, data, options.shortest ?? shortestDistances(data))
  const meltingOf = (binding: number): number => (settings.melting === "auto" ? (MELTS * binding) / boltzmann : settings.melting)
  const trials = grounds.flatMap((ground) => trialsOf(model, ground, meltingOf(ground.binding), settings))
  const results: TrialResult[] = []
  for (const [index, trial] of trials.entries()) {
    onTrial?.(trial.name, index, trials.length)
    results.push(await runTrial(potential, theta, trial, options))
  }
  return {
    passed: results.every(({ passed }) => passed),
    settings,
    crystals: grounds.map(({ name, volume, binding }) => ({ name, volume, binding, melting: meltingOf(binding) })),
    trials: results,
    notices: grounds.length === 0 ? ["the potential binds no simple crystal: there is nothing to set in motion"] : [],
  }
}
