import type { Configuration } from "../atoms/structure.ts"

/** Structures that a thread deals with together. */
export interface StructureTask {
  readonly configurations: readonly Configuration[]
}

/** Atoms of a task, at least. */
const TASK_ATOMS = 1200

/** Cuts structures into tasks, in their order. */
export function* structureTasks(configurations: Iterable<Configuration>): Generator<StructureTask> {
  let batch: Configuration[] = []
  let atoms = 0
  for (const configuration of configurations) {
    batch.push(configuration)
    atoms += configuration.structure.numbers.length
    if (atoms < TASK_ATOMS) continue
    yield { configurations: batch }
    batch = []
    atoms = 0
  }
  if (batch.length > 0) yield { configurations: batch }
}

/** Gives items so many at a time; fewer at the end. */
export function* together<T>(items: Iterable<T>, count: number): Generator<T[]> {
  let some: T[] = []
  for (const item of items) {
    some.push(item)
    if (some.length < count) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}
