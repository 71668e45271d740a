import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** Bytes of arrays that may have been made between two collections. */
const SLACK = 1 << 24

/** Counts arrays that come and go, and collects those that nobody uses once they are many. */
export interface GarbageCollection {
  /** Takes note of `bytes` of arrays that will not be needed for long. */
  passed(bytes: number): void
}

/**
 * The engine counts the objects of its own heap; the numbers of arrays lie outside, and tens of megabytes of them gather in each thread
 * before it looks whether they are still used. Where data stream through, this looks more often, so that memory does not grow with them.
 */
export function garbageCollection(): GarbageCollection {
  let bytes = 0
  let collect: (() => void) | undefined
  return Object.freeze({
    passed: (more: number) => {
      bytes += more
      if (bytes < SLACK) return
      bytes = 0
      collect ??= exposedCollector()
      collect()
    },
  })
}

function exposedCollector(): () => void {
  setFlagsFromString("--expose-gc")
  const collect: unknown = runInNewContext("gc")
  return typeof collect === "function" ? () => void collect() : () => {}
}
