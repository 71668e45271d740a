// Design rows, second part: sparse derivatives by the sums times gradients of the sums.

/**
 * Adds Σ_a D_ka × gradient_a of functions `from` to `to`, two at a time, to `rows`: x, y and z of each atom, rows of `row` bytes with one number a
 * function. Entries of function k are `offsets[k]` to `offsets[k + 1]`: byte offset of the gradient in `places`, D in `derivatives`. Each of
 * the `blocks` blocks has `wide` bytes of gradients, and four atoms in `targets`.
 */
export function aceRows(
  from: i32, to: i32, offsets: usize, places: usize, derivatives: usize, blocks: i32, gradients: usize, wide: usize, targets: usize,
  row: usize, rows: usize,
): void {
  const zero = f64x2.splat(0.0)
  for (let b = 0; b < blocks; b++, gradients += wide, targets += 16) {
    const first = rows + (<usize>from << 3)
    let r0 = first + 3 * <usize>load<u32>(targets) * row, r1 = first + 3 * <usize>load<u32>(targets, 4) * row
    let r2 = first + 3 * <usize>load<u32>(targets, 8) * row, r3 = first + 3 * <usize>load<u32>(targets, 12) * row
    let e = <usize>load<u32>(offsets + (<usize>from << 2))
    for (let k = <usize>from; k < <usize>to; k += 2, r0 += 16, r1 += 16, r2 += 16, r3 += 16) {
      let v0 = zero, v1 = zero, v2 = zero, v3 = zero, v4 = zero, v5 = zero
      for (const end = <usize>load<u32>(offsets + (k << 2), 4); e < end; e++) {
        const d = v128.load_splat<f64>(derivatives + (e << 3))
        const g = gradients + <usize>load<u32>(places + (e << 2))
        v0 = f64x2.add(v0, f64x2.mul(d, v128.load(g)))
        v1 = f64x2.add(v1, f64x2.mul(d, v128.load(g, 16)))
        v2 = f64x2.add(v2, f64x2.mul(d, v128.load(g, 32)))
        v3 = f64x2.add(v3, f64x2.mul(d, v128.load(g, 48)))
        v4 = f64x2.add(v4, f64x2.mul(d, v128.load(g, 64)))
        v5 = f64x2.add(v5, f64x2.mul(d, v128.load(g, 80)))
      }
      let w0 = zero, w1 = zero, w2 = zero, w3 = zero, w4 = zero, w5 = zero
      for (const end = <usize>load<u32>(offsets + (k << 2), 8); e < end; e++) {
        const d = v128.load_splat<f64>(derivatives + (e << 3))
        const g = gradients + <usize>load<u32>(places + (e << 2))
        w0 = f64x2.add(w0, f64x2.mul(d, v128.load(g)))
        w1 = f64x2.add(w1, f64x2.mul(d, v128.load(g, 16)))
        w2 = f64x2.add(w2, f64x2.mul(d, v128.load(g, 32)))
        w3 = f64x2.add(w3, f64x2.mul(d, v128.load(g, 48)))
        w4 = f64x2.add(w4, f64x2.mul(d, v128.load(g, 64)))
        w5 = f64x2.add(w5, f64x2.mul(d, v128.load(g, 80)))
      }
      put(r0, v128.shuffle<f64>(v0, w0, 0, 2))
      put(r0 + row, v128.shuffle<f64>(v0, w0, 1, 3))
      put(r0 + 2 * row, v128.shuffle<f64>(v1, w1, 0, 2))
      put(r1, v128.shuffle<f64>(v1, w1, 1, 3))
      put(r1 + row, v128.shuffle<f64>(v2, w2, 0, 2))
      put(r1 + 2 * row, v128.shuffle<f64>(v2, w2, 1, 3))
      put(r2, v128.shuffle<f64>(v3, w3, 0, 2))
      put(r2 + row, v128.shuffle<f64>(v3, w3, 1, 3))
      put(r2 + 2 * row, v128.shuffle<f64>(v4, w4, 0, 2))
      put(r3, v128.shuffle<f64>(v4, w4, 1, 3))
      put(r3 + row, v128.shuffle<f64>(v5, w5, 0, 2))
      put(r3 + 2 * row, v128.shuffle<f64>(v5, w5, 1, 3))
    }
  }
}

@inline function put(to: usize, sum: v128): void {
  v128.store(to, f64x2.add(v128.load(to), sum))
}

/** Adds `count` rows of `length` numbers, `apart` bytes from each other, to rows `stride` bytes apart. */
export function aceAddRows(count: i32, length: i32, from: usize, apart: usize, to: usize, stride: usize): void {
  for (let r = 0; r < count; r++, from += apart, to += stride) {
    let k: usize = 0
    for (; k + 2 <= <usize>length; k += 2) put(to + (k << 3), v128.load(from + (k << 3)))
    if (k < <usize>length) store<f64>(to + (k << 3), load<f64>(to + (k << 3)) + load<f64>(from + (k << 3)))
  }
}
