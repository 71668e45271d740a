/** Thrown where work stops because the user, or the system, asked for it. */
export class Interrupted extends Error {
  /** 130 for Ctrl-C, 143 for SIGTERM: what shells expect. */
  readonly exitCode: number

  constructor(exitCode: number) {
    super("interrupted")
    this.name = "Interrupted"
    this.exitCode = exitCode
  }
}

/** Rejects with `Interrupted` at the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export interface Interruption {
  /** Waits for work, or for the interruption. */
  during<T>(work: Promise<T>): Promise<T>
  /** Aborted with the interruption, for work that has something to clear away. */
  readonly signal: AbortSignal
  /** Lets the signals have their usual effect again. */
  release(): void
}

/** Listens for signals from now on. */
export function watchSignals(): Interruption {
  const codes = { SIGINT: 130, SIGTERM: 143 } as const
  const { promise, reject } = Promise.withResolvers<never>()
  // Nobody need be waiting when the signal comes.
  promise.catch(() => undefined)
  const aborting = new AbortController()
  let asked = false
  const listeners = (["SIGINT", "SIGTERM"] as const).map((signal) => {
    const listener = (): void => {
      if (asked) process.exit(codes[signal])
      asked = true
      aborting.abort()
      reject(new Interrupted(codes[signal]))
    }
    process.on(signal, listener)
    return () => process.off(signal, listener)
  })
  return {
    during: (work) => {
      work.catch(() => undefined)
      return Promise.race([promise, work])
    },
    signal: aborting.signal,
    release: () => listeners.forEach((remove) => remove()),
  }
}
