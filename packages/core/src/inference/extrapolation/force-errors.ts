import type { Configuration } from "../../atoms/structure.ts"
import type { Executor } from "../../kernels/executor.ts"
import { registerJob } from "../../kernels/jobs.ts"
import type { RowBasis } from "../predictive/row-basis.ts"
import { visitRows } from "../predictive/visit-rows.ts"
import { type StructureTask, structureTasks, together } from "../structure-tasks.ts"

/** Name of the job; whoever runs it imports it from here, so that it is registered. */
export const forceErrorsJob = "inference.force-errors"

/**
 * Standard error of the force on every atom, by structure: √(tr C_F / 3) with C_F = J_F C J_Fᵀ the covariance of its three components
 * [eV/Å]; infinite where it depends on what no datum sees.
 */
function gatherForceErrors(basis: RowBasis, { configurations }: StructureTask): Float64Array[] {
  const { rank } = basis
  const errors: Float64Array[] = []
  visitRows(basis, configurations, ({ configuration, derivatives, unbounded }) => {
    const own = new Float64Array(configuration.structure.numbers.length)
    for (let i = 0; i < own.length; i++) {
      const first = 1 + 3 * i
      let sum = 0
      for (let at = first * rank; at < (first + 3) * rank; at++) sum += derivatives[at] ** 2
      own[i] = unbounded(first) || unbounded(first + 1) || unbounded(first + 2) ? Infinity : Math.sqrt(sum / 3)
    }
    errors.push(own)
  })
  return errors
}

registerJob(forceErrorsJob, gatherForceErrors)

/** The largest standard error of a force in data [eV/Å]: what it is where the data that were fitted are thinnest. */
export async function largestForceError(basis: RowBasis, configurations: Iterable<Configuration>, executor: Executor): Promise<number> {
  let largest = 0
  for (const tasks of together(structureTasks(configurations), Math.max(1, executor.threads))) {
    for (const part of await executor.map<StructureTask, Float64Array[]>(forceErrorsJob, basis, tasks)) {
      // An atom that no parameter acts on, and one whose force nothing bounds, say nothing of the others.
      for (const own of part) for (const error of own) if (error < Infinity) largest = Math.max(largest, error)
    }
  }
  return largest
}
