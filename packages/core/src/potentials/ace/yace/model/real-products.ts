import type { YaceFunction } from "../yace.ts"

/** Harmonics of the file are this many times orthonormal ones. */
const UNIT = Math.sqrt(4 * Math.PI)

/** A product of real one-particle functions, with its coefficient in each density. */
export interface RealProduct {
  /** Not decreasing. */
  readonly factors: readonly number[]
  readonly coefficients: Float64Array
}

/**
 * The densities of one element as sums of products of real one-particle functions. For m > 0, with orthonormal real harmonics C_m
 * (cosine) and S_m (sine), the file's harmonics are
 *
 *     Y₀ = √4π C₀     Y_m = √4π (−1)^m (C_m + i S_m)/√2     Y_{−m} = √4π (C_m − i S_m)/√2
 *
 * so that the real part of each of its products is a sum of real ones; those that several products share are added up.
 *
 * @param numberOf the number of the one-particle function of factor t of a function, with a real harmonic of index l² + l + m
 */
export function realProducts(
  functions: readonly YaceFunction[],
  densities: number,
  numberOf: (from: YaceFunction, t: number, harmonic: number) => number,
): RealProduct[] {
  const found = new Map<
    string,
    { readonly factors: readonly number[]; readonly coefficients: Float64Array; readonly sizes: Float64Array }
  >()
  for (const from of functions) {
    const rank = from.species.length
    for (let combination = 0; combination * rank < from.ms.length; combination++) {
      const ms = from.ms.slice(combination * rank, (combination + 1) * rank)
      const coefficients = from.coefficients.slice(combination * densities, (combination + 1) * densities)
      if (coefficients.every((value) => value === 0)) continue
      const add = (numbers: readonly number[], share: number): void => {
        const factors = numbers.toSorted((a, b) => a - b)
        const key = factors.join()
        let entry = found.get(key)
        if (!entry) {
          entry = { factors, coefficients: new Float64Array(densities), sizes: new Float64Array(densities) }
          found.set(key, entry)
        }
        coefficients.forEach((value, p) => {
          entry.coefficients[p] += share * value
          entry.sizes[p] += Math.abs(share * value)
        })
      }
      expand(from, ms, numberOf, [], 1, 0, add)
      // Of rank 1 the file reads one combination only.
      if (rank === 1) break
    }
  }
  // What is left of terms that cancel is rounding.
  const remains = ({ coefficients, sizes }: { coefficients: Float64Array; sizes: Float64Array }): boolean =>
    coefficients.some((value, p) => Math.abs(value) > 1e-14 * sizes[p])
  return found.values().filter(remains).toArray()
}

/** Hands all real terms of Re Π_t A(l_t, m_t) to `add`; `re` and `im` are of the product of the factors so far. */
function expand(
  from: YaceFunction,
  ms: readonly number[],
  numberOf: (from: YaceFunction, t: number, harmonic: number) => number,
  numbers: readonly number[],
  re: number,
  im: number,
  add: (numbers: readonly number[], share: number) => void,
): void {
  const t = numbers.length
  if (t === ms.length) {
    if (re !== 0) add(numbers, re)
    return
  }
  const m = Math.abs(ms[t])
  const middle = from.ls[t] ** 2 + from.ls[t]
  const scale = m === 0 ? UNIT : (ms[t] > 0 && m % 2 === 1 ? -UNIT : UNIT) * Math.SQRT1_2
  const cosine = [...numbers, numberOf(from, t, middle + m)]
  expand(from, ms, numberOf, cosine, scale * re, scale * im, add)
  if (m === 0) return
  // Times ± i.
  const turned = ms[t] > 0 ? scale : -scale
  expand(from, ms, numberOf, [...numbers, numberOf(from, t, middle - m)], -turned * im, turned * re, add)
}
