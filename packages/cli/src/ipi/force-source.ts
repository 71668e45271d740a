import { baselineEnergy, type ForceMessage, potentialEngine, type Structure, virial } from "@luthier/core"
import type { FittedPotential } from "../run/potential-file.ts"

/** Answers for structures whose atoms move. */
export interface ForceSource {
  /** The arrays hold until the next call. */
  answer(structure: Structure): ForceMessage
  release(): void
}

/**
 * The answers of a fitted potential: energies with those of free atoms and offsets, as `luthier evaluate` gives them, and virials of the
 * potential alone, without the constant stresses that were fitted beside it.
 */
export function forceSource({ potential, baseline, theta }: FittedPotential): ForceSource {
  const engine = potentialEngine(potential, theta)
  return {
    answer(structure) {
      const { energy, forces, virial: w } = engine.evaluate(structure)
      const atoms = structure.numbers.length
      const constant = atoms * baselineEnergy(baseline, structure, theta, potential.parameters.length)
      return { kind: "force", energy: energy + constant, forces, virial: virial(w), extras: "" }
    },
    release: () => engine.release(),
  }
}
