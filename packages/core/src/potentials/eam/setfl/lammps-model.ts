import type { LammpsModel } from "../../lammps-model.ts"
import { formatSetfl } from "./format.ts"
import type { Setfl } from "./setfl.ts"

/** The commands that make LAMMPS run a table, and its file; `exact` when the table is the potential itself. */
export function eamLammpsModel(setfl: Setfl, exact: boolean): LammpsModel {
  const symbols = setfl.elements.map((element) => element.symbol)
  const file = `${symbols.join("")}.eam.${setfl.style}`
  return {
    terms: [{ style: `eam/${setfl.style}`, settings: "", coefficients: [{ among: symbols, text: file }] }],
    files: { [file]: formatSetfl(setfl) },
    exact,
    warnings: [],
  }
}
