import { normals, type RandomState, uniforms } from "../../random/random.ts"

const pair = new Float64Array(2)

/**
 * A sum of n squared normal numbers, and the random state after it: twice a gamma number of shape n/2, by rejection from a cubed normal.
 *
 * G. Marsaglia and W. W. Tsang, doi:10.1145/358407.358414.
 */
export function sumOfSquares(n: number, random: RandomState): { readonly value: number; readonly random: RandomState } {
  if (n === 0) return { value: 0, random }
  let state = random
  if (n === 1) {
    state = normals(state, pair)
    return { value: pair[0] ** 2, random: state }
  }
  const d = n / 2 - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    state = normals(state, pair)
    const x = pair[0]
    const v = (1 + c * x) ** 3
    state = uniforms(state, pair)
    if (v > 0 && Math.log(1 - pair[0]) < (x * x) / 2 + d - d * v + d * Math.log(v)) return { value: 2 * d * v, random: state }
  }
}
