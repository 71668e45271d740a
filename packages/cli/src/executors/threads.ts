import { availableParallelism } from "node:os"
import { configureKernels, type Executor, type KernelBuild, kernels } from "@luthier/core"
import type { WorkerSettings } from "./messages.ts"
import { patientExecutor } from "./patient.ts"
import { startThread, type Thread } from "./thread.ts"

/** How many threads there are, and which kernels they use. */
export interface ThreadOptions {
  /** Default: as many as the machine runs at once. */
  readonly threads?: number | undefined
  readonly build?: KernelBuild | undefined
  /** URLs of modules that register more jobs than core's own; each thread imports them. */
  readonly modules?: readonly string[] | undefined
}

/** An executor whose threads can be sent home while there is nothing for them to do. */
export interface RestingExecutor extends Executor {
  /** Ends the threads, and with them the memory they hold; those that are needed later are started anew. Only while no task is running. */
  rest(): Promise<void>
}

/** Makes the executor of the command line: a pool of worker threads, or this thread alone when one is asked for. */
export function createExecutor({
  threads = availableParallelism(),
  build = "reproducible",
  modules = [],
}: ThreadOptions = {}): RestingExecutor {
  if (threads > 1) return threadPool(threads, { build, modules })
  if (build !== "reproducible") configureKernels({ build })
  return { ...patientExecutor(), rest: async () => {} }
}

/** An executor of threads that work in this one's kernel memory, beside it: for jobs that several threads do together. */
export function createTeam(threads: number, modules: readonly string[] = []): Executor {
  const { memory, build } = kernels()
  return threadPool(threads, { build, modules, memory })
}

interface Item {
  readonly run: (thread: Thread) => Promise<void>
  readonly abandoned: () => boolean
}

function threadPool(size: number, settings: WorkerSettings): RestingExecutor {
  // From source this module and the worker's end in .ts, from dist both in .js.
  const entry = new URL(`./worker${import.meta.url.slice(import.meta.url.lastIndexOf("."))}`, import.meta.url)
  const threads = Array.from({ length: size }, () => startThread(entry, settings))
  const idle = [...threads]
  let closed = false
  const queue: Item[] = []
  const numbers = new WeakMap<object, number>()
  const collected = new FinalizationRegistry((setup: number) => threads.forEach((thread) => thread.forget(setup)))
  let next = 0

  const numberOf = (setup: object): number => {
    const known = numbers.get(setup)
    if (known !== undefined) return known
    numbers.set(setup, next)
    collected.register(setup, next)
    return next++
  }
  const pump = (): void => {
    while (idle.length > 0 && queue.length > 0) {
      const item = queue.shift()!
      if (item.abandoned()) continue
      const thread = idle.pop()!
      void item.run(thread).finally(() => {
        idle.push(thread)
        pump()
      })
    }
  }

  const map = <Task, Result>(job: string, setup: object, tasks: readonly Task[]): Promise<Result[]> => {
    const number = numberOf(setup)
    const results = Array.from<Result>({ length: tasks.length })
    // Tasks start in order, so among those that fail the first in order is always seen: the error does not depend on the threads.
    let failed: { index: number; error: unknown } | undefined
    let running = 0
    let left = tasks.length
    return new Promise((resolve, reject) => {
      if (left === 0) return resolve(results)
      if (threads.length === 0 && !closed) {
        for (let k = 0; k < size; k++) threads.push(startThread(entry, settings))
        idle.push(...threads)
      }
      tasks.forEach((task, index) => {
        const run = async (thread: Thread): Promise<void> => {
          running++
          try {
            if (!thread.holds(number)) thread.keep(number, setup)
            results[index] = (await thread.run(number, job, task)) as Result
          } catch (error) {
            if (!failed || index < failed.index) failed = { index, error }
          }
          running--
          left--
          if (failed) {
            if (running === 0) reject(failed.error)
          } else if (left === 0) resolve(results)
        }
        queue.push({ run, abandoned: () => failed !== undefined })
      })
      pump()
    })
  }
  const close = async (): Promise<void> => {
    closed = true
    await Promise.all(threads.map((thread) => thread.close()))
  }
  const rest = async (): Promise<void> => {
    if (closed || idle.length < threads.length) return
    idle.length = 0
    await Promise.all(threads.splice(0).map((thread) => thread.close()))
  }
  const lost = (): Error | undefined => {
    for (const thread of threads) {
      const error = thread.ended()
      if (error) return error
    }
    return undefined
  }
  return { threads: size, map, close, rest, lost }
}
