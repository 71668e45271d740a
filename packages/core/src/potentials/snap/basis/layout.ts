/**
 * Where the elements of the matrices U^j (j = 0 … 2J, twice the angular momentum; rows m′ and columns m from 0 to j) stand. The relation
 * U^j(j−m′, j−m) = (−1)^(m−m′) U^j(m′, m)* makes the rows m′ ≤ j/2 enough.
 */
export interface AngularLayout {
  readonly twojmax: number
  /** First element of U^j where all its rows are kept, `[2J + 1]`. */
  readonly full: Int32Array
  readonly fullSize: number
  /** First element of U^j where the rows m′ ≤ j/2 are kept, `[2J + 1]`. */
  readonly half: Int32Array
  readonly halfSize: number
}

/** The layout for levels up to `twojmax`; each matrix follows the one of the level below, row by row. */
export function angularLayout(twojmax: number): AngularLayout {
  const full = new Int32Array(twojmax + 1)
  const half = new Int32Array(twojmax + 1)
  let [fullSize, halfSize] = [0, 0]
  for (let j = 0; j <= twojmax; j++) {
    full[j] = fullSize
    half[j] = halfSize
    fullSize += (j + 1) * (j + 1)
    halfSize += keptRows(j) * (j + 1)
  }
  return Object.freeze({ twojmax, full, fullSize, half, halfSize })
}

/** Number of rows m′ ≤ j/2. */
export function keptRows(j: number): number {
  return (j >> 1) + 1
}

/** How often a kept row stands for itself in a sum over all rows: 2, but 1 for the middle row of even j. */
export function rowWeight(j: number, row: number): number {
  return 2 * row === j ? 1 : 2
}
