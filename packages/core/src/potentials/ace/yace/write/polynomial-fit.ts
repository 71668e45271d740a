/** A sample of functions at one place. */
export interface Sample {
  /** Of each column of the basis. */
  readonly basis: Float64Array
  /** Of each function. */
  readonly values: Float64Array
}

/**
 * Coefficients, by function, of the combinations of a basis that are nearest to functions in the least-squares sense; by modified
 * Gram–Schmidt orthogonalisation, twice (Å. Björck, doi:10.1007/BF01934122).
 *
 * @param samples as many as there are columns, or more; weights are in them
 */
export function nearestCombinations(samples: readonly Sample[]): Float64Array[] {
  const columns = samples[0].basis.length
  const q = Array.from({ length: columns }, (_, j) => Float64Array.from(samples, ({ basis }) => basis[j]))
  const upper = q.map(() => new Float64Array(columns))
  for (let j = 0; j < columns; j++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < j; i++) {
        const share = product(q[i], q[j])
        upper[i][j] += share
        for (let k = 0; k < samples.length; k++) q[j][k] -= share * q[i][k]
      }
    }
    const size = Math.sqrt(product(q[j], q[j]))
    upper[j][j] = size
    for (let k = 0; k < samples.length; k++) q[j][k] /= size
  }
  return Array.from(samples[0].values, (_, n) => {
    const wanted = Float64Array.from(samples, ({ values }) => values[n])
    const found = q.map((column) => product(column, wanted))
    for (let j = columns - 1; j >= 0; j--) {
      for (let k = j + 1; k < columns; k++) found[j] -= upper[j][k] * found[k]
      found[j] /= upper[j][j]
    }
    return Float64Array.from(found)
  })
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k]
  return sum
}
