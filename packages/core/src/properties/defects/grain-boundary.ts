import type { Structure } from "../../atoms/structure.ts"
import { inverse, timesMatrix } from "../../atoms/cell.ts"
import type { Crystal } from "../crystal/crystal.ts"
import { latticeAlong } from "../crystal/oriented.ts"
import { repeatedIn } from "../crystal/repeated.ts"
import type { Observable } from "../observable.ts"
import { invariantDisplacements } from "../symmetry/invariants.ts"
import { operationsOf } from "../symmetry/operations.ts"
import type { Defect } from "./defect.ts"
import { stacked } from "./planar-defects.ts"
import { planarEnergy } from "./planar-energy.ts"

/** How two grains meet. */
export interface Contact {
  /** Height of the mirror between lattice planes, in units of their distance. */
  readonly cut: number
  /** Of one grain against the other along the two lattice vectors in the plane, in units of them. */
  readonly shift: readonly [number, number]
}

/** Thickness of each grain [Å]. */
const THICKNESS = 12
/** Atoms closer than this part of the nearest distance are one too many. */
const CLOSE = 0.7

/** Least distance of two atoms of a crystal [Å]. */
export function nearestDistance({ primitive, conventional }: Crystal): number {
  const { positions } = primitive
  const cell = primitive.cell ?? conventional
  let best = Infinity
  for (let k = 0; k < 125; k++) {
    const shift = timesMatrix([(k % 5) - 2, (Math.floor(k / 5) % 5) - 2, Math.floor(k / 25) - 2], cell)
    for (let i = 0; i < positions.length; i += 3) {
      const distance = Math.hypot(...[0, 1, 2].map((c) => positions[i + c] + shift[c] - positions[c]))
      if (distance > 1e-6) best = Math.min(best, distance)
    }
  }
  return best
}

/**
 * Two grains, mirror images of each other across a plane (h k l): a symmetric tilt boundary or twin, whose lattices have the plane in
 * common. Periodic, so that the cell holds two of them, which are the same in a crystal with inversion. Where atoms of the two come too
 * close, one is left out.
 *
 * @param push where relaxation starts, `[3N]` [Å]
 */
export function bicrystal(
  crystal: Crystal,
  plane: readonly [number, number, number],
  { cut, shift }: Contact,
  push?: Float64Array,
): Defect {
  const lattice = latticeAlong(crystal, plane)
  const { normal, spacing } = lattice
  const count = Math.max(4, Math.ceil(THICKNESS / spacing))
  const height = count * spacing
  const stack = stacked(lattice, count)
  const { structure, origins } = repeatedIn(crystal, stack)
  const up = stack.subarray(6, 9)
  const aside = [0, 1, 2].map((c) => shift[0] * stack[c] + shift[1] * stack[3 + c])
  const places: number[] = []
  const kinds: number[] = []
  const from: number[] = []
  const add = (place: readonly number[], i: number): void => {
    places.push(...place)
    kinds.push(structure.numbers[i])
    from.push(origins[i])
  }
  const heightOf = (place: ArrayLike<number>): number => place[0] * normal[0] + place[1] * normal[1] + place[2] * normal[2] - cut * spacing
  const within = (i: number, low: number): readonly number[] => {
    const place = structure.positions.subarray(3 * i, 3 * i + 3)
    const turns = Math.floor((heightOf(place) - low) / height)
    return [0, 1, 2].map((c) => place[c] - turns * up[c])
  }
  for (let i = 0; i < origins.length; i++) add(within(i, -1e-6), i)
  for (let i = 0; i < origins.length; i++) {
    // A plane in the mirror belongs to the upper grain below, to the lower one above.
    const place = within(i, 1e-6)
    const z = heightOf(place)
    add(
      place.map((x, c) => x - 2 * z * normal[c] + aside[c]),
      i,
    )
  }
  const cell = Float64Array.of(...stack.subarray(0, 6), ...normal.map((value) => 2 * height * value))
  const whole: Structure = { numbers: Int32Array.from(kinds), positions: Float64Array.from(places), cell, pbc: [true, true, true] }
  const kept = apart(whole, CLOSE * nearestDistance(crystal))
  const reference: Structure = {
    ...whole,
    numbers: Int32Array.from(kept, (i) => kinds[i]),
    positions: Float64Array.from(kept.flatMap((i) => places.slice(3 * i, 3 * i + 3))),
  }
  const across = Float64Array.from({ length: 9 }, (_, k) => normal[Math.floor(k / 3)] * normal[k % 3])
  return {
    name: nameOf(crystal, plane, { cut, shift }),
    crystal,
    body: { reference, strains: [across], displacements: invariantDisplacements(operationsOf(reference), kept.length) },
    // The lower grain is a mirror image: what the bulk moves inside its cell does not fit it.
    origins: Int32Array.from(kept, (i) => (i < origins.length ? from[i] : -1)),
    ...(push && { push }),
    reservoirs: [{ crystal, atoms: kept.length }],
  }
}

/** Energy of a grain boundary [eV/Å²]: half of what a bicrystal has more than as much crystal, per area, its thickness free. */
export function grainBoundaryEnergy(
  crystal: Crystal,
  plane: readonly [number, number, number],
  contact: Contact,
  push?: Float64Array,
): Observable {
  let made: Defect | undefined
  return planarEnergy({
    name: nameOf(crystal, plane, contact),
    kind: "grain-boundary energy",
    faces: 2,
    crystal,
    defect: () => (made ??= bicrystal(crystal, plane, contact, push)),
  })
}

/** Of atoms that are closer than a distance the first one only. */
function apart({ positions, cell }: Structure, least: number): readonly number[] {
  const back = inverse(cell ?? [])
  const kept: number[] = []
  for (let i = 0; 3 * i < positions.length; i++) {
    const meets = kept.some((j) => {
      const fractional = timesMatrix(
        [0, 1, 2].map((c) => positions[3 * i + c] - positions[3 * j + c]),
        back,
      ).map((x) => x - Math.round(x))
      return Math.hypot(...timesMatrix(fractional, cell ?? [])) < least
    })
    if (!meets) kept.push(i)
  }
  return kept
}

function nameOf({ name }: Crystal, plane: readonly [number, number, number], { cut, shift }: Contact): string {
  return `${name}: grain boundary (${plane.join(" ")}), cut ${cut}, shift ${shift.join(" ")}`
}
