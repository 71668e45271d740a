import { multiply } from "./dense-product"
import { addMultiple, dot, scale } from "./dense-vectors"

// Panels of Householder reflections H = I − τ v vᵀ with v = (1, tail). Columns of a panel are contiguous, `stride` bytes apart.

/** Columns whose reflections are made one by one; they are applied to the rest of the panel together. */
const STRIP: i32 = 16

/**
 * Turns the columns of a panel, and above each an entry of the running triangle, into reflections: `[count × m]` column by column,
 * with the triangle's rows `heads` (address of the first diagonal entry, rows `rs` apart). Heads are implicit.
 *
 * With `inside`, the heads stand in the panel itself: that of column j in row j. Then it and what stands above it move into the triangle,
 * to leave the head 1 and zeros in their place.
 *
 * @param T `[count × count]` upper triangle of H₁H₂… = I − V T Vᵀ, row-major; lower part undefined
 * @param work scratch: of `multiply`, after 2 count² + m + 64 numbers
 */
export function reflectPanel(
  count: i32, m: i32, panel: usize, stride: usize, heads: usize, rs: usize, inside: i32, tau: usize, T: usize, work: usize,
): void {
  const gram = work, strips = gram + (<usize>(count * count) << 3), product = strips + (<usize>(count * count) << 3)
  for (let s = 0; s < count; s += STRIP) {
    const end = min(count, s + STRIP)
    for (let j = s; j < end; j++) {
      const own = panel + <usize>j * stride
      const head = inside ? own + (<usize>j << 3) : heads + <usize>j * (rs + 8)
      const from = inside ? <usize>(j + 1) << 3 : 0
      const length = inside ? m - j - 1 : m
      const tail = own + from
      const alpha = load<f64>(head)
      const square = dot(tail, tail, length)
      if (square == 0) {
        store<f64>(tau + (<usize>j << 3), 0)
        continue
      }
      const size = Math.sqrt(alpha * alpha + square)
      const beta = alpha > 0 ? -size : size
      const t = (beta - alpha) / beta
      store<f64>(tau + (<usize>j << 3), t)
      scale(1.0 / (alpha - beta), tail, length)
      store<f64>(head, beta)
      for (let q = j + 1; q < end; q++) {
        const other = panel + <usize>q * stride
        const above = inside ? other + (<usize>j << 3) : head + (<usize>(q - j) << 3)
        const w = t * (load<f64>(above) + dot(tail, other + from, length))
        store<f64>(above, load<f64>(above) - w)
        addMultiple(-w, tail, other + from, length)
      }
    }
    if (inside) {
      for (let j = s; j < end; j++) {
        const own = panel + <usize>j * stride
        for (let i = 0; i <= j; i++) store<f64>(heads + <usize>i * rs + (<usize>j << 3), load<f64>(own + (<usize>i << 3)))
        memory.fill(own, 0, <usize>j << 3)
        store<f64>(own + (<usize>j << 3), 1.0)
      }
    }
    const rest = count - end
    if (rest == 0) break
    // Wᵀ = (heads + Pᵀ V)ᵀ T, then heads and panel less V W.
    const here = panel + <usize>s * stride, others = panel + <usize>end * stride, width = end - s, ws = <usize>width << 3
    combine(width, m, here, stride, tau + (<usize>s << 3), T, gram, product)
    memory.fill(strips, 0, <usize>(rest * width) << 3)
    if (!inside) {
      for (let r = 0; r < rest; r++)
        for (let i = 0; i < width; i++)
          store<f64>(strips + <usize>r * ws + (<usize>i << 3), load<f64>(heads + <usize>(s + i) * rs + (<usize>(end + r) << 3)))
    }
    multiply(rest, width, m, 1.0, others, stride, 8, here, 8, stride, strips, ws, product)
    for (let r = 0; r < rest; r++) {
      const w = strips + <usize>r * ws
      for (let j = width - 1; j >= 0; j--) {
        let sum = 0.0
        for (let i = 0; i <= j; i++) sum += load<f64>(w + (<usize>i << 3)) * load<f64>(T + (<usize>(i * width + j) << 3))
        store<f64>(w + (<usize>j << 3), sum)
      }
      if (!inside) {
        for (let i = 0; i < width; i++) {
          const at = heads + <usize>(s + i) * rs + (<usize>(end + r) << 3)
          store<f64>(at, load<f64>(at) - load<f64>(w + (<usize>i << 3)))
        }
      }
    }
    multiply(rest, m, width, -1.0, strips, ws, 8, here, stride, 8, others, stride, product)
  }
  combine(count, m, panel, stride, tau, T, gram, product)
}

/** T `[count × count]` of H₁H₂… = I − Vᵀ T V for given reflections, rows of V `[count × m]`; `work` is scratch: of `multiply`, after count² numbers. */
export function combineReflections(count: i32, m: i32, V: usize, stride: usize, tau: usize, T: usize, work: usize): void {
  combine(count, m, V, stride, tau, T, work, work + (<usize>(count * count) << 3))
}

/** T of reflections whose heads meet no other's tail, or are among the rows. */
function combine(count: i32, m: i32, V: usize, stride: usize, tau: usize, T: usize, gram: usize, product: usize): void {
  const rs = <usize>count << 3
  memory.fill(gram, 0, <usize>(count * count) << 3)
  multiply(count, count, m, 1.0, V, stride, 8, V, 8, stride, gram, rs, product)
  for (let j = 0; j < count; j++) {
    const t = load<f64>(tau + (<usize>j << 3))
    for (let i = 0; i < j; i++) {
      let sum = 0.0
      for (let l = i; l < j; l++) sum += load<f64>(T + <usize>i * rs + (<usize>l << 3)) * load<f64>(gram + <usize>l * rs + (<usize>j << 3))
      store<f64>(T + <usize>i * rs + (<usize>j << 3), -t * sum)
    }
    store<f64>(T + <usize>j * rs + (<usize>j << 3), t)
    for (let i = j + 1; i < count; i++) store<f64>(T + <usize>i * rs + (<usize>j << 3), 0)
  }
}

/** Copies an m × n block, rows `rs` apart, into n contiguous columns `stride` apart. */
export function takeColumns(m: i32, n: i32, rows: usize, rs: usize, columns: usize, stride: usize): void {
  for (let i0 = 0; i0 < m; i0 += 8) {
    const end = min(m, i0 + 8)
    for (let j = 0; j < n; j++) {
      const from = rows + (<usize>j << 3), to = columns + <usize>j * stride
      for (let i = i0; i < end; i++) store<f64>(to + (<usize>i << 3), load<f64>(from + <usize>i * rs))
    }
  }
}

/** Largest size in each column of an m × n block, NaN where one is, beside what `largest [n]` holds. */
export function columnSizes(m: i32, n: i32, rows: usize, rs: usize, largest: usize): void {
  for (let i = 0; i < m; i++) {
    let from = rows + <usize>i * rs, to = largest
    for (let j = 0; j + 2 <= n; j += 2) {
      v128.store(to, f64x2.max(v128.load(to), f64x2.abs(v128.load(from))))
      from += 16
      to += 16
    }
    if (n & 1) store<f64>(to, max(load<f64>(to), Math.abs(load<f64>(from))))
  }
}
