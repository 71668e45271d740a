import { availableParallelism, freemem, totalmem } from "node:os"
import { Command } from "commander"
import { configureDense } from "@luthier/core"
import { findDenseBackend } from "../backends/openblas.ts"
import { findLammps } from "../engines/find-lammps.ts"
import { createExecutor } from "../executors/threads.ts"
import { describeMachine } from "../run/environment.ts"
import { printJson } from "../terminal.ts"

/** `luthier doctor`: what of this machine luthier can use. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("show what luthier finds on this machine")
    .option("--json", "machine-readable, on standard output")
    .action(async ({ json }: { json?: boolean }) => {
      const found = await examine()
      if (json) printJson(found)
      else for (const [name, value] of Object.entries(found)) process.stdout.write(`${name.padEnd(16)}${describe(value)}\n`)
    })
}

type Finding = string | number | boolean | null | readonly string[]

async function examine(): Promise<Record<string, Finding>> {
  configureDense(await findDenseBackend())
  const lammps = await findLammps()
  return {
    ...describeMachine(),
    threads: availableParallelism(),
    workers: await tryWorkers(),
    memoryGiB: gibibytes(totalmem()),
    freeMemoryGiB: gibibytes(freemem()),
    lammps: lammps?.path ?? null,
    lammpsVersion: lammps?.version ?? null,
    lammpsPackages: lammps?.packages ?? [],
  }
}

/** Whether a worker thread starts and answers. */
async function tryWorkers(): Promise<boolean> {
  const executor = createExecutor({ threads: 2 })
  try {
    // No job has this name: the answer is an error, from a thread that works.
    const answer = await executor.map("doctor", {}, [0]).catch((error: unknown) => String(error))
    return String(answer).includes("no job is called doctor")
  } finally {
    await executor.close()
  }
}

function gibibytes(bytes: number): number {
  return Math.round((bytes / 2 ** 30) * 10) / 10
}

function describe(value: Finding): string {
  if (value === null) return "not found"
  if (typeof value === "boolean") return value ? "yes" : "no"
  return Array.isArray(value) ? value.join(" ") || "–" : String(value)
}
