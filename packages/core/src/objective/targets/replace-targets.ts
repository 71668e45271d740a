import type { Target } from "../../properties/targets/targets.ts"
import type { Potential } from "../../potentials/potential.ts"
import type { Objective } from "../objective.ts"
import { linearBeside } from "../penalties/design.ts"
import { createTargetSet } from "./target-set.ts"

/** The objective with other targets of its potential, its data the same. */
export function replaceTargets(objective: Objective, potential: Potential, targets: readonly Target[]): Objective {
  const set = createTargetSet(potential, targets)
  const others = objective.penalties.filter((penalty) => penalty !== objective.targets.penalty)
  const penalties = targets.length > 0 ? [...others, set.penalty] : others
  return { ...objective, targets: set, penalties, linear: linearBeside(penalties, objective.space) }
}
