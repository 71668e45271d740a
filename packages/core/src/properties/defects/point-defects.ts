import { cellVolume, timesMatrix } from "../../atoms/cell.ts"
import { symbolOf } from "../../atoms/elements.ts"
import { Failure } from "../../failure/failure.ts"
import type { Crystal } from "../crystal/crystal.ts"
import type { Repeated } from "../crystal/repeated.ts"
import type { Observable } from "../observable.ts"
import { formationEnergy, type PointDefectOptions } from "./formation-energy.ts"
import { towardsHole } from "./towards-hole.ts"

/**
 * Of `interstitialEnergy`: a place, or an atom (of a number in the primitive cell, the first one unless given) replaced by two along a
 * direction; both in the axes of the conventional cell.
 */
export type InterstitialSite =
  | { readonly at: readonly [number, number, number] }
  | { readonly dumbbell: readonly [number, number, number]; readonly atom?: number }

/** Half the distance of the two atoms of a dumbbell, in units of (volume per atom)^(1/3). */
const DUMBBELL = 0.45

/**
 * Formation energy [eV] of a vacancy: `E(N − 1) − E(N) + μ`, positions relaxed from neighbours pushed a little towards the hole, without
 * breaking the symmetry of the site unless told so.
 *
 * @param site number of the atom of the primitive cell that is left out
 */
export function vacancyEnergy(crystal: Crystal, options: PointDefectOptions = {}, site = 0): Observable {
  const exchanged = [{ number: numberAt(crystal, site), atoms: -1 }]
  return formationEnergy(crystal, site === 0 ? "vacancy" : `vacancy ${site + 1}`, options, exchanged, (perfect) => {
    const gone = perfect.origins.indexOf(site)
    const kept = (_: number, i: number): boolean => i !== gone
    return {
      structure: {
        ...perfect.structure,
        numbers: perfect.structure.numbers.filter(kept),
        positions: perfect.structure.positions.filter((_, k) => kept(0, Math.floor(k / 3))),
      },
      origins: perfect.origins.filter(kept),
      push: towardsHole(perfect.structure, perfect.structure.positions.subarray(3 * gone, 3 * gone + 3)).filter(
        (_, k) => Math.floor(k / 3) !== gone,
      ),
    }
  })
}

/**
 * Formation energy [eV] of an atom of another element in the place of one: `E(changed) − E(crystal) + μ_old − μ_new`, positions relaxed.
 *
 * @param site number of the atom of the primitive cell that is replaced
 * @param number atomic number of what replaces it
 */
export function antisiteEnergy(crystal: Crystal, site: number, number: number, options: PointDefectOptions = {}): Observable {
  const old = numberAt(crystal, site)
  const label = `${symbolOf(number)} in the place of ${symbolOf(old)}, atom ${site + 1}`
  const exchanged = [
    { number: old, atoms: -1 },
    { number, atoms: 1 },
  ]
  return formationEnergy(crystal, label, options, exchanged, ({ structure, origins }) => {
    const numbers = structure.numbers.slice()
    numbers[origins.indexOf(site)] = number
    return { structure: { ...structure, numbers }, origins }
  })
}

/**
 * Formation energy [eV] of one more atom: `E(N + 1) − E(N) − μ`, positions relaxed; unless its symmetry may be broken, a site that only
 * symmetry keeps stays what it is.
 *
 * @param label names it in reports: `octahedral`, `<100> dumbbell`
 * @param number atomic number of the added atom
 */
export function interstitialEnergy(
  crystal: Crystal,
  label: string,
  site: InterstitialSite,
  options: PointDefectOptions = {},
  number: number = crystal.primitive.numbers[0],
): Observable {
  const what = number === crystal.primitive.numbers[0] ? label : `${label} ${symbolOf(number)}`
  return formationEnergy(crystal, `${what} interstitial`, options, [{ number, atoms: 1 }], (perfect) => {
    const { structure, origins } = perfect
    const positions = [...structure.positions]
    if ("at" in site) {
      positions.push(...timesMatrix(site.at, crystal.conventional))
    } else {
      const along = timesMatrix(site.dumbbell, crystal.conventional)
      const reach = DUMBBELL * Math.cbrt(volumePerAtom(perfect)) * (1 / Math.hypot(...along))
      const at = 3 * origins.indexOf(site.atom ?? 0)
      for (let c = 0; c < 3; c++) {
        positions.push(positions[at + c] + reach * along[c])
        positions[at + c] -= reach * along[c]
      }
    }
    return {
      structure: { ...structure, numbers: Int32Array.of(...structure.numbers, number), positions: Float64Array.from(positions) },
      origins: Int32Array.of(...origins, -1),
    }
  })
}

function numberAt({ name, primitive }: Crystal, site: number): number {
  const number = primitive.numbers[site]
  if (number !== undefined) return number
  throw new Failure(`${name} has no atom ${site + 1}`, { advice: `its primitive cell has ${primitive.numbers.length}, counted from 1` })
}

function volumePerAtom({ structure }: Repeated): number {
  return structure.cell === null ? 1 : cellVolume(structure.cell) / structure.numbers.length
}
