import type { LabelCandidate } from "./label-candidate.ts"
import { type Design, emptyDesign, type Gain, gainOf, type DesignAim, withoutStructure, withStructure } from "./design.ts"
import { isTwin, spreadOf } from "./twins.ts"

/** How many structures are chosen, and what is not worth a label. */
export interface Budget {
  /** At most. */
  readonly structures: number
  /** At most, of all together. */
  readonly atoms?: number
  /** Structures nearer to a chosen one than this part of the spread of the pool are left out (`twins.ts`). */
  readonly nearest: number
  /** Structures tried in exchange for each chosen one, after all are chosen; 0: none. */
  readonly exchanges: number
}

/** A structure that was chosen. */
export interface Chosen extends Gain {
  /** Index in the pool. */
  readonly index: number
}

/** The structures of a pool that together tell most. */
export interface Choice {
  /** In the order in which they were chosen, each with what it brought then; those that came in exchange last. */
  readonly chosen: readonly Chosen[]
  readonly design: Design
  /** What all together tell of the parameters [bits]. */
  readonly bits: number
  /** Left out because they are turned, mirrored or hardly moved copies of one that was chosen. */
  readonly twins: readonly number[]
  readonly exchanged: number
}

/**
 * Chooses structures one by one, each time the one that brings most to those chosen already, and then exchanges single ones for better
 * ones. What a structure would have brought earlier bounds what it brings now, since every bit can be learnt only once, so few are looked at
 * each time (M. Minoux, doi:10.1007/BFb0006528); for the mean variance of aims that is nearly so, and exchanges mend the rest.
 *
 * With aims, what falls is the mean variance of their predictions (V-optimal); without, the volume of what is possible (D-optimal).
 * A copy of a chosen structure brings little, and near copies are left out altogether.
 */
export function chooseStructures(candidates: readonly LabelCandidate[], rank: number, aims: readonly DesignAim[], budget: Budget): Choice {
  const spread = spreadOf(candidates)
  const twins: number[] = []
  const perAtom = budget.atoms !== undefined
  let design = emptyDesign(rank, aims)
  let room = budget.atoms ?? Infinity
  const chosen: Chosen[] = []
  let open = candidates.map((_, index): Bound => ({ index, gain: { bits: Infinity, value: Infinity }, at: -1 }))
  const worth = ({ index, gain }: Bound): number => (perAtom ? gain.value / candidates[index].atoms : gain.value)
  while (chosen.length < budget.structures) {
    open = open.filter(({ index }) => candidates[index].atoms <= room)
    const best = bestOf(
      open,
      worth,
      (bound) => ({ ...bound, gain: gainOf(design, candidates[bound.index]), at: chosen.length }),
      chosen.length,
    )
    if (!best || !(best.gain.value > 0)) break
    open = open.filter(({ index }) => index !== best.index)
    if (chosen.some(({ index }) => isTwin(candidates[index], candidates[best.index], spread, budget.nearest))) {
      twins.push(best.index)
      continue
    }
    chosen.push({ index: best.index, ...best.gain })
    design = withStructure(design, candidates[best.index])
    room -= candidates[best.index].atoms
  }
  const rest = open.sort((a, b) => worth(b) - worth(a)).map(({ index }) => index)
  const traded = perAtom ? { chosen, design, exchanged: 0 } : exchange(candidates, { chosen, design }, rest, budget, spread)
  return { ...traded, bits: bitsOf(traded.design), twins: twins.sort((a, b) => a - b) }
}

interface Bound {
  readonly index: number
  readonly gain: Gain
  /** Structures that were chosen when the gain was found. */
  readonly at: number
}

/** The entry of the highest worth, found anew for as many as could be it; the list is sorted in place. */
function bestOf(open: Bound[], worth: (bound: Bound) => number, renew: (bound: Bound) => Bound, now: number): Bound | undefined {
  for (;;) {
    let top = 0
    for (let k = 1; k < open.length; k++) if (worth(open[k]) > worth(open[top])) top = k
    if (open.length === 0 || open[top].at === now) return open[top]
    open[top] = renew(open[top])
  }
}

/**
 * Takes each structure out, those that brought least first, and puts back whichever of it and some others brings most; over again until
 * none is exchanged, or some passes have been made.
 */
function exchange(
  candidates: readonly LabelCandidate[],
  { chosen, design }: Pick<Choice, "chosen" | "design">,
  rest: readonly number[],
  { exchanges, nearest }: Budget,
  spread: Float64Array,
): Pick<Choice, "chosen" | "design" | "exchanged"> {
  let kept: readonly Chosen[] = chosen
  let current = design
  let exchanged = 0
  const outside = rest.slice(0, exchanges)
  for (let pass = 0; pass < PASSES && outside.length > 0; pass++) {
    const before = exchanged
    for (const old of kept.toReversed()) {
      const without = withoutStructure(current, candidates[old.index])
      const others = kept.filter((one) => one !== old)
      let best: Chosen = { index: old.index, ...gainOf(without, candidates[old.index]) }
      for (const index of outside) {
        const gain = gainOf(without, candidates[index])
        const twin = (): boolean => others.some((one) => isTwin(candidates[one.index], candidates[index], spread, nearest))
        if (gain.value > best.value * (1 + MARGIN) && !twin()) best = { index, ...gain }
      }
      if (best.index === old.index) continue
      exchanged++
      kept = [...others, best]
      outside.splice(outside.indexOf(best.index), 1, old.index)
      current = withStructure(without, candidates[best.index])
    }
    if (exchanged === before) break
  }
  return { chosen: kept, design: current, exchanged }
}

/** Passes of exchanges at most. */
const PASSES = 4

/** Gains that differ by less are the same. */
const MARGIN = 1e-6

/** ½ log₂ det of the information, relative to what was known before: the logarithms of the diagonal of R. */
function bitsOf({ rank, triangle }: Design): number {
  let nats = 0
  for (let k = 0; k < rank; k++) nats += Math.log(Math.abs(triangle.data[k * (rank + 2)]))
  return nats / Math.LN2
}
