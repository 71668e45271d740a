// Bispectrum, first part: matrices U of neighbours and of atoms. Two neighbours (later two atoms) in the lanes of each vector; complex
// numbers are two vectors, 32 bytes. e element, j level, m row, m2 column.

/** V of pairs of neighbours, and Σ weight × V into one lane of `sums`; see `SnapArithmetic.expand`. */
export function snapExpand(pairs: i32, twojmax: i32, size: i32, neighbours: usize, v: usize, work: usize, sums: usize): void {
  memory.fill(work, 0, <usize>size << 5)
  const zero = f64x2.splat(0.0)
  for (let n = 0; n < pairs; n++, neighbours += 80) {
    const ar = v128.load(neighbours), ai = v128.load(neighbours, 16), br = v128.load(neighbours, 32), bi = v128.load(neighbours, 48)
    const weight = v128.load(neighbours, 64)
    const conjugate = f64x2.neg(ai), minus = f64x2.neg(br)
    let into = work
    v128.store(v, f64x2.splat(1.0))
    v128.store(v, zero, 16)
    v128.store(into, f64x2.add(v128.load(into), weight))
    let from = v
    v += 32
    into += 32
    for (let j = 1; j <= twojmax; j++) {
      const level = v, row = <usize>(j + 1) << 5
      let before = from
      for (let m = 0; 2 * m < j; m++, before += <usize>j << 5, v += row, into += row) {
        expandRow(before, v, into, j, ar, conjugate, minus, bi, weight)
      }
      if (!(j & 1)) {
        expandRow(before - (<usize>j << 5), v, into, j, br, bi, ar, ai, weight)
        v += row
        into += row
      }
      from = level
    }
  }
  for (let e = 0; e < size; e++, work += 32, sums += 32) {
    const re = v128.load(work), im = v128.load(work, 16)
    store<f64>(sums, f64x2.extract_lane(re, 0) + f64x2.extract_lane(re, 1))
    store<f64>(sums, f64x2.extract_lane(im, 0) + f64x2.extract_lane(im, 1), 16)
  }
}

/** V_m = c P_m + d P_{m−1} for m = 0 … j, from a row P of the level below. */
@inline function expandRow(from: usize, to: usize, into: usize, j: i32, cr: v128, ci: v128, dr: v128, di: v128, weight: v128): void {
  let qr = f64x2.splat(0.0), qi = qr
  for (let m = 0; m < j; m++, from += 32, to += 32, into += 32) {
    const pr = v128.load(from), pi = v128.load(from, 16)
    const re = f64x2.add(f64x2.sub(f64x2.mul(cr, pr), f64x2.mul(ci, pi)), f64x2.sub(f64x2.mul(dr, qr), f64x2.mul(di, qi)))
    const im = f64x2.add(f64x2.add(f64x2.mul(cr, pi), f64x2.mul(ci, pr)), f64x2.add(f64x2.mul(dr, qi), f64x2.mul(di, qr)))
    v128.store(to, re)
    v128.store(to, im, 16)
    v128.store(into, f64x2.add(v128.load(into), f64x2.mul(weight, re)))
    v128.store(into, f64x2.add(v128.load(into, 16), f64x2.mul(weight, im)), 16)
    qr = pr
    qi = pi
  }
  const re = f64x2.sub(f64x2.mul(dr, qr), f64x2.mul(di, qi)), im = f64x2.add(f64x2.mul(dr, qi), f64x2.mul(di, qr))
  v128.store(to, re)
  v128.store(to, im, 16)
  v128.store(into, f64x2.add(v128.load(into), f64x2.mul(weight, re)))
  v128.store(into, f64x2.add(v128.load(into, 16), f64x2.mul(weight, im)), 16)
}

/** U of two atoms in all its rows from their sums of V; see `SnapArithmetic.complete`. */
export function snapComplete(channels: i32, twojmax: i32, sums: usize, nus: usize, self: usize, full: usize): void {
  const zero = f64x2.splat(0.0)
  for (let channel = 0; channel < channels; channel++, self += 16) {
    const own = v128.load(self)
    let nu = nus
    for (let j = 0; j <= twojmax; j++) {
      const level = full
      const last = <usize>((j + 1) * (j + 1) - 1) << 5
      for (let m = 0; 2 * m <= j; m++) {
        for (let m2 = 0; m2 <= j; m2++, sums += 32, nu += 8, full += 32) {
          const factor = v128.load_splat<f64>(nu)
          const re = f64x2.add(f64x2.mul(factor, v128.load(sums)), m === m2 ? own : zero)
          const im = f64x2.mul(factor, v128.load(sums, 16))
          v128.store(full, re)
          v128.store(full, im, 16)
          if (2 * m === j) continue
          const odd = (m + m2) & 1
          const mirror = level + last - (full - level)
          v128.store(mirror, odd ? f64x2.neg(re) : re)
          v128.store(mirror, odd ? im : f64x2.neg(im), 16)
        }
      }
      full = level + last + 32
    }
  }
}
