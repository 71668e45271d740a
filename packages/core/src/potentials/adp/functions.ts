import type { RadialFunction } from "../functions/radial.ts"
import { eamColumns, eamLayout, pairNames, type EamFunctions } from "../eam/functions.ts"
import type { Parameter, ParameterLayout } from "../parameters.ts"
import { underPath } from "../spec/under-path.ts"

/** The functions of an angular-dependent potential for n elements: those of embedded atoms and, for each pair of elements, two more. */
export interface AdpFunctions {
  readonly eam: EamFunctions
  /** u_ab [eV^½/Å], `[n(n + 1)/2]`, at `speciesPair(a, b, n)`. */
  readonly dipole: readonly RadialFunction[]
  /** w_ab [eV^½/Å²], `[n(n + 1)/2]`. */
  readonly quadrupole: readonly RadialFunction[]
}

/** First parameter of each function behind those of embedded atoms: all dipoles, then all quadrupoles. */
export interface AdpColumns {
  readonly dipole: readonly number[]
  readonly quadrupole: readonly number[]
  /** First column of a quadrupole. */
  readonly quadrupoles: number
  /** First column of a dipole. */
  readonly dipoles: number
  readonly count: number
}

/** Where the parameters of each function stand. */
export function adpColumns(functions: AdpFunctions): AdpColumns {
  const dipoles = eamColumns(functions.eam).count
  let column = dipoles
  const place = (list: readonly RadialFunction[]): readonly number[] =>
    list.map((radial) => {
      const start = column
      column += radial.parameters.length
      return start
    })
  const dipole = place(functions.dipole)
  const quadrupoles = column
  const quadrupole = place(functions.quadrupole)
  return { dipole, quadrupole, dipoles, quadrupoles, count: column }
}

/** The layouts of all functions under their paths: those of embedded atoms, then `dipole.Cu-Ni.A`, `quadrupole.Cu-Ni.knot3`. */
export function adpLayout({ eam, dipole, quadrupole }: AdpFunctions): ParameterLayout {
  const names = pairNames(eam.symbols)
  const under = (path: string, list: readonly RadialFunction[]): readonly Parameter[] =>
    // Energies are squares of sums of these functions: never linear, whatever they are in their own parameters.
    list.flatMap((radial, k) => underPath(radial.parameters, `${path}.${names[k]}`).map((one) => Object.freeze({ ...one, linear: false })))
  return Object.freeze([...eamLayout(eam), ...under("dipole", dipole), ...under("quadrupole", quadrupole)])
}
