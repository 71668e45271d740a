import { pairNames } from "../../eam/functions.ts"
import { sample } from "../../eam/sample.ts"
import { between, distanceTable, tableRadii, tabulateEam, type Tabulation } from "../../eam/setfl/tabulate.ts"
import { tabulatedDensity } from "../../eam/setfl/interpolation.ts"
import { setflPair } from "../../eam/setfl/setfl.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import { adpColumns, type AdpFunctions } from "../functions.ts"
import type { AdpTable } from "./adp-table.ts"

/** A table and how good that of its embedded atoms is. */
export interface AdpTabulation {
  readonly table: AdpTable
  readonly embedded: Tabulation
}

const MOST = 40_000
/** Largest error of u′ r and w′ r², relative to their largest values and √eV: what forces of moments of 1 √eV feel [√eV/Å]. */
const TOLERANCE = 1e-7

/**
 * Tabulates an angular-dependent potential for LAMMPS, on the grids of `tabulateEam`, doubled until its interpolation of dipole and
 * quadrupole functions is good too.
 *
 * @param cutoff [Å]
 * @throws Failure where a function has no finite value.
 */
export function tabulateAdp(functions: AdpFunctions, theta: Float64Array, cutoff: number): AdpTabulation {
  const columns = adpColumns(functions)
  const own = theta.slice(0, columns.dipoles)
  let embedded = tabulateEam(functions.eam, own, { cutoff, title: "angular-dependent potential" })
  const dipole = functions.dipole.map((radial, k) => held(radial, theta, columns.dipole[k]))
  const quadrupole = functions.quadrupole.map((radial, k) => held(radial, theta, columns.quadrupole[k]))
  const shortest = 0.3 * cutoff
  for (;;) {
    const { radiusCount, radiusStep } = embedded.setfl
    const radii = tableRadii(cutoff, radiusCount)
    const points = between(shortest, cutoff, radiusStep)
    const names = pairNames(functions.eam.symbols)
    const tabulated = (role: string, list: readonly Held[]): readonly Float64Array[] =>
      list.map(({ radial, own }, k) => distanceTable(sample(radial, own, radii).f, `the ${role} function of ${names[k]}`, radii))
    const [u, w] = [tabulated("dipole", dipole), tabulated("quadrupole", quadrupole)]
    const error = (list: readonly Held[], tables: readonly Float64Array[], power: number): number =>
      list.reduce((worst, { radial, own }, k) => {
        const exact = sample(radial, own, points).df
        const near = sample(tabulatedDensity(tables[k], radiusStep, cutoff), [], points).df
        return points.reduce((most, r, m) => Math.max(most, Math.abs(exact[m] - near[m]) * r ** power), worst)
      }, 0)
    const good = Math.max(error(dipole, u, 1), error(quadrupole, w, 2)) <= TOLERANCE
    if (good || radiusCount >= MOST) {
      const count = functions.eam.symbols.length
      return { embedded, table: { setfl: embedded.setfl, dipoles: triangle(u, count), quadrupoles: triangle(w, count) } }
    }
    embedded = tabulateEam(functions.eam, own, { cutoff, title: "angular-dependent potential", radiusCount: 2 * radiusCount })
  }
}

interface Held {
  readonly radial: RadialFunction
  readonly own: Float64Array
}

function held(radial: RadialFunction, theta: Float64Array, column: number): Held {
  return { radial, own: theta.slice(column, column + radial.parameters.length) }
}

/** Tables of all pairs in the order of the file. */
function triangle(tables: readonly Float64Array[], count: number): readonly Float64Array[] {
  const list: Float64Array[] = []
  for (let a = 0; a < count; a++) for (let b = 0; b <= a; b++) list[setflPair(a, b)] = tables[speciesPair(a, b, count)]
  return list
}
