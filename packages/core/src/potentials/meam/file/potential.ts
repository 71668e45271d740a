import { Failure } from "../../../failure/failure.ts"
import type { LammpsModel, WithLammps } from "../../lammps-model.ts"
import type { Potential } from "../../potential.ts"
import { meamPotential } from "../meam.ts"
import { buildModel } from "../model/build-model.ts"
import { formatLibrary, formatSettings } from "./format.ts"
import type { LibraryEntry } from "./library-entry.ts"
import { parseLibrary } from "./parse-library.ts"
import { parseSettings } from "./parse-settings.ts"
import type { MeamFileSpec } from "./meam-file-spec.ts"
import type { Setting } from "./settings.ts"

/**
 * The potential of the files of LAMMPS `pair_style meam`, evaluated as LAMMPS does; it has no parameters.
 *
 * @throws Failure with line and column for what is wrong in either file, and elements that the library does not have.
 */
export function potentialFromMeam(spec: MeamFileSpec): Potential & WithLammps {
  const { library, elements } = spec
  const entries = parseLibrary(library.text, library.file, elements)
  const settings = spec.settings ? parseSettings(spec.settings.text, spec.settings.file, entries.length) : []
  const model = buildModel(entries, settings)
  const symbols = model.elements.map(({ symbol }) => symbol)
  const twice = symbols.findIndex((symbol, k) => symbols.indexOf(symbol) < k)
  if (twice >= 0) {
    throw new Failure(`${elements[symbols.indexOf(symbols[twice])]} and ${elements[twice]} are both ${symbols[twice]}`, {
      place: { file: library.file },
      advice: "an element can have one entry of the library",
    })
  }
  return Object.freeze({ ...meamPotential(model, spec), lammps: () => meamLammpsModel(entries, settings, symbols) })
}

/** The commands that make LAMMPS run a MEAM potential, and its files, in which entries are called by their symbols. */
function meamLammpsModel(entries: readonly LibraryEntry[], settings: readonly Setting[], symbols: readonly string[]): LammpsModel {
  const name = symbols.join("")
  const files = {
    [`${name}.library.meam`]: formatLibrary(entries.map((entry, k) => ({ ...entry, name: symbols[k] }))),
    [`${name}.meam`]: formatSettings(settings),
  }
  const text = `${name}.library.meam ${symbols.join(" ")} ${name}.meam`
  return { terms: [{ style: "meam", settings: "", coefficients: [{ among: symbols, text }] }], files, exact: true, warnings: [] }
}
