// Three-body splines V(r_ij, r_ik, r_jk): what energies and forces of given coefficients, and their derivatives, have in common.
// Suffixes: i centre, j, k neighbours; a, b, c numbers of cubic B-splines along r_ij, r_ik, r_jk, of which four each are not zero.

/** Bytes of a neighbour in a list: vector and distance, four B-splines of the distance and their slopes, force, atom, number of the first spline. */
export const NEIGHBOUR: usize = 128

/** Number of the interval of an axis (start, end, buckets per length, buckets, knots, polynomials) with r in [start, end). */
@inline export function intervalOf(axis: usize, r: f64): i32 {
  const knots = <usize>load<f64>(axis, 32)
  let m = load<i32>(<usize>load<f64>(axis, 24) + (<usize><i32>((r - load<f64>(axis)) * load<f64>(axis, 16)) << 2))
  while (r >= load<f64>(knots + (<usize>m << 3), 8)) m++
  return m
}

/** Two of the four B-splines, from powers that are 32 bytes apart, highest first. */
@inline export function splines(at: usize, u: v128): v128 {
  const line = f64x2.add(f64x2.mul(v128.load(at), u), v128.load(at, 32))
  return f64x2.add(f64x2.mul(f64x2.add(f64x2.mul(line, u), v128.load(at, 64)), u), v128.load(at, 96))
}

/** Their slopes (3 p₃ u + 2 p₂) u + p₁. */
@inline export function slopes(at: usize, u: v128): v128 {
  const cubic = f64x2.mul(v128.load(at), u), quadratic = v128.load(at, 32)
  const line = f64x2.add(f64x2.add(cubic, quadratic), f64x2.add(f64x2.add(cubic, cubic), quadratic))
  return f64x2.add(f64x2.mul(line, u), v128.load(at, 64))
}

/** Lists at `room` the neighbours of species b of centre i whose distance lies within the axis; returns the end of the list. */
export function listNeighbours(
  i: i32, b: i32, axis: usize, room: usize, centres: usize, neighbours: usize, vectors: usize, distances: usize, species: usize,
): usize {
  const start = load<f64>(axis), end = load<f64>(axis, 8)
  const knots = <usize>load<f64>(axis, 32), polynomials = <usize>load<f64>(axis, 40)
  const last = load<i32>(centres + (<usize>i << 2), 4)
  for (let edge = load<i32>(centres + (<usize>i << 2)); edge < last; edge++) {
    const r = load<f64>(distances + (<usize>edge << 3))
    if (r < start || r >= end) continue
    const j = load<i32>(neighbours + (<usize>edge << 2))
    if (<i32>load<u8>(species + <usize>j) != b) continue
    const m = intervalOf(axis, r)
    const u = f64x2.splat(r - load<f64>(knots + (<usize>m << 3)))
    const at = polynomials + (<usize>m << 7), vector = vectors + <usize>edge * 24
    store<f64>(room, load<f64>(vector))
    store<f64>(room, load<f64>(vector, 8), 8)
    store<f64>(room, load<f64>(vector, 16), 16)
    store<f64>(room, r, 24)
    v128.store(room, splines(at, u), 32)
    v128.store(room, splines(at + 16, u), 48)
    v128.store(room, slopes(at, u), 64)
    v128.store(room, slopes(at + 16, u), 80)
    v128.store(room, f64x2.splat(0.0), 96)
    store<f64>(room, 0.0, 112)
    store<i32>(room, j, 120)
    store<i32>(room, m, 124)
    room += NEIGHBOUR
  }
  return room
}
