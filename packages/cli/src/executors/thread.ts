import { fstatSync } from "node:fs"
import { Worker } from "node:worker_threads"
import { Failure } from "@luthier/core"
import type { Answer, Lifeline, Order, WorkerSettings } from "./messages.ts"
import { unpackError } from "./portable-error.ts"

/** One worker thread, which runs one task at a time. */
export interface Thread {
  /** Whether the thread already holds this setup. */
  holds(setup: number): boolean
  keep(setup: number, value: object): void
  forget(setup: number): void
  /** @throws what the job threw, as the same class of error; a `Failure` when the thread runs out of memory. */
  run(setup: number, job: string, task: unknown): Promise<unknown>
  /** What ended it, also where its message could not yet be heard; `undefined` while it lives. */
  ended(): Error | undefined
  /** Ends the thread once it has loaded what it needs: one that ended while it loads a native library would take the process with it. */
  close(): Promise<void>
}

/** Room of objects that were made a moment ago, less than by default: what passes through is looked at sooner [MB]. */
const YOUNG = 8

/** Starts a worker thread; `entry` is the module it runs. */
export function startThread(entry: URL, settings: WorkerSettings): Thread {
  // Hooks of the main thread do not reach workers: from source they need their own to find core's sources.
  const execArgv = entry.pathname.endsWith(".ts") ? [`--import=${new URL("../../bin/from-source.mjs", entry).href}`] : []
  const worker = new Worker(entry, { workerData: settings, execArgv, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } })
  const held = new Set<number>()
  let waiting: { resolve(result: unknown): void; reject(error: Error): void } | undefined
  let death: Error | undefined
  let lifeline: Lifeline | undefined
  let loading = true
  const loaded = new Promise<void>((resolve) => {
    const done = (): void => {
      if (!loading) return
      loading = false
      if (!waiting && death === undefined) worker.unref()
      resolve()
    }
    worker.once("message", (answer: Answer) => {
      if ("loaded" in answer) lifeline = answer.lifeline
      done()
    })
    worker.once("exit", done)
  })

  const settle = (act: (waiter: NonNullable<typeof waiting>) => void): void => {
    const waiter = waiting
    waiting = undefined
    // Only a thread that loads or is busy keeps the process alive, and one that is being closed: an answer may still come from it.
    if (death === undefined && !loading) worker.unref()
    if (waiter) act(waiter)
  }
  const die = (error: Error): void => {
    death ??= error
    settle((waiter) => waiter.reject(death!))
  }
  worker.on("message", (answer: Answer) => {
    if ("loaded" in answer) return
    settle((waiter) => ("error" in answer ? waiter.reject(unpackError(answer.error)) : waiter.resolve(answer.result)))
  })
  worker.on("messageerror", (cause) => die(new Error("a worker's answer could not be read", { cause })))
  worker.on("error", (cause: unknown) => die(explainDeath(cause)))
  worker.on("exit", (code) => die(new Error(`a worker thread ended by itself with code ${code}`)))

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  const post = (order: Order): void => worker.postMessage(order)
  return {
    holds: (setup) => held.has(setup),
    keep: (setup, value) => {
      post({ order: "keep", setup, value })
      held.add(setup)
    },
    forget: (setup) => {
      if (held.delete(setup)) post({ order: "forget", setup })
    },
    run: (setup, job, task) =>
      new Promise((resolve, reject) => {
        if (death) return reject(death)
        waiting = { resolve, reject }
        worker.ref()
        post({ order: "run", setup, job, task })
      }),
    ended: () => death ?? (lifeline && !holds(lifeline) ? unheard() : undefined),
    close: async () => {
      death ??= new Error("the thread is closed")
      if (loading) worker.ref()
      await loaded
      await worker.terminate()
    },
  }
}

function holds({ descriptor, inode }: Lifeline): boolean {
  try {
    return fstatSync(descriptor).ino === inode
  } catch {
    return false
  }
}

function unheard(): Failure {
  return new Failure("a worker thread ended in the middle of its work, perhaps for want of memory", { advice: lessMemory })
}

const lessMemory = "use fewer threads (--threads), or give Node more memory: NODE_OPTIONS=--max-old-space-size=8192"

function explainDeath(cause: unknown): Error {
  if (cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY") {
    return new Failure("a worker thread ran out of memory", {
      advice: lessMemory,
      cause,
    })
  }
  return new Error(`a worker thread died: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
}
