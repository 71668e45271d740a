import type { Configuration } from "../../atoms/structure.ts"
import type { Executor } from "../../kernels/executor.ts"
import type { RowBasis } from "../predictive/row-basis.ts"
import { structureTasks, type StructureTask } from "../structure-tasks.ts"
import type { ActiveSet } from "./active-set.ts"
import { forceErrorsJob } from "./force-errors.ts"
import { siteJobs } from "./site-jobs.ts"

/**
 * What atoms are measured by; 1 is the edge of the data that were fitted.
 *
 * - `volume`: γ = max_j |c_j|, how far the energy of an atom is extrapolated from those of the most extreme atoms of the data;
 * - `variance`: the standard error of its force, over the largest one among the data.
 */
export type Grader =
  | { readonly by: "volume"; readonly active: ActiveSet }
  | { readonly by: "variance"; readonly basis: RowBasis; readonly largest: number }

/** Grades of the atoms of structures, in their order, `[n]` each. */
export async function gradeStructures(
  grader: Grader,
  configurations: Iterable<Configuration>,
  executor: Executor,
): Promise<Float64Array[]> {
  const tasks = [...structureTasks(configurations)]
  if (grader.by === "volume") return (await executor.map<StructureTask, Float64Array[]>(siteJobs.grades, grader.active, tasks)).flat()
  const errors = (await executor.map<StructureTask, Float64Array[]>(forceErrorsJob, grader.basis, tasks)).flat()
  return errors.map((own) => own.map((error) => error / grader.largest))
}
