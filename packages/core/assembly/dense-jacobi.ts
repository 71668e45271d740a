import { dot, rotate } from "./dense-vectors"

// One-sided Jacobi rotations of vectors, rows of W `[· × m]`, `ws` bytes apart.

/**
 * Makes the vectors p0 … p1 − 1 and those of q0 … q1 − 1 that come after them orthogonal in pairs, up to a cosine of `tolerance`; rows of
 * J `[· × order]` are rotated along. `sizes` holds the norms; those below `noise` count as that. Gives how many pairs were rotated.
 */
export function orthogonaliseTiles(
  m: i32, p0: i32, p1: i32, q0: i32, q1: i32, W: usize, ws: usize, J: usize, js: usize, order: i32, sizes: usize, noise: f64, tolerance: f64,
): i32 {
  let rotated = 0
  for (let p = p0; p < p1; p++) {
    const x = W + <usize>p * ws
    for (let q = max(q0, p + 1); q < q1; q++) {
      const a = load<f64>(sizes + (<usize>p << 3)), b = load<f64>(sizes + (<usize>q << 3))
      if (a == 0 || b == 0) continue
      const y = W + <usize>q * ws
      const cosine = dot(x, y, m) / a / b
      if (a < noise || b < noise) { if (!(Math.abs(cosine) * Math.min(1.0, a / noise) * Math.min(1.0, b / noise) > tolerance)) continue }
      if (!(Math.abs(cosine) > tolerance)) continue
      rotated++
      const zeta = (b / a - a / b) / (2.0 * cosine)
      const size = Math.abs(zeta)
      const t = (zeta < 0 ? -1.0 : 1.0) / (size + (size > 1e150 ? size : Math.sqrt(1.0 + zeta * zeta)))
      const c = 1.0 / Math.sqrt(1.0 + t * t), s = c * t
      rotate(m, x, y, c, s)
      rotate(order, J + <usize>p * js, J + <usize>q * js, c, s)
      store<f64>(sizes + (<usize>p << 3), Math.sqrt(dot(x, x, m)))
      store<f64>(sizes + (<usize>q << 3), Math.sqrt(dot(y, y, m)))
    }
  }
  return rotated
}
