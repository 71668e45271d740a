import { addPrior } from "../../linalg/triangle/add-prior.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { emptyTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import { classKey } from "../../objective/data-class.ts"
import type { Objective } from "../../objective/objective.ts"
import { priorDesign, type PriorRow } from "../../objective/prior.ts"
import { columnNames, shardSetup } from "../../objective/streaming/linear-statistics.ts"
import type { ShardSetup } from "../../objective/streaming/shard-setup.ts"
import { classFactors } from "../../objective/weights.ts"
import type { Property } from "../../observables/property.ts"
import { isOneSided } from "../../potentials/regulariser.ts"
import type { Posterior } from "../posterior/posterior.ts"

/** What is known of the parameters before more data come, and what a datum of each class would weigh. Plain data. */
export interface Knowledge {
  readonly setup: ShardSetup
  /** Keys of the columns z. */
  readonly columns: readonly string[]
  /** Triangle of `[∂r/∂z | r]`, of full rank: data so far, and priors. */
  readonly joint: Triangle
  /** How many data there are so far. */
  readonly data: number
  /** By class key: 1/(σ√D) of its rows. */
  readonly classes: ReadonlyMap<string, number>
  /** The same of classes that are not there yet; 0 for properties that are not fitted. */
  readonly properties: Readonly<Record<Property, number>>
}

/** A parameter of which nothing else is known is taken to be so many times its size, at most. */
const WIDE = 100

/** α of regularisers before there are data: they are scaled so that this is a fair guess. */
const START_ALPHA = 1

/** What an objective knows before any label: its priors and regularisers, and σ as they start. */
export function knowledgeBefore(objective: Objective): Knowledge {
  const { space, priors, regularisers, pools, classes, normalisation } = objective
  const setup = shardSetup(objective)
  const declared = regularisers.flatMap(({ regulariser, alpha }): PriorRow[] => {
    // What must only not fall short says nothing while nothing is fitted.
    if (isOneSided(regulariser)) return []
    const strength = alpha === "estimate" ? (regulariser.strength ?? START_ALPHA) : alpha
    return regulariser.rows.map(({ parameters, coefficients }) => ({ parameters, coefficients, mean: 0, sigma: 1 / Math.sqrt(strength) }))
  })
  const rows = [...priors, ...declared]
  const design = priorDesign(rows, space, setup.theta, new Float64Array(rows.length))
  const sigmas = pools.map(({ start }) => start)
  const factors = classFactors(classes, pools, sigmas, normalisation)
  const joint = rows.length > 0 ? { ...triangleOf(design, rows.length, setup.width), rows: 0 } : emptyTriangle(setup.width)
  return {
    setup,
    columns: columnNames(objective),
    joint: withWidePriors(joint, setup),
    data: 0,
    classes: factors,
    properties: largest(factors),
  }
}

/** What a finished fit knows. */
export function knowledgeOf({ setup, columns, joint, classes }: Posterior): Knowledge {
  const factors = new Map(classes.map(({ group, property, factor }) => [classKey(group, property), factor]))
  const data = classes.reduce((sum, { count }) => sum + count, 0)
  return { setup, columns, joint: withWidePriors(joint, setup), data, classes: factors, properties: largest(factors) }
}

/** The triangle with a wide prior on every column, which counts where nothing else does. */
function withWidePriors(joint: Triangle, { columns, theta, scales, width }: ShardSetup): Triangle {
  const sizes = new Float64Array(width).fill(1)
  columns.forEach((column, k) => {
    if (column >= 0 && scales[k] !== 0) sizes[column] = Math.max(sizes[column], Math.abs(theta[k] / scales[k]))
  })
  return addPrior(
    joint,
    sizes.map((size) => 1 / (WIDE * size)),
  )
}

/** By property the factor of the class that is known best. */
function largest(factors: ReadonlyMap<string, number>): Readonly<Record<Property, number>> {
  const best: Record<Property, number> = { energy: 0, forces: 0, stress: 0 }
  for (const property of ["energy", "forces", "stress"] as const) {
    for (const [key, factor] of factors) if (key.startsWith(`${property}/`)) best[property] = Math.max(best[property], factor)
  }
  return best
}
