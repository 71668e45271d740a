import { addMultiple, scale } from "./dense-vectors"

// Diagonal blocks of triangular systems, `rs` bytes between rows of R, `bs` between those of the right-hand sides B [n × k].

/** B becomes R⁻¹ B. */
export function solveUpperBlock(n: i32, k: i32, R: usize, rs: usize, B: usize, bs: usize): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = B + <usize>i * bs, column = R + (<usize>i << 3)
    scale(1.0 / load<f64>(column + <usize>i * rs), row, k)
    for (let l = 0; l < i; l++) addMultiple(-load<f64>(column + <usize>l * rs), row, B + <usize>l * bs, k)
  }
}

/** B becomes R⁻ᵀ B. */
export function solveLowerBlock(n: i32, k: i32, R: usize, rs: usize, B: usize, bs: usize): void {
  for (let i = 0; i < n; i++) {
    const row = B + <usize>i * bs, across = R + <usize>i * rs
    scale(1.0 / load<f64>(across + (<usize>i << 3)), row, k)
    for (let l = i + 1; l < n; l++) addMultiple(-load<f64>(across + (<usize>l << 3)), row, B + <usize>l * bs, k)
  }
}

/** The upper triangle of A becomes R with RᵀR = A; gives the row at which A is not positive definite, or −1. */
export function choleskyBlock(n: i32, A: usize, rs: usize): i32 {
  for (let i = 0; i < n; i++) {
    const row = A + <usize>i * rs
    const pivot = load<f64>(row + (<usize>i << 3))
    if (!(pivot > 0)) return i
    scale(1.0 / Math.sqrt(pivot), row + (<usize>i << 3), n - i)
    for (let l = i + 1; l < n; l++) {
      const at = <usize>l << 3
      addMultiple(-load<f64>(row + at), row + at, A + <usize>l * rs + at, n - l)
    }
  }
  return -1
}
