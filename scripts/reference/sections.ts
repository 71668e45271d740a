import { configTables } from "./config-tables.ts"
import { formTables } from "./form-tables.ts"
import { formulaTables } from "./formula-tables.ts"
import { methodTables } from "./method-tables.ts"
import { unitTables } from "./unit-tables.ts"

/** Files of the documentation that hold generated parts, relative to the root of the repository. */
export const generatedFiles = [
  "docs/config.md",
  "docs/formulas.md",
  "docs/potentials.md",
  "docs/ace.md",
  "docs/adp.md",
  "docs/cluster.md",
  "docs/coulomb.md",
  "docs/eam.md",
  "docs/many-body.md",
  "docs/meam.md",
  "docs/properties.md",
  "docs/snap.md",
  "docs/targets.md",
  "docs/uf3.md",
] as const

/**
 * The text of a documentation file with every generated part made anew. A part stands between `<!-- generated: name -->` and
 * `<!-- end -->`.
 */
export function withGeneratedParts(text: string): string {
  const parts: Readonly<Record<string, string>> = {
    ...configTables(),
    ...formTables(),
    ...formulaTables(),
    ...methodTables(),
    ...unitTables(),
  }
  return text.replaceAll(/(<!-- generated: ([\w -]+) -->\n)[^]*?(<!-- end -->)/g, (_, open: string, name: string, end: string) => {
    if (!Object.hasOwn(parts, name)) throw new Error(`no generated part is called "${name}"; known are ${Object.keys(parts).join(", ")}`)
    return `${open}\n${parts[name]}\n\n${end}`
  })
}
