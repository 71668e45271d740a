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
  for (let i = 0, first = 0; i < count; first += ++i) {
    const own = i * stride
    for (let k = 0; k < i; k++) {
      const factor = noise[first + k]
      if (factor !== 0) for (let c = 0; c < stride; c++) rows[own + c] -= factor * rows[k * stride + c]
    }
    const pivot = noise[first + i]
    for (let c = own; c < own + stride; c++) rows[c] /= pivot
  }
}
