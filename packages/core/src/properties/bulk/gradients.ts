/** Adds `factor × row i` of a matrix `[m × K]` to `out`, `[K]`. */
export function addRow(out: Float64Array, factor: number, matrix: Float64Array, i = 0): void {
  const from = i * out.length
  for (let k = 0; k < out.length; k++) out[k] += factor * matrix[from + k]
}
