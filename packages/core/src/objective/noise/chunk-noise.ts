import type { Property } from "../../observables/property.ts"

/** By property: what the rows of one structure are weighed by, for those data that are there. */
export type StructureNoise = { readonly [property in Property]?: Float64Array }

/**
 * How rows `[J | r]` of a chunk are weighed where noise differs from datum to datum, so that what comes out is independent and of the same
 * σ. Plain data.
 *
 * - `roots`: row k times √w_k;
 * - `factors`: L⁻¹ times all rows of a property of a structure, with L Lᵀ their covariance in units of σ², the lower triangle packed by
 *   rows `[n (n + 1)/2]`.
 */
export interface ChunkNoise {
  readonly form: "roots" | "factors"
  /** By structure of the chunk. */
  readonly structures: readonly StructureNoise[]
}

/**
 * Weighs the rows of one property of one structure, in place.
 *
 * @param noise of `ChunkNoise.structures`
 * @param rows `[count × stride]`
 */
export function weighBlock(form: ChunkNoise["form"], noise: Float64Array, rows: Float64Array, count: number, stride: number): void {
  if (form === "roots") {
    for (let i = 0; i < count; i++) for (let c = i * stride; c < (i + 1) * stride; c++) rows[c] *= noise[i]
    return
  }
  // Four columns at a time, each in one piece: a row of the factor is read once for them.
  const room = new Float64Array(TOGETHER * count)
  const [x, y, z, w] = Array.from({ length: TOGETHER }, (_, k) => room.subarray(k * count, (k + 1) * count))
  for (let c = 0; c < stride; c += TOGETHER) {
    const [second, third, fourth] = [c + 1 < stride ? 1 : 0, c + 2 < stride ? 2 : 0, c + 3 < stride ? 3 : 0]
    for (let i = 0, at = c; i < count; i++, at += stride) {
      x[i] = rows[at]
      y[i] = rows[at + second]
      z[i] = rows[at + third]
      w[i] = rows[at + fourth]
    }
    if (stride - c === 1) substitute(noise, x, count)
    else substituteTogether(noise, x, y, z, w, count)
    for (let i = 0, at = c; i < count; i++, at += stride) {
      // Columns beyond the last are copies of the first.
      rows[at] = x[i]
      if (second) rows[at + 1] = y[i]
      if (third) rows[at + 2] = z[i]
      if (fourth) rows[at + 3] = w[i]
    }
  }
}

/** Columns that are substituted at a time. */
const TOGETHER = 4

/** x → L⁻¹x, in place. */
function substitute(factor: Float64Array, x: Float64Array, count: number): void {
  for (let i = 0, at = 0; i < count; i++) {
    let sum = x[i]
    for (let k = 0; k < i; k++, at++) sum -= factor[at] * x[k]
    x[i] = sum / factor[at++]
  }
}

/** The same of four columns. */
function substituteTogether(factor: Float64Array, x: Float64Array, y: Float64Array, z: Float64Array, w: Float64Array, count: number): void {
  for (let i = 0, at = 0; i < count; i++) {
    let [a, b, c, d] = [x[i], y[i], z[i], w[i]]
    for (let k = 0; k < i; k++, at++) {
      const entry = factor[at]
      a -= entry * x[k]
      b -= entry * y[k]
      c -= entry * z[k]
      d -= entry * w[k]
    }
    const pivot = factor[at++]
    x[i] = a / pivot
    y[i] = b / pivot
    z[i] = c / pivot
    w[i] = d / pivot
  }
}
