import { addMultiple, dot, scale } from "./dense-vectors"
import { fuse } from "./dense-product"

// Symmetric matrices to tridiagonal ones by reflections, a panel at a time. Only the upper triangle is read; rows are `rs` bytes apart.

/** y plus A x over the upper triangle of A `[n × n]`, which stands for both. */
function addSymmetricProduct(n: i32, A: usize, rs: usize, x: usize, y: usize): void {
  for (let i = 0; i < n; i++) {
    const at = <usize>i << 3
    const row = A + <usize>i * rs + at
    const xi = load<f64>(x + at), factor = f64x2.splat(xi)
    let a = row + 8, right = x + at + 8, to = y + at + 8
    const end = row + (<usize>(n - i) << 3)
    let s0 = f64x2.splat(0.0), s1 = s0
    for (; a + 32 <= end; a += 32) {
      const a0 = v128.load(a), a1 = v128.load(a, 16)
      s0 = fuse(a0, v128.load(right), s0)
      s1 = fuse(a1, v128.load(right, 16), s1)
      v128.store(to, fuse(a0, factor, v128.load(to)))
      v128.store(to, fuse(a1, factor, v128.load(to, 16)), 16)
      right += 32
      to += 32
    }
    s0 = f64x2.add(s0, s1)
    let sum = load<f64>(row) * xi + f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1)
    for (; a < end; a += 8) {
      sum += load<f64>(a) * load<f64>(right)
      store<f64>(to, load<f64>(to) + load<f64>(a) * xi)
      right += 8
      to += 8
    }
    store<f64>(y + at, load<f64>(y + at) + sum)
  }
}

/**
 * Brings rows k0 … k0 + count − 1 of A to tridiagonal form and leaves in `V` and `W` `[count × n]` what the rest of A is to lose,
 * V Wᵀ + W Vᵀ. Row k of A then holds the reflection from column k + 1 on, its head the explicit 1.
 *
 * @param diagonal, beside `[n]` the tridiagonal matrix; `beside` has the entries right of the diagonal
 */
export function tridiagonalise(
  n: i32, k0: i32, count: i32, A: usize, rs: usize, V: usize, W: usize, diagonal: usize, beside: usize, tau: usize,
): void {
  for (let i = 0; i < count; i++) {
    const k = k0 + i
    const at = <usize>k << 3, next = at + 8
    const row = A + <usize>k * rs
    const length = n - k - 1
    for (let l = 0; l < i; l++) {
      const v = V + <usize>l * rs, w = W + <usize>l * rs
      addMultiple(-load<f64>(v + at), w + at, row + at, length + 1)
      addMultiple(-load<f64>(w + at), v + at, row + at, length + 1)
    }
    store<f64>(diagonal + at, load<f64>(row + at))
    const v = V + <usize>i * rs, w = W + <usize>i * rs
    memory.fill(v, 0, <usize>n << 3)
    memory.fill(w, 0, <usize>n << 3)
    if (length == 0) {
      store<f64>(beside + at, 0)
      store<f64>(tau + at, 0)
      continue
    }
    const head = row + next
    const alpha = load<f64>(head), square = dot(head + 8, head + 8, length - 1)
    let t = 0.0, beta = alpha
    if (square != 0) {
      const size = Math.sqrt(alpha * alpha + square)
      beta = alpha > 0 ? -size : size
      t = (beta - alpha) / beta
      scale(1.0 / (alpha - beta), head + 8, length - 1)
    }
    store<f64>(beside + at, beta)
    store<f64>(tau + at, t)
    store<f64>(head, 1.0)
    memory.copy(v + next, head, <usize>length << 3)
    if (t == 0) continue
    addSymmetricProduct(length, A + <usize>(k + 1) * rs + next, rs, v + next, w + next)
    for (let l = 0; l < i; l++) {
      const vl = V + <usize>l * rs + next, wl = W + <usize>l * rs + next
      const inV = dot(vl, v + next, length), inW = dot(wl, v + next, length)
      addMultiple(-inW, vl, w + next, length)
      addMultiple(-inV, wl, w + next, length)
    }
    scale(t, w + next, length)
    addMultiple(-0.5 * t * dot(w + next, v + next, length), v + next, w + next, length)
  }
}
