import { type CurvaturePair, dot, inverseTimes, largest } from "../../dynamics/minimise/curvature-memory.ts"

/** Where forces led. */
export interface Followed {
  readonly x: Float64Array
  readonly iterations: number
}

const REMEMBERED = 25
/** Longest step of a coordinate [Å]. */
const LONGEST = 0.12
/** Forces that grow by more than this in a step tell that it was too long. */
const WORSE = 4
const SHORTENINGS = 6

/**
 * Follows forces that are the slope of no energy, such as those of an elastic band, by limited-memory BFGS steps of bounded length
 * without a search along them (D. Sheppard, R. Terrell, G. Henkelman, doi:10.1063/1.2841941).
 *
 * @param stiffness expected before any is known [eV/Å²]
 */
export function quasiNewton(
  start: Float64Array,
  forcesAt: (x: Float64Array) => Float64Array,
  isDone: () => boolean,
  { iterations, stiffness }: { readonly iterations: number; readonly stiffness: number },
): Followed {
  let x = start.slice()
  let forces = forcesAt(x)
  const pairs: CurvaturePair[] = []
  for (let n = 0; ; n++) {
    if (isDone() || n === iterations) return { x, iterations: n }
    const step = inverseTimes(forces, pairs, stiffness)
    if (!(dot(step, forces) > 0)) {
      // What is remembered leads against the forces: forget it.
      pairs.length = 0
      step.set(forces.map((force) => force / stiffness))
    }
    const factor = Math.min(1, LONGEST / largest(step))
    const s = step.map((value) => factor * value)
    let next = x.map((value, i) => value + s[i])
    let after = forcesAt(next)
    for (let k = 0; k < SHORTENINGS && !(largest(after) < WORSE * Math.max(LONGEST * stiffness, largest(forces))); k++) {
      // Atoms were pushed into each other: go less far.
      pairs.length = 0
      for (let i = 0; i < s.length; i++) s[i] /= 4
      next = x.map((value, i) => value + s[i])
      after = forcesAt(next)
    }
    const before = forces
    const y = before.map((force, i) => force - after[i])
    const sy = dot(s, y)
    if (sy > 1e-10 * dot(s, s)) pairs.push({ s, y, sy })
    else pairs.length = 0
    if (pairs.length > REMEMBERED) pairs.shift()
    x = next
    forces = after
  }
}
