import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { vi } from "vitest"
import { runCommandLine } from "../packages/cli/src/command-line.ts"

/** What a command line left: its exit code, or the signal that ended it, and what it wrote. */
export interface Ended {
  readonly code: number | null
  readonly signal?: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in this process, as if it had been typed in `folder`; one after the other, as a process stands in one folder. */
export async function luthier(folder: string, ...words: readonly string[]): Promise<Ended> {
  const written = { stdout: "", stderr: "" }
  const keep = (stream: "stdout" | "stderr") => (chunk: string | Uint8Array) => {
    written[stream] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString()
    return true
  }
  const spies = (["stdout", "stderr"] as const).map((stream) => vi.spyOn(process[stream], "write").mockImplementation(keep(stream)))
  const [from, before] = [process.cwd(), process.exitCode]
  process.chdir(folder)
  process.exitCode = undefined
  try {
    const code = await runCommandLine(words)
    return { code: code || Number(process.exitCode ?? 0), ...written }
  } finally {
    process.chdir(from)
    process.exitCode = before
    for (const spy of spies) spy.mockRestore()
  }
}

/** A command line in a process of its own. */
export interface Started {
  readonly ended: Promise<Ended>
  kill(signal: NodeJS.Signals): void
}

const binary = fileURLToPath(new URL("../packages/cli/bin/luthier.mjs", import.meta.url))

/** Starts a command line in a process of its own; `onError` is given what it has written to standard error so far, whenever there is more. */
export function start(folder: string, words: readonly string[], onError: (text: string) => void = () => {}): Started {
  const child = spawn(process.execPath, [binary, ...words], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] })
  const written = { stdout: "", stderr: "" }
  child.stdout.setEncoding("utf8").on("data", (text: string) => (written.stdout += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    written.stderr += text
    onError(written.stderr)
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code, signal) => resolve({ code, signal, ...written }))
  })
  return { ended, kill: (signal) => void child.kill(signal) }
}
