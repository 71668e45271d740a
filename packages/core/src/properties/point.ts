import type { Potential } from "../potentials/potential.ts"

/** Where relaxations ended, by name, `[coordinates]`: plain numbers, to be kept with a checkpoint. */
export type Memory = Map<string, Float64Array>

/** A potential at one θ, with what has been worked out of it there: observables share crystals, crystals share relaxations. */
export interface Point {
  readonly potential: Potential
  /** `[K]` */
  readonly theta: Float64Array
  /** Relaxations start from here and leave here where they ended. */
  readonly memory: Memory
  /** The result of `work` under its name, worked out at the first call. */
  once<T>(name: string, work: () => T): T
}

/**
 * A potential at θ.
 *
 * Minima are met to rounding wherever a relaxation starts, so the memory changes no digits that matter; but to repeat a run bit for
 * bit, hand in the memory it had.
 */
export function pointAt(potential: Potential, theta: Float64Array, memory: Memory = new Map()): Point {
  const done = new Map<string, unknown>()
  return Object.freeze({
    potential,
    theta,
    memory,
    once<T>(name: string, work: () => T): T {
      if (!done.has(name)) done.set(name, work())
      // Each name is used with one kind of result only, that of the function which asks for it.
      return done.get(name) as T
    },
  })
}
