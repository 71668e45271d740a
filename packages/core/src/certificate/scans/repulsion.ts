import type { Structure } from "../../atoms/structure.ts"
import { evaluateStructure } from "../../potentials/evaluate-structure.ts"
import type { Model } from "../model.ts"

/** Dimers looked at between the nearest distance and all of it. */
const POINTS = 101
/** Part of the shortest distance down to which atoms must repel each other. */
const NEAREST = 0.5

/** How two atoms repel each other closer than they are meant to come. */
export interface Repulsion {
  /** From the shortest distance inward [Å]. */
  readonly distances: readonly number[]
  /** [eV] */
  readonly energies: readonly number[]
  /** Where, going inward, repulsion ends; absent where it lasts. */
  readonly end?: {
    readonly distance: number
    /** Energy that it takes to get there from the shortest distance [eV]. */
    readonly barrier: number
    /** How far the energy falls from there to the nearest distance, at most [eV]; 0 where it stays. */
    readonly fall: number
  }
}

/** A dimer with two wells, with no more than this part of the binding of an atom between them, has one. */
export const RIPPLE = 0.01

/**
 * Follows a dimer inward from a distance d to d/2: past the well of the dimer, which may lie there, its energy, with the embedding of both
 * atoms, must only rise.
 *
 * @param ripple what it may rise by within the well [eV]: no barrier to anything, and no repulsion yet
 */
export function repulsionOf({ potential, theta }: Model, a: number, b: number, distance: number, ripple: number = 0): Repulsion {
  const distances = Array.from({ length: POINTS }, (_, i) => distance * (1 - ((1 - NEAREST) * i) / (POINTS - 1)))
  const energies = distances.map((r) => evaluateStructure(potential, theta, dimer(a, b, r)).energy)
  const at = endOf(energies, ripple)
  if (at === undefined) return { distances, energies }
  const fall = energies[at] - Math.min(...energies.slice(at))
  return { distances, energies, end: { distance: distances[at], barrier: energies[at] - energies[0], fall } }
}

/** Two atoms along x. */
export function dimer(a: number, b: number, distance: number): Structure {
  return { numbers: Int32Array.of(a, b), positions: Float64Array.of(0, 0, 0, distance, 0, 0), cell: null, pbc: [false, false, false] }
}

function endOf(energies: readonly number[], ripple: number): number | undefined {
  const last = energies.length - 1
  // An overflow is a wall; only what is no number at all repels nobody.
  const rises = (k: number): boolean => energies[k + 1] > energies[k] || energies[k] === Infinity
  let lowest = energies[0]
  for (let k = 0, repelled = false; k < last; k++) {
    if (rises(k)) repelled ||= !(energies[k + 1] <= lowest + ripple)
    else if (repelled) return k
    else lowest = Math.min(lowest, energies[k + 1])
  }
  return rises(last - 1) ? undefined : 0
}
