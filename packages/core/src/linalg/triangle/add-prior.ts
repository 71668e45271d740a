import { accumulate } from "./accumulate.ts"
import { copyTriangle, type Triangle } from "./triangle.ts"

/**
 * The triangle with one more row a parameter, `[w_k e_k | w_k offset_k]`: a Gaussian prior of width 1/w_k about a mean that lies
 * `−offset_k` from where the triangle was linearised; ridge and Levenberg–Marquardt damping when the offsets are zero. Parameters of
 * zero weight get none. `triangle` is left as it was, and so is its count of rows: prior rows are not data.
 */
export function addPrior(triangle: Triangle, weights: Float64Array, offsets?: Float64Array): Triangle {
  const { n } = triangle
  const width = n + 1
  const chosen = [...weights.keys()].filter((k) => weights[k] !== 0)
  const rows = new Float64Array(chosen.length * width)
  chosen.forEach((k, i) => {
    rows[i * width + k] = weights[k]
    rows[i * width + n] = weights[k] * (offsets?.[k] ?? 0)
  })
  return { ...accumulate(copyTriangle(triangle), rows, chosen.length), rows: triangle.rows }
}
