import { kernels } from "../../kernels/kernels.ts"
import { blockAt, transposed } from "./backend.ts"
import { dense } from "./dense.ts"

/** Columns whose reflections are applied to all others together. */
const PANEL = 64

/** Numbers of kernel scratch that a panel of `count` reflections of `m` rows needs: the panel, its triangle T, its τ, and the kernel's own. */
interface PanelScratch {
  readonly panel: Float64Array
  /** Numbers from one column of the panel to the next. */
  readonly stride: number
  readonly T: Float64Array
  readonly tau: Float64Array
  readonly work: Float64Array
}

function panelScratch(m: number): PanelScratch {
  const { heap, exports } = kernels()
  // Columns an exact power of two apart would fall on the same lines of the cache.
  const stride = m + (m % 64 === 0 ? 8 : m % 2)
  return {
    panel: heap.f64(PANEL * stride, "anything"),
    stride,
    T: heap.f64(PANEL * PANEL, "anything"),
    tau: heap.f64(PANEL, "anything"),
    work: heap.f64(2 * PANEL * PANEL + exports["productScratch"]!(), "anything"),
  }
}

/**
 * Takes `m` rows into the triangle of height `top` at the head of R, which grows to H = min(width, top + m) rows: `[R; rows] = Q R′`
 * by blocks of Householder reflections in compact form (Schreiber & Van Loan, DOI 10.1137/0910005). Both arrays in kernel memory;
 * `rows` is destroyed. Column sizes must be such that squares neither overflow nor vanish.
 *
 * @param R row-major `[H × width]`, upper trapezoidal; its first `top` rows are the triangle so far
 * @param rows row-major `[m × width]`
 * @param reach how many rows may differ from zero up to a column, if not all: rising, and above the column's number. A trapezoid of
 * rows (column + 1) takes a third of the work
 */
export function reflectRows(
  R: Float64Array,
  width: number,
  top: number,
  rows: Float64Array,
  m: number,
  reach: (column: number) => number = () => m,
): void {
  const { heap, exports } = kernels()
  const { multiply } = dense()
  const [reflectPanel, takeColumns] = [exports["reflectPanel"]!, exports["takeColumns"]!]
  const final = Math.min(width, top + m)
  heap.scope(() => {
    const { panel, stride, T, tau, work } = panelScratch(m)
    const W = heap.f64(PANEL * width, "anything")
    const change = heap.f64(PANEL * width, "anything")
    for (let j0 = 0, j1 = 0; j0 < final; j0 = j1) {
      // From column `top` on the triangle has no row yet: its rows are those of `rows`, one after the other.
      const inside = j0 >= top
      j1 = Math.min(j0 + PANEL, inside ? final : top)
      const first = inside ? j0 - top : 0
      const count = j1 - j0
      const active = Math.min(m, reach(j1 - 1)) - first
      if (active <= 0) continue
      takeColumns(active, count, rows.byteOffset + 8 * (first * width + j0), 8 * width, panel.byteOffset, 8 * stride)
      const heads = R.byteOffset + 8 * j0 * (width + 1)
      reflectPanel(
        count,
        active,
        panel.byteOffset,
        8 * stride,
        heads,
        8 * width,
        Number(inside),
        tau.byteOffset,
        T.byteOffset,
        work.byteOffset,
      )
      const rest = width - j1
      if (rest === 0) break
      const V = blockAt(panel, stride)
      const others = blockAt(rows, width, first * width + j1)
      if (inside) W.fill(0, 0, count * rest)
      else for (let i = 0; i < count; i++) W.set(R.subarray((j0 + i) * width + j1, (j0 + i + 1) * width), i * rest)
      multiply(count, rest, active, 1, V, others, blockAt(W, rest))
      change.fill(0, 0, count * rest)
      multiply(count, rest, count, 1, transposed(blockAt(T, count)), blockAt(W, rest), blockAt(change, rest))
      multiply(active, rest, count, -1, transposed(V), blockAt(change, rest), others)
      for (let i = 0; i < count; i++) {
        const row = (j0 + i) * width
        if (inside) R.set(rows.subarray((first + i) * width + j1, (first + i + 1) * width), row + j1)
        else for (let j = 0; j < rest; j++) R[row + j1 + j] -= change[i * rest + j]
      }
    }
  })
  for (let i = 0; i < final; i++) {
    if (R[i * (width + 1)] >= 0) continue
    for (let j = i; j < width; j++) R[i * width + j] = -R[i * width + j]
  }
}
