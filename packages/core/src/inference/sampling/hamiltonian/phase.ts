import { gradientOf, isFiniteTriangle, residualSquared } from "../../../linalg/triangle/measures.ts"
import type { LeastSquaresProblem } from "../../../solve/problem.ts"
import { type Box, drift } from "./drift.ts"

/** A point of phase space, with the potential energy U = ½‖r‖²/T and its slope in y. */
export interface Phase {
  readonly x: Float64Array
  readonly p: Float64Array
  readonly cost: number
  /** Lᵀ Jᵀr / T */
  readonly slope: Float64Array
}

/** What is sampled, as a trajectory sees it. */
export interface Landscape extends Box {
  readonly problem: LeastSquaresProblem
  readonly temperature: number
}

/** Cost and slope at x; the cost is ∞ where predictions are not finite. */
export async function slopeAt({ problem, spread, temperature }: Landscape, x: Float64Array): Promise<Pick<Phase, "cost" | "slope">> {
  const n = x.length
  const triangle = await problem.linearise(x)
  const slope = new Float64Array(n)
  if (!isFiniteTriangle(triangle)) return { cost: Infinity, slope }
  const gradient = gradientOf(triangle)
  for (let k = 0; k < n; k++) for (let l = 0; l < n; l++) slope[l] += (spread[k * n + l] * gradient[k]) / temperature
  return { cost: 0.5 * residualSquared(triangle), slope }
}

/** One leapfrog step of the given time, which may be negative. */
export async function leapfrog(landscape: Landscape, { x, p, slope }: Phase, time: number): Promise<Phase> {
  const kicked = p.map((value, l) => value - 0.5 * time * slope[l])
  const moved = x.slice()
  if (!drift(landscape, moved, kicked, time)) return { x: moved, p: kicked, cost: Infinity, slope }
  const there = await slopeAt(landscape, moved)
  return { x: moved, p: kicked.map((value, l) => value - 0.5 * time * there.slope[l]), ...there }
}

/** U + ½‖p‖² */
export function energyOf({ cost, p }: Phase, temperature: number): number {
  return cost / temperature + 0.5 * p.reduce((sum, value) => sum + value * value, 0)
}
