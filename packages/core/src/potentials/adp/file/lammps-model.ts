import { tabulatedModel } from "../../eam/setfl/tabulated-model.ts"
import type { LammpsModel } from "../../lammps-model.ts"
import type { AdpTable } from "./adp-table.ts"
import { formatAdp } from "./format.ts"
import type { AdpTabulation } from "./tabulate.ts"

/** The commands that make LAMMPS run a table of an angular-dependent potential's functions, and its file. */
export function adpLammpsModel({ table, embedded }: AdpTabulation): LammpsModel {
  return { ...adpFileModel(table, false), warnings: tabulatedModel(embedded).warnings }
}

/** The same for a table; `exact` when it is the potential itself. */
export function adpFileModel(table: AdpTable, exact: boolean): LammpsModel {
  const symbols = table.setfl.elements.map(({ symbol }) => symbol)
  const file = `${symbols.join("")}.adp`
  const term = { style: "adp", settings: "", coefficients: [{ among: symbols, text: file }] }
  return { terms: [term], files: { [file]: formatAdp(table) }, exact, warnings: [] }
}
