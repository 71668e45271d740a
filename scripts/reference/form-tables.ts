import { momentForms } from "../../packages/core/src/potentials/adp/forms/moment-forms.ts"
import { densityForms } from "../../packages/core/src/potentials/eam/forms/density-forms.ts"
import { embeddingForms } from "../../packages/core/src/potentials/eam/forms/embedding-forms.ts"
import type { FormParameter } from "../../packages/core/src/potentials/forms/form.ts"
import { pairForms } from "../../packages/core/src/potentials/forms/pair-forms.ts"
import { code, markdownTable } from "./markdown-table.ts"

/** The built-in forms of pair, density and embedding functions. */
export function formTables(): Record<string, string> {
  const pair = [...pairForms.values()].map(({ name, doc, parameters, lammps, source }) => [
    code(name),
    doc,
    parameterList(parameters),
    lammps ? [...new Set(Object.values(lammps.styles))].map(code).join(", ") : "–",
    link(source),
  ])
  const eam = (forms: typeof densityForms): string =>
    markdownTable(
      ["form", "formula", "parameters", "source"],
      [...forms.values()].map(({ name, doc, parameters, source }) => [code(name), doc, parameterList(parameters), link(source)]),
    )
  return {
    "pair forms": markdownTable(["form", "φ(r)", "parameters", "LAMMPS", "source"], pair),
    "density forms": eam(densityForms),
    "moment forms": eam(momentForms),
    "embedding forms": eam(embeddingForms),
  }
}

function parameterList(parameters: readonly FormParameter[]): string {
  return parameters.map(({ name, unit, fixed }) => `${code(name)}${unit === "1" ? "" : ` [${unit}]`}${fixed ? " (fixed)" : ""}`).join(", ")
}

function link(source: string): string {
  const doi = source.replace(/^doi:/, "")
  return `[${doi}](https://doi.org/${doi})`
}
