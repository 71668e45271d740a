import type { Posterior } from "../../inference/posterior/posterior.ts"
import type { Executor } from "../../kernels/executor.ts"
import { shiftTriangle } from "../../linalg/triangle/change-columns.ts"
import { mergeTriangles, triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { scaleTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import { weighedBeside } from "../../objective/beside.ts"
import type { ClassTriangles } from "../../objective/assemble-chunk.ts"
import { classKey } from "../../objective/data-class.ts"
import type { Objective } from "../../objective/objective.ts"
import { priorDesign } from "../../objective/prior.ts"
import { type Statistics, totalTriangle } from "../../objective/statistics.ts"
import { classFactors } from "../../objective/weights.ts"
import type { Fit } from "../fit.ts"
import { tailParts, withTailInformation } from "../noise/tail-information.ts"
import type { FitResult } from "../result.ts"
import type { FitState } from "../state.ts"
import { evaluatorOf } from "../work.ts"
import { posteriorAt } from "./posterior-at.ts"

/** A posterior with the triangles of its classes, all at the minimum. */
export interface IteratedPosterior {
  readonly posterior: Posterior
  /** By class key: of unit-σ rows `√weight × [∂prediction/∂z | residual]`, weighed as their noise has it. */
  readonly triangles: ClassTriangles
}

/** What an iterated fit knows where it has ended; reads no data after `concludeFit`, which has just been there. */
export async function iteratedPosterior(fit: Fit, state: FitState, executor: Executor, result: FitResult): Promise<IteratedPosterior> {
  const { objective } = fit
  const { space, pools } = objective
  const { noise } = state
  const weighed = await (await evaluatorOf(fit, executor, state)).linear(result.x)
  const parts = await tailParts(objective, executor, noise, state.sigmas)
  const statistics = withTailInformation(objective, parts, weighed)
  // Statistics are taken where profiled parameters are at their layout values.
  const step = new Float64Array(objective.setup.width)
  space.profiled.forEach((k, i) => (step[i] = result.theta[k] - statistics.theta[k]))
  const atMinimum = (triangle: Triangle): Triangle => (space.profiled.length > 0 ? shiftTriangle(triangle, step) : triangle)
  const posterior = posteriorAt(objective, {
    theta: result.theta,
    x: result.x,
    joint: atMinimum(totalTriangle(objective, statistics, state.sigmas)),
    properties: weighedProperties(objective, statistics, state.sigmas).map(({ property, triangle }) => ({
      property,
      triangle: atMinimum(triangle),
    })),
    ...besideData(objective, statistics, state.sigmas),
    sigmas: pools.map(({ classes }, p) => {
      const degrees = noise?.kind === "student-t" ? noise.degrees[p] : null
      const own = objective.classes.findIndex(({ group, property }) => classes.includes(classKey(group, property)))
      const { origin, interval } = result.classes[own]
      const tails = degrees === null ? null : { scale: 1 / state.sigmas[p], part: parts![p] }
      return { sigma: state.sigmas[p], origin, interval, degrees, tails }
    }),
    rounding: noise?.kind === "rounding",
    remarks: noise?.kind === "rounding" ? [rounded] : [],
  })
  return { posterior, triangles: new Map([...statistics.classes].map(([key, triangle]) => [key, atMinimum(triangle)])) }
}

const rounded =
  "what the digits of positions and labels leave open counts as noise; structures that are still to be labelled count as labelled where they stand, by σ alone"

/** Triangles of the data by property, in units of their σ. */
function weighedProperties(
  { classes, pools, normalisation }: Objective,
  statistics: Statistics,
  sigmas: readonly number[],
): Posterior["properties"] {
  const factors = classFactors(classes, pools, sigmas, normalisation)
  return [...Map.groupBy(classes, ({ property }) => property)].map(([property, own]) => {
    const keys = own.map(({ group }) => classKey(group, property))
    const [first, ...others] = keys.map((key) => scaleTriangle(statistics.classes.get(key)!, factors.get(key)!))
    return { property, triangle: mergeTriangles(first, ...others) }
  })
}

/** Triangles of what weighs beside the data: targets, and penalties with priors. */
function besideData(
  { pools, priors, space, setup }: Objective,
  { beside, theta }: Statistics,
  sigmas: readonly number[],
): Pick<Posterior, "targets" | "priors"> {
  const nothing = new Float64Array(0)
  const own = { ...triangleOf(priorDesign(priors, space, theta), priors.length, setup.width), rows: 0 }
  return {
    targets: weighedBeside({ pools }, { ...beside, rules: nothing }, sigmas),
    priors: mergeTriangles(own, weighedBeside({ pools }, { ...beside, targets: nothing }, sigmas)),
  }
}
