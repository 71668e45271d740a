// Matrix products, packed in panels of four for a 4 × 4 micro-kernel of f64x2. Strides are in bytes; rs is that of rows, cs of columns.

/** Rows of A, columns of B and summands that are packed at a time: a block of A stays in the second-level cache. */
const ROWS: i32 = 128
const COLUMNS: i32 = 1024
const DEPTH: i32 = 256
/** Numbers of scratch that `multiply` needs. */
export function productScratch(): i32 {
  return ROWS * DEPTH + COLUMNS * DEPTH + 32
}

/** c + a b, fused in the relaxed build. */
@inline export function fuse(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c)
  return f64x2.add(f64x2.mul(a, b), c)
}

/** Packs an m × k matrix into panels of four rows `[⌈m/4⌉][k][4]`; rows beyond m are zero. */
function pack(src: usize, rs: usize, cs: usize, m: i32, k: i32, dst: usize): void {
  let i = 0
  for (; i + 4 <= m; i += 4) {
    let s = src + <usize>i * rs
    if (rs == 8) {
      for (let p = 0; p < k; p++) {
        v128.store(dst, v128.load(s))
        v128.store(dst, v128.load(s, 16), 16)
        dst += 32
        s += cs
      }
    } else {
      const s2 = 2 * rs, s3 = 3 * rs
      for (let p = 0; p < k; p++) {
        store<f64>(dst, load<f64>(s))
        store<f64>(dst, load<f64>(s + rs), 8)
        store<f64>(dst, load<f64>(s + s2), 16)
        store<f64>(dst, load<f64>(s + s3), 24)
        dst += 32
        s += cs
      }
    }
  }
  if (i < m) {
    let s = src + <usize>i * rs
    for (let p = 0; p < k; p++) {
      for (let q = 0; q < 4; q++) store<f64>(dst + (<usize>q << 3), i + q < m ? load<f64>(s + <usize>q * rs) : 0.0)
      dst += 32
      s += cs
    }
  }
}

/** A 4 × 4 block of C, of which mr × nr exist, plus α times the product of two panels of depth k; `spill` is scratch for 16 numbers. */
@inline function block(k: i32, a: usize, b: usize, c: usize, crs: usize, alpha: v128, mr: i32, nr: i32, spill: usize): void {
  let c00 = f64x2.splat(0.0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00
  const end = a + (<usize>k << 5)
  while (a < end) {
    const b0 = v128.load(b), b1 = v128.load(b, 16)
    let t = v128.load_splat<f64>(a)
    c00 = fuse(t, b0, c00)
    c01 = fuse(t, b1, c01)
    t = v128.load_splat<f64>(a, 8)
    c10 = fuse(t, b0, c10)
    c11 = fuse(t, b1, c11)
    t = v128.load_splat<f64>(a, 16)
    c20 = fuse(t, b0, c20)
    c21 = fuse(t, b1, c21)
    t = v128.load_splat<f64>(a, 24)
    c30 = fuse(t, b0, c30)
    c31 = fuse(t, b1, c31)
    a += 32
    b += 32
  }
  if (mr == 4 && nr == 4) {
    v128.store(c, fuse(alpha, c00, v128.load(c)))
    v128.store(c, fuse(alpha, c01, v128.load(c, 16)), 16)
    c += crs
    v128.store(c, fuse(alpha, c10, v128.load(c)))
    v128.store(c, fuse(alpha, c11, v128.load(c, 16)), 16)
    c += crs
    v128.store(c, fuse(alpha, c20, v128.load(c)))
    v128.store(c, fuse(alpha, c21, v128.load(c, 16)), 16)
    c += crs
    v128.store(c, fuse(alpha, c30, v128.load(c)))
    v128.store(c, fuse(alpha, c31, v128.load(c, 16)), 16)
    return
  }
  v128.store(spill, f64x2.mul(alpha, c00))
  v128.store(spill, f64x2.mul(alpha, c01), 16)
  v128.store(spill, f64x2.mul(alpha, c10), 32)
  v128.store(spill, f64x2.mul(alpha, c11), 48)
  v128.store(spill, f64x2.mul(alpha, c20), 64)
  v128.store(spill, f64x2.mul(alpha, c21), 80)
  v128.store(spill, f64x2.mul(alpha, c30), 96)
  v128.store(spill, f64x2.mul(alpha, c31), 112)
  for (let i = 0; i < mr; i++) {
    for (let j = 0; j < nr; j++) {
      const at = c + <usize>i * crs + (<usize>j << 3)
      store<f64>(at, load<f64>(at) + load<f64>(spill + (<usize>(4 * i + j) << 3)))
    }
  }
}

/** C `[m × n]`, rows contiguous, plus α A B with A `[m × k]` and B `[k × n]` of any strides. C overlaps neither. */
export function multiply(
  m: i32, n: i32, k: i32, alpha: f64, a: usize, ars: usize, acs: usize, b: usize, brs: usize, bcs: usize, c: usize, crs: usize, work: usize,
): void {
  const packedB = work + (<usize>(ROWS * DEPTH) << 3), spill = packedB + (<usize>(COLUMNS * DEPTH) << 3), factor = f64x2.splat(alpha)
  for (let j0 = 0; j0 < n; j0 += COLUMNS) {
    const nc = min(COLUMNS, n - j0)
    for (let p0 = 0; p0 < k; p0 += DEPTH) {
      const kc = min(DEPTH, k - p0)
      const panel = <usize>kc << 5
      pack(b + <usize>p0 * brs + <usize>j0 * bcs, bcs, brs, nc, kc, packedB)
      for (let i0 = 0; i0 < m; i0 += ROWS) {
        const mc = min(ROWS, m - i0)
        pack(a + <usize>i0 * ars + <usize>p0 * acs, ars, acs, mc, kc, work)
        for (let j = 0; j < nc; j += 4) {
          const right = packedB + <usize>(j >> 2) * panel
          let to = c + <usize>i0 * crs + (<usize>(j0 + j) << 3)
          for (let i = 0; i < mc; i += 4) {
            block(kc, work + <usize>(i >> 2) * panel, right, to, crs, factor, min(4, mc - i), min(4, nc - j), spill)
            to += crs << 2
          }
        }
      }
    }
  }
}
