import type { Draws } from "../../../solve/global/draws.ts"
import { energyOf, type Landscape, leapfrog, type Phase } from "./phase.ts"

/** A stretch of a trajectory. */
interface Stretch {
  /** Its ends, backward and forward in time. */
  readonly first: Phase
  readonly last: Phase
  /** Σ p over its points. */
  readonly momenta: Float64Array
  /** A point of it, drawn with probability ∝ exp(−H). */
  readonly drawn: Phase
  /** ln Σ exp(−(H − H₀)) */
  readonly weight: number
  /** Whether it turns back on itself, or has left the level of its energy. */
  readonly ended: boolean
  readonly diverged: boolean
  /** Σ min(1, exp(−(H − H₀))) and how many points. */
  readonly acceptance: number
  readonly points: number
}

/** Where a trajectory led. */
export type Transition = Pick<Stretch, "drawn" | "diverged" | "acceptance" | "points">

/** Errors of the energy beyond which a trajectory has diverged. */
const DIVERGENCE = 1000

/**
 * A trajectory that doubles, forwards or backwards by lot, until it turns back on itself, and a point drawn from it: the No-U-Turn
 * sampler with multinomial weights. It turns back where the sum ρ of its momenta no longer points along that of either end.
 *
 * Sources: Hoffman & Gelman, J. Mach. Learn. Res. 15, 1593 (2014); Betancourt, arXiv:1701.02434, A.4.
 */
export async function followTrajectory(landscape: Landscape, start: Phase, time: number, depth: number, draws: Draws): Promise<Transition> {
  const level = energyOf(start, landscape.temperature)
  let whole: Stretch = single(start, 0, false)
  let [drawn, acceptance, points, diverged] = [start, 0, 0, false]
  for (let doubling = 0; doubling < depth && !whole.ended; doubling++) {
    const forward = draws.uniform() < 0.5
    const added = await grow(landscape, forward ? whole.last : whole.first, forward ? time : -time, doubling, level, draws)
    acceptance += added.acceptance
    points += added.points
    diverged = added.diverged
    if (added.ended) break
    // Leaning towards the new half keeps the density and moves further.
    if (Math.log(1 - draws.uniform()) < added.weight - whole.weight) drawn = added.drawn
    whole = forward ? joined(whole, added, drawn) : joined(added, whole, drawn)
  }
  return { drawn, diverged, acceptance, points }
}

/** A stretch of 2^doubling points from an end of the trajectory. */
async function grow(landscape: Landscape, from: Phase, time: number, doubling: number, level: number, draws: Draws): Promise<Stretch> {
  if (doubling === 0) {
    const next = await leapfrog(landscape, from, time)
    const excess = energyOf(next, landscape.temperature) - level
    return single(next, Number.isNaN(excess) ? Infinity : excess, true)
  }
  const near = await grow(landscape, from, time, doubling - 1, level, draws)
  if (near.ended) return near
  const far = await grow(landscape, time > 0 ? near.last : near.first, time, doubling - 1, level, draws)
  const total = addLogs(near.weight, far.weight)
  const drawn = Math.log(1 - draws.uniform()) < far.weight - total ? far.drawn : near.drawn
  const both = time > 0 ? joined(near, far, drawn) : joined(far, near, drawn)
  return {
    ...both,
    ended: far.ended || both.ended,
    diverged: far.diverged,
    acceptance: near.acceptance + far.acceptance,
    points: near.points + far.points,
  }
}

function single(phase: Phase, excess: number, counted: boolean): Stretch {
  const diverged = excess > DIVERGENCE
  return {
    first: phase,
    last: phase,
    momenta: phase.p,
    drawn: phase,
    weight: -excess,
    ended: diverged,
    diverged,
    acceptance: counted ? Math.min(1, Math.exp(-excess)) : 0,
    points: counted ? 1 : 0,
  }
}

function joined(before: Stretch, after: Stretch, drawn: Phase): Stretch {
  const momenta = before.momenta.map((value, l) => value + after.momenta[l])
  const { first } = before
  const { last } = after
  const along = (p: Float64Array): number => p.reduce((sum, value, l) => sum + value * momenta[l], 0)
  return {
    first,
    last,
    momenta,
    drawn,
    weight: addLogs(before.weight, after.weight),
    ended: along(first.p) <= 0 || along(last.p) <= 0,
    diverged: false,
    acceptance: before.acceptance + after.acceptance,
    points: before.points + after.points,
  }
}

function addLogs(a: number, b: number): number {
  const most = Math.max(a, b)
  return most === -Infinity ? most : most + Math.log1p(Math.exp(Math.min(a, b) - most))
}
