import type { Posterior, PosteriorClass } from "../../inference/posterior/posterior.ts"
import { classKey } from "../../objective/data-class.ts"
import type { Objective } from "../../objective/objective.ts"
import { columnNames, shardSetup } from "../../objective/streaming/linear-statistics.ts"
import { classFactors } from "../../objective/weights.ts"
import { propertyUnits } from "../../observables/property.ts"

/** The minimum that a posterior is of, and what is known there. */
export interface PosteriorPoint extends Pick<Posterior, "x" | "joint" | "properties" | "targets" | "priors" | "rounding" | "remarks"> {
  /** Of potential and baseline. */
  readonly theta: Float64Array
  /** By pool of classes. */
  readonly sigmas: readonly Pick<PosteriorClass, "sigma" | "interval" | "origin" | "degrees" | "tails">[]
}

/** The posterior of an objective at its minimum. */
export function posteriorAt(objective: Objective, { theta, sigmas, ...known }: PosteriorPoint): Posterior {
  const { space, classes, pools, normalisation } = objective
  const factors = classFactors(
    classes,
    pools,
    sigmas.map(({ sigma }) => sigma),
    normalisation,
  )
  return {
    setup: shardSetup(objective, Array.from(theta)),
    columns: columnNames(objective),
    profiled: space.profiled.length,
    classes: classes.map(({ property, group, count }): PosteriorClass => {
      const key = classKey(group, property)
      const pool = pools.findIndex((one) => one.classes.includes(key))
      return { property, group, count, unit: propertyUnits[property], factor: factors.get(key)!, ...sigmas[pool] }
    }),
    held: objective.description.held ?? [],
    ...known,
  }
}
