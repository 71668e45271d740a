// Writes the generated parts of the documentation anew: node --conditions=source scripts/write-reference.ts
import { readFileSync, writeFileSync } from "node:fs"
import { generatedFiles, withGeneratedParts } from "./reference/sections.ts"

for (const name of generatedFiles) {
  const file = new URL(`../${name}`, import.meta.url)
  writeFileSync(file, withGeneratedParts(readFileSync(file, "utf8")))
}
