import { fuse } from "./dense-product"

// Sums and rotations of contiguous vectors of n numbers.

/** xᵀy. */
@inline export function dot(x: usize, y: usize, n: i32): f64 {
  let s0 = f64x2.splat(0.0), s1 = s0, s2 = s0, s3 = s0
  let i = 0
  for (; i + 8 <= n; i += 8) {
    s0 = fuse(v128.load(x), v128.load(y), s0)
    s1 = fuse(v128.load(x, 16), v128.load(y, 16), s1)
    s2 = fuse(v128.load(x, 32), v128.load(y, 32), s2)
    s3 = fuse(v128.load(x, 48), v128.load(y, 48), s3)
    x += 64
    y += 64
  }
  s0 = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3))
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1)
  for (; i < n; i++) {
    sum += load<f64>(x) * load<f64>(y)
    x += 8
    y += 8
  }
  return sum
}

/** y plus α x. */
@inline export function addMultiple(alpha: f64, x: usize, y: usize, n: i32): void {
  const factor = f64x2.splat(alpha)
  let i = 0
  for (; i + 4 <= n; i += 4) {
    v128.store(y, fuse(factor, v128.load(x), v128.load(y)))
    v128.store(y, fuse(factor, v128.load(x, 16), v128.load(y, 16)), 16)
    x += 32
    y += 32
  }
  for (; i < n; i++) {
    store<f64>(y, load<f64>(y) + alpha * load<f64>(x))
    x += 8
    y += 8
  }
}

/** x times α. */
@inline export function scale(alpha: f64, x: usize, n: i32): void {
  const factor = f64x2.splat(alpha)
  let i = 0
  for (; i + 2 <= n; i += 2) {
    v128.store(x, f64x2.mul(factor, v128.load(x)))
    x += 16
  }
  if (i < n) store<f64>(x, alpha * load<f64>(x))
}

/** Rows x and y `[n]` become c x − s y and s x + c y. */
export function rotate(n: i32, x: usize, y: usize, c: f64, s: f64): void {
  const cosine = f64x2.splat(c), sine = f64x2.splat(s)
  let i = 0
  for (; i + 2 <= n; i += 2) {
    const a = v128.load(x), b = v128.load(y)
    v128.store(x, f64x2.sub(f64x2.mul(cosine, a), f64x2.mul(sine, b)))
    v128.store(y, f64x2.add(f64x2.mul(sine, a), f64x2.mul(cosine, b)))
    x += 16
    y += 16
  }
  if (i < n) {
    const a = load<f64>(x), b = load<f64>(y)
    store<f64>(x, c * a - s * b)
    store<f64>(y, s * a + c * b)
  }
}
