import type { ConfigurationList } from "../../atoms/configuration-list.ts"
import type { Executor } from "../../kernels/executor.ts"
import { properties, type Property } from "../../observables/property.ts"
import { structureTasks, together } from "../structure-tasks.ts"
import { createRowBasis, type RowBasis } from "../predictive/row-basis.ts"
import { type LabelCandidate, candidatePass, type LabelCandidates, type CandidateSetup, type CandidateTask } from "./label-candidate.ts"
import type { DesignAim } from "./design.ts"
import type { Knowledge } from "./knowledge.ts"

/** A pool of structures, seen by what is known before any of them is labelled. */
export interface Pool {
  readonly basis: RowBasis
  readonly candidates: readonly LabelCandidate[]
  /** The predictions of each property for the whole pool, which shall be known well. */
  readonly aims: readonly (DesignAim & { readonly property: Property })[]
}

/** Who does the work, and what counts. */
export interface PoolOptions {
  readonly executor: Executor
  /** How much the error of each property counts, as in `solver.emphasis`. */
  readonly emphasis: Readonly<Record<Property, number>>
  readonly onProgress?: (done: number, structures: number) => void
}

/** Forms the rows of all structures; no label is looked at. */
export async function gatherPool(
  knowledge: Knowledge,
  configurations: ConfigurationList,
  { executor, emphasis, onProgress }: PoolOptions,
): Promise<Pool> {
  const basis = createRowBasis(knowledge)
  const { classes, properties: others } = knowledge
  const setup: CandidateSetup = { basis, classes, properties: others, byAtoms: knowledge.setup.byAtoms }
  const candidates: LabelCandidate[] = []
  const sums: Record<Property, { readonly gram: Float64Array; count: number }> = {
    energy: { gram: new Float64Array(basis.rank ** 2), count: 0 },
    forces: { gram: new Float64Array(basis.rank ** 2), count: 0 },
    stress: { gram: new Float64Array(basis.rank ** 2), count: 0 },
  }
  // As many tasks at a time as there are threads: the sums of each are large.
  for (const tasks of together(structureTasks(configurations), Math.max(1, executor.threads))) {
    for (const part of await executor.map<CandidateTask, LabelCandidates>(candidatePass, setup, tasks)) {
      candidates.push(...part.candidates)
      for (const property of properties) {
        const { gram } = sums[property]
        part.grams[property].forEach((value, at) => (gram[at] += value))
        sums[property].count += part.counts[property]
      }
    }
    onProgress?.(candidates.length, configurations.length)
  }
  const aims = properties.flatMap((property) => {
    const { gram, count } = sums[property]
    const weight = emphasis[property]
    return count > 0 && weight > 0 ? [{ property, gram: gram.map((value) => value / count), weight }] : []
  })
  return { basis, candidates, aims }
}
