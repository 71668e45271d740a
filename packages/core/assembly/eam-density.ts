import { squareDistances } from "./pair-blocks"

// First part of the embedded-atom method on a half list: densities and embedding energies. Suffixes: i atom, j atom or ghost; tables
// are uniform cubic splines, four coefficients a row: f = ((c3 p + c2) p + c1) p + c0 with p from 0 to 1 across a row.

/**
 * Adds to `rho [all + 1]` what pairs of centres `members` (of species a) and neighbours of species b give each other: table
 * `atCentre` is the density of b at a, `atNeighbour` that of a at b. Leaves in `near`, segment by segment as in `list`, the
 * neighbours within the cutoff, up to `nearEnd`; an odd segment ends with the padding atom `all`.
 *
 * @param square, all2 scratch for the squared distances of one segment, those within the cutoff and all
 */
export function addDensities(
  count: i32, members: usize, kinds: i32, b: i32, all: i32, offsets: usize, list: usize, near: usize, nearEnd: usize, x: usize,
  cutoff2: f64, perStep: f64, lastRow: i32, atCentre: usize, atNeighbour: usize, rho: usize, square: usize, all2: usize,
): void {
  const limit = f64x2.splat(cutoff2), scale = f64x2.splat(perStep), one = f64x2.splat(1.0), top = i32x4.splat(lastRow)
  for (let k = 0; k < count; k++) {
    const i = <usize>load<u32>(members + (<usize>k << 2))
    const segment = (i * <usize>kinds + <usize>b) << 2
    const begin = near + (<usize>load<u32>(offsets + segment) << 2)
    let slot = list + (<usize>load<u32>(offsets + segment) << 2)
    const stop = list + (<usize>load<u32>(offsets + segment, 4) << 2)
    squareDistances(slot, stop, x, i, all2)
    let to = begin, r2s = square, from2 = all2
    for (; slot < stop; slot += 8, from2 += 16) {
      const r2 = v128.load(from2)
      const inside = <usize>i64x2.bitmask(f64x2.lt(r2, limit))
      store<u32>(to, load<u32>(slot))
      v128.store_lane<f64>(r2s, r2, 0)
      to += (inside & 1) << 2
      r2s += (inside & 1) << 3
      store<u32>(to, load<u32>(slot, 4))
      v128.store_lane<f64>(r2s, r2, 1)
      to += (inside & 2) << 1
      r2s += (inside & 2) << 2
    }
    if ((to - begin) & 4) {
      store<i32>(to, all)
      store<f64>(r2s, Infinity)
      to += 4
    }
    store<u32>(nearEnd + segment, <u32>((to - near) >> 2))

    let sum = f64x2.splat(0.0)
    r2s = square
    for (slot = begin; slot < to; slot += 8) {
      const r2 = v128.load(r2s)
      r2s += 16
      const t = f64x2.mul(f64x2.sqrt(r2), scale)
      const m = i32x4.min_s(i32x4.trunc_sat_f64x2_s_zero(t), top)
      const p = f64x2.pmin(one, f64x2.sub(t, f64x2.convert_low_i32x4_s(m)))
      const m0 = <usize>i32x4.extract_lane(m, 0) << 5, m1 = <usize>i32x4.extract_lane(m, 1) << 5
      const inside = f64x2.lt(r2, limit)
      const given = v128.and(value(atNeighbour + m0, atNeighbour + m1, p), inside)
      const taken = atCentre == atNeighbour ? given : v128.and(value(atCentre + m0, atCentre + m1, p), inside)
      sum = f64x2.add(sum, taken)
      const rj = rho + (<usize>load<u32>(slot) << 3), rl = rho + (<usize>load<u32>(slot, 4) << 3)
      store<f64>(rj, load<f64>(rj) + f64x2.extract_lane(given, 0))
      store<f64>(rl, load<f64>(rl) + f64x2.extract_lane(given, 1))
    }
    const ri = rho + (i << 3)
    store<f64>(ri, load<f64>(ri) + f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1))
  }
}

/** Two rows of a table at p. */
@inline function value(row0: usize, row1: usize, p: v128): v128 {
  const low0 = v128.load(row0), low1 = v128.load(row1), high0 = v128.load(row0, 16), high1 = v128.load(row1, 16)
  const c3 = v128.shuffle<f64>(high0, high1, 1, 3), c2 = v128.shuffle<f64>(high0, high1, 0, 2)
  const c1 = v128.shuffle<f64>(low0, low1, 1, 3), c0 = v128.shuffle<f64>(low0, low1, 0, 2)
  return f64x2.add(f64x2.mul(p, f64x2.add(f64x2.mul(p, f64x2.add(f64x2.mul(p, c3), c2)), c1)), c0)
}

/** Adds what ghosts `first` to `end` collected to the sums of the atoms that they repeat. */
export function foldDensities(first: i32, end: i32, n: i32, owner: usize, rho: usize, sums: usize): void {
  for (let g = first; g < end; g++) {
    const to = sums + (<usize>load<u32>(owner + (<usize>(g - n) << 2)) << 3)
    store<f64>(to, load<f64>(to) + load<f64>(rho + (<usize>g << 3)))
  }
}

/**
 * Sum of the embedding energies F(ρ) of `members`; `slope [n]` becomes F′(ρ). Below the table F goes on as the cubic of its first row,
 * above it in a straight line.
 */
export function embed(count: i32, members: usize, rho: usize, perStep: f64, lastRow: i32, table: usize, slope: usize): f64 {
  let energy = 0.0
  for (let k = 0; k < count; k++) {
    const i = <usize>load<u32>(members + (<usize>k << 2)) << 3
    const t = load<f64>(rho + i) * perStep
    const m = max(0, min(<i32>Math.floor(t), lastRow))
    const p = Math.min(t - <f64>m, 1.0)
    const row = table + (<usize>m << 5)
    const c0 = load<f64>(row), c1 = load<f64>(row, 8), c2 = load<f64>(row, 16), c3 = load<f64>(row, 24)
    const derivative = (3.0 * c3 * p + 2.0 * c2) * p + c1
    energy += ((c3 * p + c2) * p + c1) * p + c0 + derivative * (Math.max(t - <f64>m, 1.0) - 1.0)
    store<f64>(slope + i, derivative * perStep)
  }
  return energy
}

/** Hands F′ of atoms to their ghosts `first` to `end`. */
export function spreadSlopes(first: i32, end: i32, n: i32, owner: usize, slope: usize): void {
  for (let g = first; g < end; g++) {
    store<f64>(slope + (<usize>g << 3), load<f64>(slope + (<usize>load<u32>(owner + (<usize>(g - n) << 2)) << 3)))
  }
}
