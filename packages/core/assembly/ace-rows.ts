// Design rows, second part: sparse derivatives by the sums times gradients of the sums, gathered as one row a function (x y z of each atom of
// the structure, then the virial), and turned round once at the end.

/**
 * Adds Σ_a D_ka × gradient_a of functions `from` to `to` to their rows, `row` bytes long, in `sums`. Entries of function k are `offsets[k]` to
 * `offsets[k + 1]`: byte offset of the gradient in `places`, D in `derivatives`. Each of the `blocks` blocks has `wide` bytes of gradients, and
 * four atoms in `targets`.
 */
export function aceRows(
  from: i32, to: i32, offsets: usize, places: usize, derivatives: usize, blocks: i32, gradients: usize, wide: usize, targets: usize,
  row: usize, sums: usize,
): void {
  for (let b = 0; b < blocks; b++, gradients += wide, targets += 16) {
    const t0 = <usize>load<u32>(targets) * 24, t1 = <usize>load<u32>(targets, 4) * 24
    const t2 = <usize>load<u32>(targets, 8) * 24, t3 = <usize>load<u32>(targets, 12) * 24
    let at = sums + <usize>from * row
    let e = <usize>load<u32>(offsets + (<usize>from << 2))
    for (let k = <usize>from; k < <usize>to; k++, at += row) {
      const end = <usize>load<u32>(offsets + (k << 2), 4)
      if (e == end) continue
      let v0 = f64x2.splat(0.0), v1 = v0, v2 = v0, v3 = v0, v4 = v0, v5 = v0
      for (; e < end; e++) {
        const d = v128.load_splat<f64>(derivatives + (e << 3))
        const g = gradients + <usize>load<u32>(places + (e << 2))
        v0 = f64x2.add(v0, f64x2.mul(d, v128.load(g)))
        v1 = f64x2.add(v1, f64x2.mul(d, v128.load(g, 16)))
        v2 = f64x2.add(v2, f64x2.mul(d, v128.load(g, 32)))
        v3 = f64x2.add(v3, f64x2.mul(d, v128.load(g, 48)))
        v4 = f64x2.add(v4, f64x2.mul(d, v128.load(g, 64)))
        v5 = f64x2.add(v5, f64x2.mul(d, v128.load(g, 80)))
      }
      v128.store(at + t0, f64x2.add(v128.load(at + t0), v0))
      store<f64>(at + t0, load<f64>(at + t0, 16) + f64x2.extract_lane(v1, 0), 16)
      store<f64>(at + t1, load<f64>(at + t1) + f64x2.extract_lane(v1, 1))
      v128.store(at + t1, f64x2.add(v128.load(at + t1, 8), v2), 8)
      v128.store(at + t2, f64x2.add(v128.load(at + t2), v3))
      store<f64>(at + t2, load<f64>(at + t2, 16) + f64x2.extract_lane(v4, 0), 16)
      store<f64>(at + t3, load<f64>(at + t3) + f64x2.extract_lane(v4, 1))
      v128.store(at + t3, f64x2.add(v128.load(at + t3, 8), v5), 8)
    }
  }
}

/** Adds the transpose of `from [rows × columns]`, rows `apart` bytes long, to `to [columns × rows]`, whose rows are `stride` bytes long. */
export function aceTranspose(rows: i32, columns: i32, from: usize, apart: usize, to: usize, stride: usize): void {
  let c = 0
  for (; c + 4 <= columns; c += 4) {
    const s0 = to + <usize>c * stride, s1 = s0 + stride, s2 = s1 + stride, s3 = s2 + stride
    let at = from + (<usize>c << 3)
    let r: usize = 0
    for (; r + 2 <= <usize>rows; r += 2, at += 2 * apart) {
      const a = v128.load(at), b = v128.load(at, 16), x = v128.load(at + apart), y = v128.load(at + apart, 16)
      const o = r << 3
      v128.store(s0 + o, f64x2.add(v128.load(s0 + o), v128.shuffle<f64>(a, x, 0, 2)))
      v128.store(s1 + o, f64x2.add(v128.load(s1 + o), v128.shuffle<f64>(a, x, 1, 3)))
      v128.store(s2 + o, f64x2.add(v128.load(s2 + o), v128.shuffle<f64>(b, y, 0, 2)))
      v128.store(s3 + o, f64x2.add(v128.load(s3 + o), v128.shuffle<f64>(b, y, 1, 3)))
    }
    if (r < <usize>rows) {
      for (let k: usize = 0; k < 4; k++) {
        const s = to + (<usize>c + k) * stride + (r << 3)
        store<f64>(s, load<f64>(s) + load<f64>(at + (k << 3)))
      }
    }
  }
  for (; c < columns; c++) {
    for (let r: usize = 0; r < <usize>rows; r++) {
      const s = to + <usize>c * stride + (r << 3)
      store<f64>(s, load<f64>(s) + load<f64>(from + r * apart + (<usize>c << 3)))
    }
  }
}
