import type { Executor, Job } from "./executor.ts"

const jobs = new Map<string, Job<object, unknown, unknown>>()

/** Makes a job known by name to every thread that imports the module that calls this. */
export function registerJob<Setup extends object, Task, Result>(name: string, job: Job<Setup, Task, Result>): void {
  jobs.set(name, job as Job<object, unknown, unknown>)
}

/** Runs one task of a registered job in this thread. */
export function runJob(name: string, setup: object, task: unknown): unknown {
  const job = jobs.get(name)
  if (!job) throw new Error(`no job is called ${name}: its module is not imported in this thread`)
  return job(setup, task)
}

/** The executor without threads: every task in the calling one, in order. */
export function inlineExecutor(): Executor {
  return {
    threads: 1,
    map: async <Task, Result>(job: string, setup: object, tasks: readonly Task[]) =>
      tasks.map((task) => runJob(job, setup, task) as Result),
    close: async () => {},
  }
}
