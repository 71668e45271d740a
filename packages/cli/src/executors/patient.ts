import { setImmediate } from "node:timers/promises"
import { runJob, type Executor } from "@luthier/core"

/** Tasks run for at most this long [ms] before signals and timers get their turn. */
const TURN = 50

/** The executor without threads, which lets signals (Ctrl-C) and timers through between tasks. */
export function patientExecutor(): Executor {
  let turnEnds = performance.now() + TURN
  const map = async <Task, Result>(job: string, setup: object, tasks: readonly Task[]): Promise<Result[]> => {
    const results: Result[] = []
    for (const task of tasks) {
      results.push(runJob(job, setup, task) as Result)
      if (performance.now() < turnEnds) continue
      await setImmediate()
      turnEnds = performance.now() + TURN
    }
    return results
  }
  return { threads: 1, map, close: async () => {} }
}
