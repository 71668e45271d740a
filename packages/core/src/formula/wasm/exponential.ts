import type { Lanes, VectorCode } from "./vector.ts"

/** Adding and subtracting 1.5 × 2⁵² rounds to a whole number, which is left in the low bits. */
export const ROUND = 6755399441055744
/** ln 2 in two parts; the first has 42 bits, so that its product with a whole number below 2¹¹ is exact. */
export const LN2 = [0.6931471805598903, 5.497923018708371e-14] as const
/** Above, eˣ overflows; below, it is smaller than the least normal number and counts as 0. */
const OVERFLOW = 709.782712893384
const UNDERFLOW = -708.396418532264
/** (eʳ − 1 − r)/r² for |r| ≤ ln(2)/2: Chebyshev fit, 2⁻⁵³. */
const coefficients = [
  0.5000000000000001, 0.16666666666666669, 0.04166666666662413, 0.008333333333330062, 0.0013888888917213717, 0.00019841269863053618,
  2.4801521295954376e-5, 2.7557268459997064e-6, 2.7620088445409746e-7, 2.510038549551032e-8,
]

/** `x + more = n ln 2 + r`: the sum whose low bits are n, and `eʳ − 1 = rest + low`. */
function reduce(code: VectorCode, x: Lanes, more?: Lanes): { shifted: Lanes; rest: Lanes; low: Lanes } {
  const shifted = code.add(code.multiply(x, code.constant(Math.LOG2E)), code.constant(ROUND))
  const n = code.subtract(shifted, code.constant(ROUND))
  const high = code.subtract(x, code.multiply(n, code.constant(LN2[0])))
  const product = code.multiply(n, code.constant(LN2[1]))
  const tail = more ? code.subtract(product, more) : product
  const r = code.subtract(high, tail)
  const series = code.multiply(code.multiply(r, r), code.polynomial(r, coefficients))
  const rest = code.add(r, series)
  // What r and the sum have lost; code that does not use it is dropped by the engine.
  const low = code.add(code.subtract(code.subtract(high, r), tail), code.subtract(series, code.subtract(rest, r)))
  return { shifted, rest, low }
}

/**
 * eˣ within 2 ulp, or `e^(x + low)` for a small correction `low`: `2ⁿ eʳ` with `x = n ln 2 + r`. Results below 2.2e-308 are 0.
 */
export function emitExp(code: VectorCode, x: Lanes, low?: Lanes): Lanes {
  return code.transient(() => {
    // x stands first in pmin and pmax, which then hand NaN on.
    const bounded = code.do("f64x2.pmax", code.do("f64x2.pmin", x, code.constant(OVERFLOW)), code.constant(UNDERFLOW))
    const { shifted, rest } = reduce(code, bounded, low)
    const result = code.do("i64x2.add", code.add(code.constant(1), rest), code.shift("i64x2.shl", shifted, 52))
    const large = code.do("f64x2.lt", code.constant(OVERFLOW), x)
    const tiny = code.do("f64x2.lt", x, code.constant(UNDERFLOW))
    return code.choose(large, code.constant(Infinity), code.choose(tiny, code.constant(0), result))
  })
}

/** `eˣ − 1 = high + low` with low the rounding of high: `2 (2ⁿ⁻¹ (eʳ − 1) + (2ⁿ⁻¹ − 1/2))`. */
function emitLongExpm1(code: VectorCode, x: Lanes): [Lanes, Lanes] {
  const bounded = code.do("f64x2.pmax", code.do("f64x2.pmin", x, code.constant(710)), code.constant(-60))
  const { shifted, rest, low } = reduce(code, bounded)
  const power = code.do("i64x2.add", code.shift("i64x2.shl", shifted, 52), code.constant(0.5))
  const start = code.subtract(power, code.constant(0.5))
  const product = code.multiply(power, rest)
  const high = code.add(start, product)
  const lost = code.add(code.subtract(product, code.subtract(high, start)), code.multiply(power, low))
  return [code.add(high, high), code.add(lost, lost)]
}

/** eˣ − 1 within 2 ulp, also near 0. */
export function emitExpm1(code: VectorCode, x: Lanes): Lanes {
  return code.transient(() => {
    const [high, low] = emitLongExpm1(code, x)
    const infinite = code.do("f64x2.eq", high, code.constant(Infinity))
    return code.choose(infinite, high, code.add(high, low))
  })
}

/** tanh x within 2 ulp: `−E/(E + 2)` with `E = e^(−2|x|) − 1` in two parts, and the sign of x. */
export function emitTanh(code: VectorCode, x: Lanes): Lanes {
  return code.transient(() => {
    const two = code.constant(2)
    const [e, eLow] = emitLongExpm1(code, code.multiply(code.do("f64x2.abs", x), code.constant(-2)))
    const below = code.add(e, two)
    const belowLow = code.add(code.subtract(e, code.subtract(below, two)), eLow)
    const quotient = code.divide(e, below)
    const correction = code.divide(code.subtract(eLow, code.multiply(quotient, belowLow)), below)
    const size = code.do("f64x2.abs", code.add(quotient, correction))
    return code.do("v128.or", size, code.do("v128.and", x, code.bits(1n << 63n)))
  })
}
