import type { LammpsModel } from "../../lammps-model.ts"
import { eamLammpsModel } from "./lammps-model.ts"
import type { Tabulation } from "./tabulate.ts"

/** Error of the energy of an atom almost without neighbours [eV] from which on it is told. */
const TOLD = 1e-4

/** The commands that make LAMMPS run a table of embedded-atom functions, and its file. */
export function tabulatedModel({ setfl, error: { thin, thinnest } }: Tabulation): LammpsModel {
  const warning = `atoms with almost no neighbours (density below ${thinnest.toPrecision(2)}) are off by up to ${thin.toPrecision(2)} eV in LAMMPS: no table follows an embedding function that is infinitely steep at zero density`
  return { ...eamLammpsModel(setfl, false), warnings: thin > TOLD ? [warning] : [] }
}
