import { appendFileSync } from "node:fs"
import { stderr } from "node:process"

/** Tells the user how things go: on standard error, and in the run's log once it has one. */
export interface Log {
  line(text: string): void
  /** A line that the next one replaces on a terminal. */
  progress(text: string): void
  /** Keeps what is said from now on, and what was said before, in this file. */
  keepIn(file: string): void
}

/** Makes the log of a command. */
export function createLog(): Log {
  let file: string | undefined
  const said: string[] = []
  let passing = false
  const keep = (text: string): void => {
    if (file === undefined) said.push(text)
    else appendFileSync(file, `${new Date().toISOString()}  ${text}\n`)
  }
  const clear = (): string => (passing ? "\r\u001B[2K" : "")
  return {
    line: (text) => {
      stderr.write(`${clear()}${text}\n`)
      passing = false
      keep(text)
    },
    progress: (text) => {
      stderr.write(stderr.isTTY ? `${clear()}${text.slice(0, stderr.columns - 1)}` : `${text}\n`)
      passing = stderr.isTTY
      keep(text)
    },
    keepIn: (path) => {
      file = path
      for (const text of said.splice(0)) keep(text)
    },
  }
}
