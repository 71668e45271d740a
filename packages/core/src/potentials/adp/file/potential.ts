import type { Place } from "../../../failure/failure.ts"
import { speciesPair } from "../../../graph/pair-segments.ts"
import { tabulatedDensity } from "../../eam/setfl/interpolation.ts"
import { setflElements, setflFunctions } from "../../eam/setfl/potential.ts"
import { setflPair } from "../../eam/setfl/setfl.ts"
import type { RadialFunction } from "../../functions/radial.ts"
import { adpPotential, type AdpPotential } from "../adp.ts"
import type { AdpFunctions } from "../functions.ts"
import type { AdpTable } from "./adp-table.ts"
import { adpFileModel } from "./lammps-model.ts"
import { parseAdp } from "./parse.ts"

/**
 * The potential of an ADP file, evaluated as LAMMPS does; it has no parameters.
 *
 * @throws Failure with line and column for a file that is no ADP file, or names an element that does not exist.
 */
export function potentialFromAdp(text: string, place: Place): AdpPotential {
  const table = parseAdp(text, place.file)
  const elements = setflElements(table.setfl, text, place.file)
  const spec = { kind: "adp-file", file: place.file, text }
  return adpPotential(adpTableFunctions(table), elements, table.setfl.cutoff, spec, () => adpFileModel(table, true))
}

/** The functions of a table, with LAMMPS's interpolation. */
function adpTableFunctions({ setfl, dipoles, quadrupoles }: AdpTable): AdpFunctions {
  const count = setfl.elements.length
  const functions = (blocks: readonly Float64Array[]): readonly RadialFunction[] => {
    const list: RadialFunction[] = []
    for (let a = 0; a < count; a++) {
      for (let b = a; b < count; b++) {
        list[speciesPair(a, b, count)] = tabulatedDensity(blocks[setflPair(a, b)], setfl.radiusStep, setfl.cutoff)
      }
    }
    return list
  }
  return Object.freeze({ eam: setflFunctions(setfl), dipole: functions(dipoles), quadrupole: functions(quadrupoles) })
}
