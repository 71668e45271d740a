import type { LabelCandidate } from "./label-candidate.ts"

/** Standard deviation of each number of the fingerprints over a pool, `[2 rank]`. */
export function spreadOf(candidates: readonly LabelCandidate[]): Float64Array {
  const length = candidates[0]?.fingerprint.length ?? 0
  const [mean, squares] = [new Float64Array(length), new Float64Array(length)]
  for (const { fingerprint } of candidates) for (let k = 0; k < length; k++) mean[k] += fingerprint[k] / candidates.length
  for (const { fingerprint } of candidates) {
    for (let k = 0; k < length; k++) squares[k] += (fingerprint[k] - mean[k]) ** 2 / candidates.length
  }
  return squares.map(Math.sqrt)
}

/**
 * Whether two structures are told apart by their fingerprints: they are twins where their root-mean-square difference, each number in units
 * of its spread over the pool, is below `nearest`. Structures that are turned, mirrored or listed in another order differ by rounding.
 */
export function isTwin(one: LabelCandidate, other: LabelCandidate, spread: Float64Array, nearest: number): boolean {
  if (one.atoms !== other.atoms) return false
  let sum = 0
  for (let k = 0; k < spread.length; k++) {
    const difference = one.fingerprint[k] - other.fingerprint[k]
    if (difference !== 0) sum += spread[k] > 0 ? (difference / spread[k]) ** 2 : 0
  }
  return sum <= nearest * nearest * spread.length
}
