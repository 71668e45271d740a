import { type CurvaturePair, dot, inverseTimes, largest } from "./curvature-memory.ts"

/** A function and its gradient at a point; `undefined` where it has no value. */
export type Landscape = (x: Float64Array) => Place | undefined

export interface Place {
  readonly value: number
  readonly gradient: Float64Array
}

/** Where a minimisation ended. */
export interface Minimum {
  readonly x: Float64Array
  /** Largest component of the gradient. */
  readonly slope: number
  readonly evaluations: number
  readonly outcome: "converged" | "stalled" | "limit"
}

/** What a minimisation is told. */
export interface MinimiseOptions {
  /** Converged when no component of the gradient is larger. */
  readonly tolerance: number
  /** No component of x changes more than this in one step. */
  readonly longest: number
  /** Curvature that is expected before any is known. */
  readonly stiffness: number
  readonly evaluations: number
}

const REMEMBERED = 30
const TRIALS = 25

/**
 * Limited-memory BFGS with steps of bounded length (J. Nocedal, Math. Comput. 35, 773 (1980), doi:10.1090/S0025-5718-1980-0572855-7).
 * Near the minimum, where values differ by rounding only, the slope along the step decides (the approximate Wolfe conditions of
 * W. W. Hager and H. Zhang, doi:10.1137/030601880), so gradients reach rounding too. Deterministic.
 */
export function minimise(landscape: Landscape, start: Float64Array, options: MinimiseOptions): Minimum {
  let x = start.slice()
  const first = landscape(x)
  let evaluations = 1
  if (!first) return { x, slope: Infinity, evaluations, outcome: "stalled" }
  let here: Place = first
  const pairs: CurvaturePair[] = []
  for (;;) {
    const slope = largest(here.gradient)
    if (slope <= options.tolerance) return { x, slope, evaluations, outcome: "converged" }
    if (evaluations >= options.evaluations) return { x, slope, evaluations, outcome: "limit" }
    const step = inverseTimes(
      here.gradient.map((g) => -g),
      pairs,
      options.stiffness,
    )
    let along = dot(step, here.gradient)
    if (!(along < 0)) {
      pairs.length = 0
      step.set(here.gradient.map((g) => -g / options.stiffness))
      along = dot(step, here.gradient)
    }
    let length = Math.min(1, options.longest / largest(step))
    let next: Place | undefined
    let trial = x
    for (let k = 0; ; k++) {
      trial = x.map((value, i) => value + length * step[i])
      next = landscape(trial)
      evaluations++
      if (next && isBetter(here.value, next.value, along * length, dot(next.gradient, step) * length)) break
      if (k === TRIALS || evaluations >= options.evaluations) {
        const outcome = k === TRIALS ? "stalled" : "limit"
        if (pairs.length === 0 || outcome === "limit") return { x, slope, evaluations, outcome }
        next = undefined
        break
      }
      length *= next ? shorter(here.value, next.value, along * length) : 0.3
    }
    if (!next) {
      // What is remembered of the curvature misleads: start again from the gradient.
      pairs.length = 0
      continue
    }
    const s = trial.map((value, i) => value - x[i])
    const before = here.gradient
    const y = next.gradient.map((value, i) => value - before[i])
    const sy = dot(s, y)
    if (sy > 1e-12 * dot(s, s)) pairs.push({ s, y, sy })
    if (pairs.length > REMEMBERED) pairs.shift()
    x = trial
    here = next
  }
}

/** Whether a step goes down enough: `rise` is its slope at the start, `after` at the end, both times its length. */
function isBetter(value: number, next: number, rise: number, after: number): boolean {
  if (next <= value + 1e-4 * rise) return true
  const rounding = 1e-13 * (1 + Math.abs(value))
  return next <= value + rounding && Math.abs(after) <= 0.9 * Math.abs(rise)
}

/** By how much to shorten a step, from the parabola through what is known. */
function shorter(value: number, next: number, rise: number): number {
  const best = -rise / (2 * (next - value - rise))
  return Number.isFinite(best) ? Math.min(0.5, Math.max(0.1, best)) : 0.3
}
