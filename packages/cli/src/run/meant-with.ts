import { readFile } from "node:fs/promises"
import { basename } from "node:path"

/** Words of a `pair_style hybrid/overlay` that are no styles. */
const settings = new Set(["snap", "spline", "linear", "lookup", "bitmap"])

/**
 * What a file of a potential is used beside, as files beside it say: a `.snap` of commands that overlay coefficients of SNAP with a repulsion, or the
 * charges of an `.eam.alloy` of an oxide (`.streitz`). What is tried without it lacks a part. A sentence, or nothing.
 */
export async function meantWith(file: string): Promise<string | undefined> {
  const [script, charges] = [file.replace(/\.snap(?:coeff|param)$/u, ".snap"), file.replace(/\.eam\.(?:alloy|fs)$/u, ".streitz")]
  const styles = script === file ? [] : overlaid(await contents(script))
  if (styles.length > 0) return sentence(script, `${styles.join(" and ")}`)
  if (charges !== file && (await contents(charges)) !== "") return sentence(charges, "coul/streitz")
  return undefined
}

function sentence(source: string, styles: string): string {
  return `${basename(source)} says that this file is used beside ${styles}, which is not in it: what fails may be that part's`
}

function overlaid(script: string): readonly string[] {
  const [, words = ""] = /^\s*pair_style\s+hybrid\/overlay\s+(.*)$/mu.exec(script.replace(/&\s*\n/gu, " ")) ?? []
  return [...new Set(words.split(/\s+/u).filter((word) => /^[a-z][a-z/]*$/u.test(word) && !settings.has(word)))]
}

function contents(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "")
}
