import { availableParallelism } from "node:os"
import { createExecutor, type RestingExecutor, type ThreadOptions } from "./threads.ts"

/** Work that this thread does before it asks for others [ms]: about what it takes to start one. */
const PATIENCE = 500

/**
 * An executor that works in this thread at first, and starts its threads once there has been work for `patience` milliseconds and there
 * is some to share: most fits to few data are over before a thread would have been ready.
 */
export function growingExecutor(options: ThreadOptions, patience: number = PATIENCE): RestingExecutor {
  const { threads = availableParallelism() } = options
  const own = createExecutor({ ...options, threads: 1 })
  if (threads === 1) return own
  let pool: RestingExecutor | undefined
  let spent = 0
  let pending = 0

  const map = async <Task, Result>(job: string, setup: object, tasks: readonly Task[]): Promise<Result[]> => {
    const done: Result[] = []
    pending++
    try {
      while (done.length < tasks.length) {
        if (spent > patience && (pending > 1 || tasks.length - done.length > 1)) pool ??= createExecutor({ ...options, threads })
        if (pool) return [...done, ...(await pool.map<Task, Result>(job, setup, tasks.slice(done.length)))]
        const began = performance.now()
        done.push(...(await own.map<Task, Result>(job, setup, [tasks[done.length]])))
        spent += performance.now() - began
      }
      return done
    } finally {
      pending--
    }
  }
  return {
    threads,
    map,
    rest: async () => pool?.rest(),
    close: async () => {
      await pool?.close()
      await own.close()
    },
  }
}
