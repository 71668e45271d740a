import type { Potential } from "../../potentials/potential.ts"
import type { Objective } from "../objective.ts"
import { linearBeside } from "../penalties/design.ts"
import { createTargetSet } from "./target-set.ts"

/** The objective without targets of its potential, its data the same. */
export function withoutTargets(objective: Objective, potential: Potential): Objective {
  const targets = createTargetSet(potential, [])
  const penalties = objective.penalties.filter((penalty) => penalty !== objective.targets.penalty)
  return { ...objective, targets, penalties, linear: linearBeside(penalties, objective.space) }
}
