import { addMultiple, dot, scale } from "./dense-vectors"

// Householder QR with column pivoting, a panel at a time. Columns are contiguous, `stride` bytes apart: below the diagonal the tails of
// the reflections, on and above it R.

/** Square of the part of a column's norm below which downdating has cost half its digits. */
const LOST: f64 = 1e-8

/**
 * Factors up to `most` columns from the k0-th on, each the largest of those left, and leaves in F `[n × most]` (rows `fs` apart) what
 * takes the reflections to the columns not reached: their rows below the panel are to lose V Fᵀ. Gives the number of columns
 * factored: fewer where the norms of what is left have to be computed afresh, which those marked −1 in `left` ask for.
 *
 * @param left norms of what is left of each column; `reference` the norms when they were last computed
 * @param work scratch of `most` numbers
 */
export function reflectPivots(
  m: i32, n: i32, k0: i32, most: i32, A: usize, stride: usize, left: usize, reference: usize, permutation: usize, tau: usize, F: usize,
  fs: usize, work: usize,
): i32 {
  for (let k = 0; k < most; k++) {
    const r = k0 + k
    let best = r
    for (let j = r + 1; j < n; j++) if (load<f64>(left + (<usize>j << 3)) > load<f64>(left + (<usize>best << 3))) best = j
    const own = A + <usize>r * stride
    if (best != r) {
      swapNumbers(own, A + <usize>best * stride, m)
      swapNumbers(F + <usize>r * fs, F + <usize>best * fs, k)
      swapNumbers(left + (<usize>r << 3), left + (<usize>best << 3), 1)
      swapNumbers(reference + (<usize>r << 3), reference + (<usize>best << 3), 1)
      const held = load<i32>(permutation + (<usize>r << 2))
      store<i32>(permutation + (<usize>r << 2), load<i32>(permutation + (<usize>best << 2)))
      store<i32>(permutation + (<usize>best << 2), held)
    }
    const diagonal = <usize>r << 3, length = m - r - 1
    const head = own + diagonal, tail = head + 8
    for (let l = 0; l < k; l++) {
      addMultiple(-load<f64>(F + <usize>r * fs + (<usize>l << 3)), A + <usize>(k0 + l) * stride + diagonal, head, m - r)
    }
    const alpha = load<f64>(head), square = dot(tail, tail, length)
    let t = 0.0, beta = alpha
    if (square != 0) {
      const size = Math.sqrt(alpha * alpha + square)
      beta = alpha > 0 ? -size : size
      t = (beta - alpha) / beta
      scale(1.0 / (alpha - beta), tail, length)
    }
    store<f64>(tau + (<usize>r << 3), t)
    store<f64>(head, 1.0)
    for (let l = 0; l < k; l++) store<f64>(work + (<usize>l << 3), dot(A + <usize>(k0 + l) * stride + diagonal, head, m - r))
    let afresh = false
    for (let j = r + 1; j < n; j++) {
      const other = A + <usize>j * stride + diagonal, f = F + <usize>j * fs
      const part = t == 0 ? 0.0 : t * (dot(head, other, m - r) - dot(f, work, k))
      store<f64>(f + (<usize>k << 3), part)
      // The row of R, complete; then the norm of what is left below it.
      let value = load<f64>(other) - part
      for (let l = 0; l < k; l++) value -= load<f64>(A + <usize>(k0 + l) * stride + diagonal) * load<f64>(f + (<usize>l << 3))
      store<f64>(other, value)
      const norm = load<f64>(left + (<usize>j << 3))
      if (norm <= 0) continue
      const ratio = value / norm
      const kept = Math.max(0.0, 1.0 - ratio * ratio), all = norm / load<f64>(reference + (<usize>j << 3))
      if (kept * all * all <= LOST) {
        store<f64>(left + (<usize>j << 3), -1.0)
        afresh = true
      } else {
        store<f64>(left + (<usize>j << 3), norm * Math.sqrt(kept))
      }
    }
    store<f64>(head, beta)
    if (afresh) return k + 1
  }
  return most
}

function swapNumbers(x: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const held = load<f64>(x)
    store<f64>(x, load<f64>(y))
    store<f64>(y, held)
    x += 8
    y += 8
  }
}

/** Norms, afresh, of what is left of the columns from the k-th on that are marked −1. */
export function renewNorms(m: i32, n: i32, k: i32, A: usize, stride: usize, left: usize, reference: usize): void {
  for (let j = k; j < n; j++) {
    const at = <usize>j << 3
    if (load<f64>(left + at) != -1) continue
    const x = A + <usize>j * stride + (<usize>k << 3)
    const norm = Math.sqrt(dot(x, x, m - k))
    store<f64>(left + at, norm)
    store<f64>(reference + at, norm)
  }
}
