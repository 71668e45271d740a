import type { Configuration } from "../../atoms/structure.ts"
import type { Objective } from "../../objective/objective.ts"

/** Stands for zero: a configuration of no weight at all would not be there, and its class might have no data then. */
const NEXT_TO_NOTHING = 1e-100

/** The same objective with other weights of its configurations: each counts `weights[i]` times as much as it did. */
export function reweightedObjective(objective: Objective, weights: ArrayLike<number>): Objective {
  const configurations = Array.from(objective.setup.configurations, (configuration, i) =>
    weighed(configuration, Math.max(weights[i], NEXT_TO_NOTHING)),
  )
  return { ...objective, setup: { ...objective.setup, configurations } }
}

function weighed(configuration: Configuration, weight: number): Configuration {
  const { energy, forces, stress } = configuration.weights
  return { ...configuration, weights: { energy: weight * energy, forces: weight * forces, stress: weight * stress } }
}
