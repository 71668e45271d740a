import type { SnapTables } from "../basis/tables.ts"

/** Numbers of one record of a pair of neighbours: a_r, a_i, b_r, b_i and the weight, each for both neighbours. */
export const NEIGHBOUR_RECORD = 10
/** Numbers of one record of a pair of neighbours' frames: the 3 × 3 matrix, row by row, and the slope, each for both neighbours. */
export const FRAME_RECORD = 24

/**
 * The steps of the bispectrum, two of everything at a time: `[…, 2]` is the number of a neighbour in its pair, or of an atom in its pair
 * (`lane`). Complex numbers are two such entries, `[element, re|im, 2]`. All arrays are in kernel memory.
 *
 * For one neighbour U^j(a, b) = ν V^j, with V^0 = 1 and, for row m′ of level j,
 *
 *     V^j(m′, m) = a* V^{j−1}(m′, m) − b* V^{j−1}(m′, m−1)      2m′ < j
 *     V^j(m′, m) = b V^{j−1}(m′−1, m) + a V^{j−1}(m′−1, m−1)    2m′ = j
 */
export interface SnapArithmetic {
  /**
   * V of `pairs` pairs of neighbours, and its sum over all of them.
   *
   * @param neighbours `[pairs × NEIGHBOUR_RECORD]`; a neighbour that only fills a pair has weight 0
   * @param v out, `[pairs, halfSize, re|im, 2]`
   * @param work `[halfSize, re|im, 2]`
   * @param sums out, `[channels, halfSize, re|im, 2]`: Σ weight × V into channel `channel` of atom `lane`
   */
  expand(
    tables: SnapTables,
    pairs: number,
    neighbours: Float64Array,
    v: Float64Array,
    work: Float64Array,
    sums: Float64Array,
    channel: number,
    lane: number,
  ): void
  /** U of both atoms in full from `sums`: ν × sum, and `self` `[channels, 2]` on the diagonals. @param full out, `[channels, fullSize, re|im, 2]` */
  complete(tables: SnapTables, sums: Float64Array, self: Float64Array, full: Float64Array): void
  /** All coupled products of U. @param z out, `[productSize, re|im, 2]` */
  multiply(tables: SnapTables, full: Float64Array, z: Float64Array): void
  /** Adds to `y` `[channels, halfSize, re|im, 2]`, for each target, its weight `[targets, 2]` × Z. */
  combine(tables: SnapTables, weights: Float64Array, z: Float64Array, y: Float64Array): void
  /**
   * Re Σ Y* V of each neighbour, and its derivatives with respect to the three rotations of (a, b).
   *
   * @param y of atom `lane`, already multiplied by weight × ν
   * @param out `[pairs, 4, 2]`
   */
  contract(tables: SnapTables, pairs: number, v: Float64Array, y: Float64Array, channel: number, lane: number, out: Float64Array): void
  /**
   * ∂B_k/∂r of every component and every neighbour.
   *
   * @param frames `[pairs × FRAME_RECORD]`: matrix M and slope s with ∂/∂r_c = Σ_g M_cg ∂/∂(rotation g) + s_c
   * @param work `[halfSize, 3, re|im, 2]`
   * @param out `[pairs, components, 3, 2]`
   */
  differentiate(
    tables: SnapTables,
    channel: number,
    pairs: number,
    v: Float64Array,
    frames: Float64Array,
    z: Float64Array,
    lane: number,
    work: Float64Array,
    out: Float64Array,
  ): void
}
