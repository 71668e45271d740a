import {
  type Executor,
  type ForceMessage,
  observationRange,
  predictUncertainty,
  type Structure,
  type UncertaintySetup,
} from "@luthier/core"
import type { ForceSource } from "./force-source.ts"

/** Answers with error bars beside them. */
export interface UncertainSource {
  answer(structure: Structure): Promise<ForceMessage>
}

/** Standard deviations that are sent. */
const SENT = ["posterior", "pops", "committee"] as const

/**
 * The answers of a source, with standard deviations of the energy [eV] and of the forces `[3N]` [eV/Å] as a JSON text in `extras`:
 * `energy_posterior`, `forces_posterior`, `energy_pops`, … Those that are not known or have no end are left out.
 */
export function uncertainSource(source: ForceSource, bars: UncertaintySetup, executor: Executor): UncertainSource {
  return {
    async answer(structure) {
      const plain = source.answer(structure)
      // The source's arrays are of memory that the error bars may make grow.
      const message = { ...plain, forces: plain.forces.slice() }
      const weights = { energy: 1, forces: 1, stress: 1 }
      const configuration = { structure, group: "default", weights, origin: { file: "server", frame: 0 } }
      const [own] = await predictUncertainty(bars, [configuration], executor)
      const atoms = structure.numbers.length
      const deviations: Record<string, number | readonly number[]> = {}
      for (const name of SENT) {
        const part = (property: "energy" | "forces"): readonly number[] => Array.from(own[name].slice(...observationRange(property, atoms)))
        const [energy] = part("energy")
        if (Number.isFinite(energy)) deviations[`energy_${name}`] = energy * atoms
        const forces = part("forces")
        if (forces.every(Number.isFinite)) deviations[`forces_${name}`] = forces
      }
      return { ...message, extras: JSON.stringify(deviations) }
    },
  }
}
