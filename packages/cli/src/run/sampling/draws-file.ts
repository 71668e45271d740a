import { existsSync } from "node:fs"
import { open, readFile, stat, truncate, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { Failure } from "@luthier/core"
import { makeFolder } from "../../files/make-folder.ts"

/** Draws as comma-separated text, a line a draw: chain, step, cost, then a column each. Numbers are written in full. */
export interface DrawsFile {
  /** Adds lines, and gives the length of the file after them [bytes]. */
  append(lines: readonly string[]): Promise<number>
  /** By chain, the columns after the cost, draw by draw. */
  read(chains: number): Promise<readonly Float64Array[]>
}

/** Begins a file with its head, or goes on with one that is `length` bytes long. @throws Failure when it is shorter than that. */
export async function openDraws(file: string, columns: readonly string[], length: number | undefined): Promise<DrawsFile> {
  await makeFolder(dirname(file))
  if (length === undefined) await writeFile(file, `chain,step,cost,${columns.map(quoted).join(",")}\n`)
  else if (!existsSync(file) || (await stat(file)).size < length) {
    throw new Failure("draws are missing", { place: { file }, advice: "start anew with --force" })
  }
  // What came after the last state that was kept is drawn again.
  else await truncate(file, length)
  return {
    append: async (lines) => {
      const handle = await open(file, "a")
      try {
        await handle.writeFile(lines.join(""))
        await handle.sync()
        return (await handle.stat()).size
      } finally {
        await handle.close()
      }
    },
    read: (chains) => readDraws(file, chains),
  }
}

/** Reads the columns after the cost, by chain, draw by draw. */
export async function readDraws(file: string, chains: number): Promise<readonly Float64Array[]> {
  const own: number[][] = Array.from({ length: chains }, () => [])
  const lines = (await readFile(file, "utf8")).split("\n")
  for (const line of lines.slice(1)) {
    if (line === "") continue
    const [chain, , , ...values] = line.split(",")
    for (const value of values) own[Number(chain)].push(Number(value))
  }
  return own.map((values) => Float64Array.from(values))
}

/** A line of a file. */
export function drawLine(chain: number, step: number, cost: number | null, values: readonly number[]): string {
  return `${chain},${step},${cost ?? ""},${values.join(",")}\n`
}

/** Keys may hold commas, as names of angles and pairs do. */
function quoted(name: string): string {
  return /[",\n]/u.test(name) ? `"${name.replaceAll('"', '""')}"` : name
}
