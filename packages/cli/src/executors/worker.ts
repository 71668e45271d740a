// The entry of a worker thread. Importing core registers its jobs.
import { fstatSync, openSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { getHeapStatistics } from "node:v8"
import { parentPort, workerData } from "node:worker_threads"
import { configureDense, configureKernels, runJob } from "@luthier/core"
import { findDenseBackend } from "../backends/openblas.ts"
import { garbageCollection } from "./garbage.ts"
import type { Answer, Lifeline, Order, WorkerSettings } from "./messages.ts"
import { packError } from "./portable-error.ts"

const settings: WorkerSettings = workerData
configureKernels(settings.memory ? { build: settings.build, memory: settings.memory } : { build: settings.build })
configureDense(await findDenseBackend())
for (const module of settings.modules) await import(module)

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
parentPort?.postMessage({ loaded: true, lifeline: settings.memory && holdLifeline() } satisfies Answer)

const setups = new Map<number, object>()
const garbage = garbageCollection()

parentPort?.on("message", (order: Order) => {
  if (order.order === "keep") setups.set(order.setup, order.value)
  else if (order.order === "forget") setups.delete(order.setup)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
  else parentPort?.postMessage(answer(order.job, order.setup, order.task))
})

function answer(job: string, setup: number, task: unknown): Answer {
  const before = getHeapStatistics().external_memory
  try {
    return { result: runJob(job, setups.get(setup)!, task) }
  } catch (error) {
    return { error: packError(error) }
  } finally {
    garbage.passed(Math.max(0, getHeapStatistics().external_memory - before))
  }
}

/** By which a thread that waits for this one, and so hears of nothing, can see whether it lives. */
function holdLifeline(): Lifeline {
  const descriptor = openSync(fileURLToPath(import.meta.url), "r")
  return { descriptor, inode: fstatSync(descriptor).ino }
}
