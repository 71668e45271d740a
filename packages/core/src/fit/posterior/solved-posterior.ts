import type { Posterior } from "../../inference/posterior/posterior.ts"
import { shiftTriangle } from "../../linalg/triangle/change-columns.ts"
import { mergeInto, mergeTriangles } from "../../linalg/triangle/combine-rows.ts"
import { emptyTriangle, scaleTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { Objective } from "../../objective/objective.ts"
import { properties } from "../../observables/property.ts"
import { oneSidedRows } from "../../solve/linear/one-sided/add-one-sided.ts"
import type { OneSidedRow } from "../../solve/linear/one-sided/lift.ts"
import { addPenalty } from "../../solve/linear/stack-system.ts"
import type { LinearSystem } from "../../solve/linear/system.ts"
import type { LinearSolution } from "../linear/solve-system.ts"
import { tailInformation } from "../noise/tail-information.ts"
import { tailPart } from "../noise/tail-part.ts"
import { withPenalties } from "../linear/with-penalties.ts"
import { posteriorAt, type PosteriorPoint } from "./posterior-at.ts"

/** A linear system where it has been solved. */
export interface SolvedSystem extends Pick<PosteriorPoint, "theta" | "x"> {
  readonly system: LinearSystem
  readonly solution: LinearSolution
  /** From where the system counts to the minimum. */
  readonly step: Float64Array
  /** Triangle of everything there. */
  readonly solved: Triangle
  /** ν by σ, and the σ that rows were weighed at, where the noise has heavy tails. */
  readonly tails?: { readonly degrees: Float64Array; readonly sigmas: Float64Array } | undefined
}

/** What a fit that was solved from streamed statistics knows. */
export function solvedPosterior(objective: Objective, { system, solution, step, solved, tails, theta, x }: SolvedSystem): Posterior {
  const n = system.columns.length
  const degrees = tails?.degrees
  const penalties = withPenalties(
    emptyTriangle(n),
    system,
    solution.alphas.map(({ value }) => value),
  )
  const short = oneSidedRows(system).filter((row) => valueAt(row, step) < 0)
  const chosen = "the solver chose among the directions of the parameters; those that it left out count here as the penalties leave them"
  const priors = shiftTriangle(addPenalty(penalties, { rows: short }, 1), step)
  const own = propertiesOf(system, solution, step, degrees)
  return posteriorAt(objective, {
    theta,
    x,
    joint: degrees ? mergeTriangles(priors, ...own.map(({ triangle }) => triangle)) : solved,
    properties: own,
    targets: emptyTriangle(n),
    priors,
    sigmas: solution.sigmas.map(({ value, origin, interval }, p) => ({
      ...{ sigma: value, origin, interval, degrees: tails?.degrees[p] ?? null },
      tails: tails ? { scale: factorOf(system, p) / tails.sigmas[p], part: tailPart(tails.degrees[p]) } : null,
    })),
    rounding: false,
    remarks: solution.step ? [chosen] : [],
  })
}

/** Triangles of the data by property at the minimum, in units of their σ. */
function propertiesOf(
  { components, columns }: LinearSystem,
  { sigmas }: LinearSolution,
  step: Float64Array,
  degrees: Float64Array | undefined,
): Posterior["properties"] {
  return properties.flatMap((property) => {
    const own = components.filter((component) => component.property === property)
    if (own.length === 0) return []
    const weighed = own.flatMap(({ folds, factor, pool }) =>
      folds.map((fold) => {
        const triangle = scaleTriangle(fold, factor / sigmas[pool].value)
        return degrees ? tailInformation(shiftTriangle(triangle, step), tailPart(degrees[pool])) : triangle
      }),
    )
    const triangle = mergeInto(emptyTriangle(columns.length), weighed)
    return [{ property, triangle: degrees ? triangle : shiftTriangle(triangle, step) }]
  })
}

/** What rows of a σ are multiplied by beside it. */
function factorOf({ components }: LinearSystem, p: number): number {
  return components.find(({ pool }) => pool === p)?.factor ?? 1
}

function valueAt({ columns, coefficients, offset }: OneSidedRow, step: Float64Array): number {
  return columns.reduce((sum, column, j) => sum + coefficients[j] * step[column], offset)
}
