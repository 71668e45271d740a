import type { ErrorScale } from "./error-scale.ts"

/** Held-out errors of one fold in units of their scale: rising scores, and the weight of all up to each, which ends at the fold's share. */
interface FoldScores {
  readonly scores: Float64Array
  readonly cumulative: Float64Array
}

/**
 * Errors on data held out, as prediction intervals take them. Structures are exchangeable, not single forces: each structure weighs the
 * same, its data share its weight, and a structure still to come takes one part in S + 1. Plain data.
 */
export interface ConformalScores {
  readonly scale: ErrorScale
  /** By fold; the weights of all add up to one. */
  readonly folds: readonly FoldScores[]
  /** S, the structures that were held out. */
  readonly structures: number
  /** Largest score of each structure, rising. */
  readonly worst: Float64Array
}

/** What was held out of one structure. */
export interface HeldOutStructure {
  readonly fold: number
  /** |error| / scale of its data. */
  readonly scores: ArrayLike<number>
}

/** Scores of a fold that are kept; more are thinned, each standing for those below it, which widens intervals a little. */
const KEPT = 2048

/** Sorts the scores of structures into their folds. */
export function conformalScores(scale: ErrorScale, structures: readonly HeldOutStructure[], folds: number): ConformalScores {
  const own = structures.filter(({ scores }) => scores.length > 0)
  const parts = Array.from({ length: folds }, (_, fold) => {
    const members = own.filter((structure) => structure.fold === fold)
    const pairs = members.flatMap(({ scores }) => Array.from(scores, (score) => [score, 1 / (scores.length * own.length)] as const))
    return sortedScores(pairs.sort(([a], [b]) => a - b))
  })
  const worst = Float64Array.from(own, ({ scores }) => largest(scores)).sort()
  return { scale, folds: parts, structures: own.length, worst }
}

function sortedScores(pairs: readonly (readonly [score: number, weight: number])[]): FoldScores {
  const step = Math.max(1, Math.ceil(pairs.length / KEPT))
  const scores: number[] = []
  const cumulative: number[] = []
  let weight = 0
  pairs.forEach(([score, own], i) => {
    weight += own
    if ((i + 1) % step !== 0 && i < pairs.length - 1) return
    scores.push(score)
    cumulative.push(weight)
  })
  return { scores: Float64Array.from(scores), cumulative: Float64Array.from(cumulative) }
}

function largest(values: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i])
  return most
}

/** Part of all scores that an interval of the given coverage must hold: p (S + 1)/S, so that a new structure is covered too. */
function shareFor({ structures }: ConformalScores, coverage: number): number {
  return (coverage * (structures + 1)) / structures
}

/** Rounding of sums of weights. */
const ROUNDING = 1e-12

/**
 * Interval that holds a new datum with probability `coverage`, nearly, and at least 2 coverage − 1 whatever the data are: with μ_k the
 * prediction of the fit without fold k,
 *
 *     upper = smallest t with Σ_k weight of {μ_k + s R_i ≤ t, i in fold k} ≥ p (S + 1)/S        lower = alike, of μ_k − s R_i
 *
 * CV+ with scores R = |error|/s, and for structures rather than data as what is exchangeable. Infinite where structures are too few.
 *
 * @param without predictions without each fold, `[folds]`
 * @param scale s of this datum
 * Source: Barber, Candès, Ramdas & Tibshirani, DOI 10.1214/20-AOS1965 (CV+); Dunn, Wasserman & Ramdas, DOI 10.1080/01621459.2022.2060112
 * (groups).
 */
export function conformalInterval(
  calibration: ConformalScores,
  without: Float64Array,
  scale: number,
  coverage: number,
): readonly [lower: number, upper: number] {
  const share = shareFor(calibration, coverage)
  const upper = crossing(calibration, without, 1, scale, share)
  const lower = crossing(calibration, without, -1, scale, share)
  return [-lower, upper]
}

/** Smallest t at which `share` of all `sign μ_k + s R_i` are at most t. */
function crossing({ folds }: ConformalScores, without: Float64Array, sign: number, scale: number, share: number): number {
  if (share > 1 + ROUNDING) return Infinity
  let below = Infinity
  let above = -Infinity
  folds.forEach(({ scores }, k) => {
    if (scores.length === 0) return
    below = Math.min(below, sign * without[k])
    above = Math.max(above, sign * without[k] + scale * scores[scores.length - 1])
  })
  for (let round = 0; round < BISECTIONS; round++) {
    const middle = (below + above) / 2
    if (middle <= below || middle >= above) break
    if (weightUpTo(folds, without, sign, scale, middle) >= share - ROUNDING) above = middle
    else below = middle
  }
  return above
}

/** Halvings of an interval: enough for ten digits of its width. */
const BISECTIONS = 36

function weightUpTo(folds: readonly FoldScores[], without: Float64Array, sign: number, scale: number, t: number): number {
  let weight = 0
  for (let k = 0; k < folds.length; k++) weight += weightBelow(folds[k], (t - sign * without[k]) / scale, true)
  return weight
}

/** Weight of the scores of a fold below a bound, or up to it. */
function weightBelow({ scores, cumulative }: FoldScores, bound: number, inclusive: boolean): number {
  let low = 0
  let high = scores.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (scores[middle] < bound || (inclusive && scores[middle] === bound)) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : cumulative[low - 1]
}

/** The smallest coverage whose interval holds a datum of this value, from 0 to 1: uniform where intervals are calibrated. */
export function conformalLevel(calibration: ConformalScores, without: Float64Array, scale: number, value: number): number {
  const { folds, structures } = calibration
  let up = 0
  let down = 0
  for (let k = 0; k < folds.length; k++) {
    up += weightBelow(folds[k], (value - without[k]) / scale, false)
    down += weightBelow(folds[k], (without[k] - value) / scale, false)
  }
  return (Math.max(up, down) * structures) / (structures + 1)
}

/** Half-width, in units of the scale, that holds all data of a new structure with the given probability. */
export function worstScore({ worst, structures }: ConformalScores, coverage: number): number {
  const rank = Math.ceil(coverage * (structures + 1) - ROUNDING)
  return rank > worst.length ? Infinity : worst[Math.max(0, rank - 1)]
}
