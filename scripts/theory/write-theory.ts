// Computes the tables of docs/theory anew: node --conditions=source scripts/theory/write-theory.ts
import { readFileSync, writeFileSync } from "node:fs"
import { lennardJonesTable } from "./lennard-jones.ts"
import { siliconTable } from "./silicon.ts"

/** The tables of docs/theory, by name. */
const tables: Readonly<Record<string, () => Promise<string>>> = { "lennard-jones": lennardJonesTable, silicon: siliconTable }

/** Files that hold computed tables, relative to the root of the repository. */
export const theoryFiles = ["docs/theory/fisher.md"] as const

/** The text of a file with every table computed anew; a table stands between `<!-- computed: name -->` and `<!-- end -->`. */
export async function withComputedTables(text: string): Promise<string> {
  let out = text
  for (const [whole, open, name, end] of text.matchAll(/(<!-- computed: ([\w-]+) -->\n)[^]*?(<!-- end -->)/g)) {
    const table = tables[name]
    if (!table) throw new Error(`no table is called "${name}"; known are ${Object.keys(tables).join(", ")}`)
    out = out.replace(whole, `${open}\n${await table()}\n\n${end}`)
  }
  return out
}

if (import.meta.main) {
  for (const name of theoryFiles) {
    const file = new URL(`../../${name}`, import.meta.url)
    writeFileSync(file, await withComputedTables(readFileSync(file, "utf8")))
  }
}
