import { expect, test } from "vitest"
import { luthier } from "../command-line.ts"
import { folderWith, type Files } from "../folder.ts"

/** One malformed input and the answer it must get. */
export interface Malformed {
  /** What is wrong. */
  readonly name: string
  /** All that is in the folder. A `§` in one of them, taken out before the file is written, is where the error must point. */
  readonly files: Files
  /** What is typed; `fit fit.yaml --out out --threads 1` unless given. */
  readonly command?: readonly string[]
  /** Where the error must point when the mistake has no column: `train.xyz`, `train.xyz:4`. */
  readonly place?: string | undefined
  /** What the error must say. */
  readonly said: RegExp
}

const fit = ["fit", "fit.yaml", "--out", "out", "--threads", "1"]

/** A test for each malformed input. */
export function refuses(inputs: readonly Malformed[]): void {
  for (const input of inputs) test(input.name, () => expectRefusal(input))
}

/**
 * Expects that a malformed input is refused: exit code 2, nothing on standard output, one error, at its place, with an excerpt at most
 * below it, no trace of the program's inside, and nothing written or changed.
 */
async function expectRefusal({ files: marked, command = fit, place, said }: Malformed): Promise<void> {
  const { files, mark } = unmarked(marked)
  using folder = folderWith(files)
  const before = folder.listing()
  const { code, stdout, stderr } = await luthier(folder.path("."), ...command)
  const [error, ...rest] = stderr.trimEnd().split("\n")
  const expected = mark ?? place
  expect(error, stderr).toMatch(said)
  if (expected === undefined) for (const name of Object.keys(files)) expect(error.startsWith(name), stderr).toBe(false)
  else expect(error.slice(0, error.indexOf("  ")), stderr).toBe(expected)
  expect(code, stderr).toBe(2)
  expect(stdout).toBe("")
  expect(rest.filter((line) => !line.startsWith("    "))).toEqual([])
  expect(stderr).not.toMatch(/^\s+at |defect|\bundefined\b|\bNaN\b|\[object/m)
  expect(folder.listing()).toEqual(before)
}

/** The files without their mark, and its place. */
function unmarked(files: Files): { files: Files; mark: string | undefined } {
  let mark: string | undefined
  const clean = Object.entries(files).map(([name, content]) => {
    if (typeof content !== "string" || !content.includes("§")) return [name, content] as const
    const before = content.slice(0, content.indexOf("§"))
    mark = `${name}:${before.split("\n").length}:${before.length - before.lastIndexOf("\n")}`
    return [name, content.replace("§", "")] as const
  })
  return { files: Object.fromEntries(clean), mark }
}

/** `text` with `from`, which must be in it, replaced. */
export function changed(text: string, from: string | RegExp, to: string): string {
  const result = text.replace(from, () => to)
  if (result === text) throw new Error(`nothing to replace: ${String(from)}`)
  return result
}
