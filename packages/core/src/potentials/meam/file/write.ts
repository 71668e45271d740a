import { massOf } from "../../../atoms/elements.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import type { LammpsModel } from "../../lammps-model.ts"
import { coordination, latticeConstant, type Lattice } from "../model/lattice.ts"
import type { PlacedMeam } from "../spec/place.ts"
import { formatLibrary, formatSettings } from "./format.ts"
import type { LibraryEntry } from "./library-entry.ts"
import type { Setting, SettingName } from "./settings.ts"

/** The commands that make LAMMPS run a MEAM potential at θ, and its library and parameter file, in which entries are called by symbols. */
export function meamFiles(placed: PlacedMeam, theta: Float64Array): LammpsModel {
  const symbols = placed.atoms.map(({ symbol }) => symbol)
  const name = symbols.join("")
  const files = {
    [`${name}.library.meam`]: formatLibrary(libraryEntries(placed, theta)),
    [`${name}.meam`]: formatSettings(settings(placed, theta)),
  }
  const text = `${name}.library.meam ${symbols.join(" ")} ${name}.meam`
  return { terms: [{ style: "meam", settings: "", coefficients: [{ among: symbols, text }] }], files, exact: true, warnings: [] }
}

function libraryEntries({ atoms }: PlacedMeam, theta: Float64Array): readonly LibraryEntry[] {
  return atoms.map(({ symbol, number, lattice, charge, mass, combination, columns }) => {
    const of = (parameter: string): number => theta[columns[parameter]]
    return {
      name: symbol,
      lattice,
      neighbours: coordination(lattice),
      atomicNumber: charge,
      mass: mass ?? massOf(number),
      alpha: of("alpha"),
      beta: [of("b0"), of("b1"), of("b2"), of("b3")],
      latticeConstant: latticeConstant(lattice, of("re")),
      cohesiveEnergy: of("Ec"),
      embedding: of("asub"),
      weights: [1, of("t1"), of("t2"), of("t3")],
      density: of("rho0"),
      combination,
    }
  })
}

/** All that a library does not say, and rₑ, which its lattice constants give but for rounding. */
function settings({ atoms, pairs, screening, options }: PlacedMeam, theta: Float64Array): readonly Setting[] {
  const lines: Setting[] = []
  const add = (name: SettingName, value: number | Lattice, ...elements: readonly number[]): void => {
    lines.push({ name, elements, value })
  }
  add("rc", options.cutoff)
  add("delr", options.width)
  add("augt1", options.augmentation)
  add("gsmooth_factor", options.smoothing)
  add("ialloy", options.averaging)
  add("erose_form", options.roseForm)
  add("mixture_ref_t", Number(options.mixedBackground))
  add("bkgd_dyn", Number(options.plainBackground))
  add("emb_lin_neg", Number(options.linearEmbedding))
  atoms.forEach((_, a) => {
    for (let b = a; b < atoms.length; b++) {
      const { lattice, angle, second, nuclear, columns } = pairs[speciesPair(a, b, atoms.length)]
      const of = (parameter: string): number => theta[columns[parameter]]
      if (a < b) {
        add("lattce", lattice, a, b)
        add("Ec", of("Ec"), a, b)
        add("alpha", of("alpha"), a, b)
      }
      add("re", of("re"), a, b)
      add("attrac", of("attrac"), a, b)
      add("repuls", of("repuls"), a, b)
      add("nn2", Number(second), a, b)
      add("zbl", Number(nuclear), a, b)
      if (angle !== 180) add("theta", angle, a, b)
    }
  })
  atoms.forEach((_, a) => {
    for (let b = a; b < atoms.length; b++) {
      for (let c = 0; c < atoms.length; c++) {
        const columns = screening[(a * atoms.length + b) * atoms.length + c]
        add("Cmin", theta[columns["Cmin"]], a, b, c)
        add("Cmax", theta[columns["Cmax"]], a, b, c)
      }
    }
  })
  return lines
}
