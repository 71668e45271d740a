/** A pure function that an executor can run in any thread: the shared setup and one task in, a structured-cloneable result out. */
export type Job<Setup, Task, Result> = (setup: Setup, task: Task) => Result

/**
 * Runs jobs over independent tasks, in as many threads as it has. Results come back in the order of the tasks, so that a
 * reduction over them is the same for any number of threads.
 */
export interface Executor {
  readonly threads: number
  /** `job` is a name given to `registerJob`; `setup` is sent to each thread once per identity and kept there. */
  map<Task, Result>(job: string, setup: object, tasks: readonly Task[]): Promise<Result[]>
  close(): Promise<void>
  /** What ended one of its threads, told at once, also to a thread that has not looked at its messages; `undefined` while all live. */
  lost?(): Error | undefined
}
