import type { LammpsModel } from "../../../lammps-model.ts"
import type { Yace } from "../yace.ts"
import { formatYace } from "./format-yace.ts"

/** The command that makes LAMMPS run a file, and the file. */
export function paceLammpsModel(yace: Yace, exact: boolean, warnings: readonly string[]): LammpsModel {
  // LAMMPS tells the format by the ending of the name.
  const file = `${yace.elements.join("")}.yace`
  return {
    terms: [{ style: "pace", settings: "product", coefficients: [{ among: yace.elements, text: file }] }],
    files: { [file]: formatYace(yace) },
    exact,
    warnings,
  }
}
