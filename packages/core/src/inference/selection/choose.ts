import type { LabelCandidate } from "./label-candidate.ts"
import { type Design, emptyDesign, type Gain, gainOf, type DesignAim, withoutStructure, withStructure } from "./design.ts"
import { departuresOf } from "./departures.ts"
import { isTwin, spreadOf } from "./twins.ts"

/** How many structures are chosen, and what is not worth a label. */
export interface Budget {
  /** At most. */
  readonly structures: number
  /** At most, of all together. */
  readonly atoms?: number
  /** Structures nearer to a chosen one than this part of the spread of the pool are left out (`twins.ts`). */
  readonly nearest: number
  /** λ: how far the chosen are held to be like the pool; 0: not at all. */
  readonly likeness: number
  /** Data that there are already: the more, the less a few new ones change what all are like. */
  readonly known: number
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
  /** Each time the one that brings most beside those before it, and what that is. */
  readonly chosen: readonly Chosen[]
  readonly design: Design
  /** What all together tell of the parameters [bits]. */
  readonly bits: number
  /** Left out because they are turned, mirrored or hardly moved copies of one that was chosen. */
  readonly twins: readonly number[]
  readonly exchanged: number
}

/**
 * Chooses structures one by one, each time the one that brings most to those chosen already, then exchanges single ones for better
 * ones. What a structure would have brought earlier bounds what it brings now, since every bit can be learnt only once, so few are looked at
 * each time (M. Minoux, doi:10.1007/BFb0006528); for the mean variance of aims that is nearly so, and exchanges mend the rest.
 *
 * With aims, what falls is the mean variance of their predictions (V-optimal); without, the volume of what is possible (D-optimal).
 * A copy of a chosen structure brings little, and near copies are left out altogether.
 */
export function chooseStructures(candidates: readonly LabelCandidate[], rank: number, aims: readonly DesignAim[], budget: Budget): Choice {
  const task: Task = { candidates, spread: spreadOf(candidates), charges: chargesOf(candidates, rank, budget), budget }
  const all = candidates.map((_, index) => index)
  const first = oneByOne(task, all, emptyDesign(rank, aims))
  const twins = first.twins.toSorted((a, b) => a - b)
  const result = ({ chosen, design }: Greedy, exchanged: number): Choice => ({ chosen, design, bits: bitsOf(design), twins, exchanged })
  if (budget.atoms !== undefined || budget.exchanges === 0) return result(first, 0)
  const { kept, exchanged } = exchange(task, first)
  // What each brings beside those before it, anew.
  return exchanged === 0 ? result(first, 0) : result(oneByOne({ ...task, spread: undefined }, kept, emptyDesign(rank, aims)), exchanged)
}

interface Task {
  readonly candidates: readonly LabelCandidate[]
  /** By which twins are known; where it is not given, there are none. */
  readonly spread: Float64Array | undefined
  /** What is taken from the value of each structure for being unlike the pool. */
  readonly charges: Float64Array
  readonly budget: Budget
}

/** λ × departure from the pool, for each structure's part of what is chosen, and the part of that in all the data there will be. */
function chargesOf(candidates: readonly LabelCandidate[], rank: number, { likeness, known, structures, atoms }: Budget): Float64Array {
  if (likeness === 0) return new Float64Array(candidates.length)
  const sum = (of: (one: LabelCandidate) => number): number => candidates.reduce((total, one) => total + of(one), 0)
  const count = Math.min(structures, candidates.length)
  const taken = atoms === undefined ? count / candidates.length : Math.min(1, atoms / sum((one) => one.atoms))
  const added = taken * sum(({ data }) => data)
  return departuresOf(candidates, rank).map((departure, k) => {
    const part = atoms === undefined ? 1 / count : candidates[k].atoms / atoms
    return likeness * departure * part * (added / (known + added))
  })
}

interface Greedy extends Pick<Choice, "chosen" | "design" | "twins"> {
  /** What was not chosen, the most promising first. */
  readonly rest: readonly number[]
}

/** Takes whichever of some structures brings most, until the budget is spent or none brings anything. */
function oneByOne({ candidates, spread, charges, budget }: Task, indices: readonly number[], empty: Design): Greedy {
  const { structures, atoms } = budget
  const worth = ({ index, gain }: Bound): number => {
    const value = gain.value - charges[index]
    return atoms === undefined ? value : value / candidates[index].atoms
  }
  const chosen: Chosen[] = []
  const twins: number[] = []
  let design = empty
  let room = atoms ?? Infinity
  let open = indices.map((index): Bound => ({ index, gain: { bits: Infinity, value: Infinity }, at: -1 }))
  while (chosen.length < structures) {
    open = open.filter(({ index }) => candidates[index].atoms <= room)
    const renew = (bound: Bound): Bound => ({ ...bound, gain: gainOf(design, candidates[bound.index]), at: chosen.length })
    const best = bestOf(open, worth, renew, chosen.length)
    if (!best || !(best.gain.value > 0)) break
    open = open.filter(({ index }) => index !== best.index)
    if (spread && chosen.some(({ index }) => isTwin(candidates[index], candidates[best.index], spread, budget.nearest))) {
      twins.push(best.index)
      continue
    }
    chosen.push({ index: best.index, ...best.gain })
    design = withStructure(design, candidates[best.index])
    room -= candidates[best.index].atoms
  }
  return { chosen, design, twins, rest: open.sort((a, b) => worth(b) - worth(a)).map(({ index }) => index) }
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
  { candidates, spread, charges, budget }: Task,
  { chosen, design, rest }: Greedy,
): { readonly kept: readonly number[]; readonly exchanged: number } {
  let kept: readonly number[] = chosen.map(({ index }) => index)
  let current = design
  let exchanged = 0
  const outside = rest.slice(0, budget.exchanges)
  const isCopy = (one: number, other: number): boolean =>
    spread !== undefined && isTwin(candidates[one], candidates[other], spread, budget.nearest)
  for (let pass = 0; pass < PASSES && outside.length > 0; pass++) {
    const before = exchanged
    for (const old of kept.toReversed()) {
      const without = withoutStructure(current, candidates[old])
      const others = kept.filter((one) => one !== old)
      const worth = (index: number): number => gainOf(without, candidates[index]).value - charges[index]
      let best = { index: old, value: worth(old) }
      for (const index of outside) {
        const value = worth(index)
        if (value > best.value + MARGIN && !others.some((one) => isCopy(one, index))) best = { index, value }
      }
      if (best.index === old) continue
      exchanged++
      kept = [...others, best.index]
      outside.splice(outside.indexOf(best.index), 1, old)
      current = withStructure(without, candidates[best.index])
    }
    if (exchanged === before) break
  }
  return { kept, exchanged }
}

/** Passes of exchanges at most. */
const PASSES = 4

/** Gains that differ by less are the same. */
const MARGIN = 1e-7

/** ½ log₂ det of the information, relative to what was known before: the logarithms of the diagonal of R. */
function bitsOf({ rank, triangle }: Design): number {
  let nats = 0
  for (let k = 0; k < rank; k++) nats += Math.log(Math.abs(triangle.data[k * (rank + 2)]))
  return nats / Math.LN2
}
