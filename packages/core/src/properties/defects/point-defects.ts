import { cellVolume, timesMatrix } from "../../atoms/cell.ts"
import { elementsOf, symbolOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { copiesOver, type Repeated, supercellOf } from "../crystal/repeated.ts"
import type { Observable } from "../observable.ts"
import { invariantDisplacements, invariantStrains } from "../symmetry/invariants.ts"
import { operationsOf } from "../symmetry/operations.ts"

import { towardsHole } from "./towards-hole.ts"
import { addExcessDerivative, type Defect, excessEnergy, relaxedDefect, reservoirsOf } from "./defect.ts"

/** How a point defect is set up. */
export interface PointDefectOptions {
  /** Copies of the conventional cell; unless given, as many as make it 10 Å long. */
  readonly supercell?: readonly [number, number, number]
  /** Whether the supercell keeps the volume of the relaxed crystal, or finds its own. */
  readonly volume?: "fixed" | "relaxed"
  /** Whether the defect keeps the symmetry of its site, or is pushed a little out of it. */
  readonly symmetry?: "kept" | "broken"
  /** Where atoms that are taken out go, or added ones come from; the crystal itself when it is an element. */
  readonly reservoir?: Crystal
}

/** Of `interstitialEnergy`: a place, or an atom replaced by two along a direction; both in the axes of the conventional cell. */
export type InterstitialSite = { readonly at: readonly [number, number, number] } | { readonly dumbbell: readonly [number, number, number] }

/** Length of a cell in which a defect hardly meets its images [Å]. */
export const DEFECT_CELL = 10
/** How far atoms start out of a symmetric site [Å]. */
const ASIDE = 0.03
/** Half the distance of the two atoms of a dumbbell, in units of (volume per atom)^(1/3). */
const DUMBBELL = 0.45

/**
 * Formation energy [eV] of a vacancy: `E(N − 1) − E(N) + μ`, positions relaxed from neighbours pushed a little towards the hole, without
 * breaking the symmetry of the site unless told so.
 *
 * @param site number of the atom of the primitive cell that is left out
 */
export function vacancyEnergy(crystal: Crystal, options: PointDefectOptions = {}, site = 0): Observable {
  const number = crystal.primitive.numbers[site]
  if (number === undefined) {
    throw new Failure(`${crystal.name} has no atom ${site + 1}`, {
      advice: `its primitive cell has ${crystal.primitive.numbers.length}, counted from 1`,
    })
  }
  return formation(crystal, site === 0 ? "vacancy" : `vacancy ${site + 1}`, options, number, (perfect) => {
    const gone = perfect.origins.indexOf(site)
    const kept = (_: number, i: number): boolean => i !== gone
    return {
      structure: {
        ...perfect.structure,
        numbers: perfect.structure.numbers.filter(kept),
        positions: perfect.structure.positions.filter((_, k) => kept(0, Math.floor(k / 3))),
      },
      origins: perfect.origins.filter(kept),
      change: -1,
      push: towardsHole(perfect.structure, perfect.structure.positions.subarray(3 * gone, 3 * gone + 3)).filter(
        (_, k) => Math.floor(k / 3) !== gone,
      ),
    }
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
  return formation(crystal, `${label} interstitial`, options, number, (perfect) => {
    const { structure } = perfect
    const positions = [...structure.positions]
    if ("at" in site) {
      positions.push(...timesMatrix(site.at, crystal.conventional))
    } else {
      const along = timesMatrix(site.dumbbell, crystal.conventional)
      const reach = DUMBBELL * Math.cbrt(volumePerAtom(perfect)) * (1 / Math.hypot(...along))
      for (let c = 0; c < 3; c++) {
        positions.push(positions[c] + reach * along[c])
        positions[c] -= reach * along[c]
      }
    }
    return {
      structure: { ...structure, numbers: Int32Array.of(...structure.numbers, number), positions: Float64Array.from(positions) },
      origins: Int32Array.of(...perfect.origins, -1),
      change: 1,
    }
  })
}

interface Changed {
  readonly structure: Structure
  readonly origins: Int32Array
  /** Atoms added. */
  readonly change: number
  /** Where relaxation starts, `[3N]` [Å]. */
  readonly push?: Float64Array
}

function formation(
  crystal: Crystal,
  label: string,
  options: PointDefectOptions,
  added: number,
  make: (perfect: Repeated) => Changed,
): Observable {
  const copies = options.supercell ?? copiesOver(crystal, DEFECT_CELL)
  const volume = options.volume ?? "fixed"
  const cell = options.supercell ? ` in ${copies.join("×")} cells` : ""
  const name = `${crystal.name}: ${label}${volume === "relaxed" ? " at zero pressure" : ""}${options.symmetry === "broken" ? " of no symmetry" : ""}${cell}`
  const { reservoir } = options
  const several = new Set(crystal.primitive.numbers).size > 1
  if (several && !reservoir) {
    throw new Failure(`${name}: the atom that is taken out or added needs a reservoir`, { advice: "give the crystal of its element" })
  }
  const from = reservoir ?? crystal
  if (!from.primitive.numbers.every((one) => one === added)) {
    throw new Failure(`${name}: ${from.name} is no reservoir of ${symbolOf(added)}`, { advice: "give the crystal of this element" })
  }
  let made: Defect | undefined
  const defect = (): Defect => (made ??= makeDefect())
  function makeDefect(): Defect {
    const perfect = supercellOf(crystal, copies)
    const { structure, origins, change, push = new Float64Array(structure.positions.length) } = make(perfect)
    const broken = options.symmetry === "broken"
    const [first, ...others] = operationsOf(structure)
    const operations = broken ? [first] : [first, ...others]
    return {
      name,
      crystal,
      body: {
        reference: structure,
        strains: volume === "relaxed" ? invariantStrains(operations) : [],
        displacements: invariantDisplacements(operations, structure.numbers.length),
      },
      origins,
      push: broken ? push.map((value, k) => value + ASIDE * scattered(k)) : push,
      reservoirs: reservoirsOf([
        { crystal, atoms: perfect.structure.numbers.length },
        { crystal: from, atoms: change },
      ]),
    }
  }
  return Object.freeze({
    name,
    kind: "point defect",
    elements: elementsOf([...crystal.primitive.numbers, added]),
    dimension: "energy",
    unit: "eV",
    tolerance: 0.02,
    read(point) {
      const { trouble } = relaxedDefect(point, defect())
      return { value: excessEnergy(point, defect()), trouble }
    },
    derivative(point) {
      const out = new Float64Array(point.theta.length)
      addExcessDerivative(point, defect(), 1, out)
      return out
    },
  } satisfies Observable)
}

/** Numbers between −1 and 1 without pattern, the same each time: the golden ratio's multiples, whole parts left out. */
function scattered(k: number): number {
  const turns = (k + 1) * 0.6180339887498949
  return 2 * (turns - Math.floor(turns)) - 1
}

function volumePerAtom({ structure }: Repeated): number {
  return structure.cell === null ? 1 : cellVolume(structure.cell) / structure.numbers.length
}
