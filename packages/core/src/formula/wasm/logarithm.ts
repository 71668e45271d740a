import { emitExp, LN2 } from "./exponential.ts"
import type { Lanes, VectorCode } from "./vector.ts"

/** (log((1 + s)/(1 − s)) − 2s)/s³ in s², for s² ≤ 0.0295: Chebyshev fit, 2⁻⁵⁴. */
const seriesOfLog = [
  0.6666666666666666, 0.4000000000000088, 0.2857142857080323, 0.2222222239180047, 0.18181795630884753, 0.15386240205813478,
  0.13268759668560612, 0.13086767009948175,
]
/** 3 Σ s^(2j)/(2j + 5): what follows `3 + s²` in `(3/2s) log((1 + s)/(1 − s))`, over s⁴. Chebyshev fit, 2⁻⁵⁵. */
const seriesOfLongLog = [
  0.6, 0.4285714285714405, 0.3333333333248383, 0.272727275030892, 0.23076892443777647, 0.20002207040770967, 0.1755935450923681,
  0.17584767935814777,
]
/** 2/3 in two parts; the first has 26 bits. */
const TWO_THIRDS = [0.6666666567325592, 9.934107462565104e-9] as const

const LEAST_NORMAL = 2 ** -1022
/** Bits of √½: what is above it in the last place of the exponent counts up. */
const ROOT_HALF = 0x3fe6_a09e_0000_0000n
const EXPONENT = 0xfff0_0000_0000_0000n
const ONE = 0x3ff0_0000_0000_0000n
/** 2⁵² as bits, into whose low places a whole number can be written. */
const WHOLE = 0x4330_0000_0000_0000n

/** `x = 2ᵏ m` with m between √½ and √2, for x > 0. */
function emitSplit(code: VectorCode, x: Lanes): { k: Lanes; m: Lanes } {
  const subnormal = code.do("f64x2.lt", x, code.constant(LEAST_NORMAL))
  const normal = code.choose(subnormal, code.multiply(x, code.constant(2 ** 54)), x)
  // The exponent is biased by 1023 here, so that it is positive and an unsigned shift will do.
  const shifted = code.do("i64x2.add", normal, code.bits(ONE - ROOT_HALF))
  const biased = code.do("v128.or", code.shift("i64x2.shr_u", shifted, 52), code.bits(WHOLE))
  const bias = code.choose(subnormal, code.constant(2 ** 52 + 1023 + 54), code.constant(2 ** 52 + 1023))
  const k = code.subtract(biased, bias)
  const m = code.do("i64x2.sub", normal, code.do("i64x2.sub", code.do("v128.and", shifted, code.bits(EXPONENT)), code.bits(ONE)))
  return { k, m }
}

/** Natural logarithm within 1 ulp; −∞ at 0, NaN below. */
export function emitLog(code: VectorCode, x: Lanes): Lanes {
  return code.transient(() => {
    const { k, m } = emitSplit(code, x)
    const f = code.subtract(m, code.constant(1))
    const s = code.divide(f, code.add(f, code.constant(2)))
    const z = code.multiply(s, s)
    const half = code.multiply(code.constant(0.5), code.multiply(f, f))
    // log m = f − (f²/2 − s (f²/2 + s² P(s²))): the first term is exact.
    const inner = code.multiplyAdd(z, code.polynomial(z, seriesOfLog), half)
    const correction = code.multiplyAdd(s, inner, code.multiply(k, code.constant(LN2[1])))
    const small = code.subtract(code.subtract(half, correction), f)
    const result = code.subtract(code.multiply(k, code.constant(LN2[0])), small)
    const zero = code.do("f64x2.eq", x, code.constant(0))
    return code.choose(zero, code.constant(-Infinity), emitOutside(code, x, result))
  })
}

/** `result` for finite positive x, x itself for ∞ and NaN, NaN for negative x. */
function emitOutside(code: VectorCode, x: Lanes, result: Lanes): Lanes {
  const positive = code.do("f64x2.lt", code.constant(0), x)
  const finite = code.do("f64x2.lt", x, code.constant(Infinity))
  return code.choose(code.do("v128.and", positive, finite), result, code.choose(positive, x, code.constant(NaN)))
}

/** A logarithm in two parts, the first of 26 bits: right to about 2⁻⁶⁵ of itself. */
export interface LongLogarithm {
  readonly high: Lanes
  readonly low: Lanes
}

/**
 * log |x| to 65 bits, for powers: `log m = (2/3) s (3 + s² + …)` with `s = (m − 1)/(m + 1)`, where every product of leading parts
 * is exact because each has 26 bits. The scheme is that of FreeBSD's e_pow.c, with other intervals and coefficients.
 */
export function emitLongLog(code: VectorCode, x: Lanes): LongLogarithm {
  const [high, low] = code.transient((): [Lanes, Lanes] => {
    const { k, m } = emitSplit(code, code.do("f64x2.abs", x))
    const one = code.constant(1)
    const f = code.subtract(m, one)
    const d = code.add(m, one)
    const inverse = code.divide(one, d)
    const s = code.multiply(f, inverse)
    const sHigh = code.leading(s)
    const dHigh = code.leading(d)
    const dLow = code.subtract(m, code.subtract(dHigh, one))
    const missing = code.subtract(code.subtract(f, code.multiply(sHigh, dHigh)), code.multiply(sHigh, dLow))
    const sLow = code.multiply(inverse, missing)

    const square = code.multiply(sHigh, sHigh)
    const z = code.multiply(s, s)
    const tail = code.multiply(code.multiply(z, z), code.polynomial(z, seriesOfLongLog))
    const rest = code.add(code.multiply(sLow, code.add(sHigh, s)), tail)
    const three = code.constant(3)
    const tHigh = code.leading(code.add(three, code.add(square, rest)))
    const tLow = code.subtract(rest, code.subtract(code.subtract(tHigh, three), square))

    const u = code.multiply(sHigh, tHigh)
    const v = code.add(code.multiply(sLow, tHigh), code.multiply(tLow, s))
    const pHigh = code.leading(code.add(u, v))
    const pLow = code.subtract(v, code.subtract(pHigh, u))
    const zHigh = code.multiply(code.constant(TWO_THIRDS[0]), pHigh)
    const zLow = code.add(code.multiply(code.constant(TWO_THIRDS[1]), pHigh), code.multiply(pLow, code.constant(2 / 3)))

    const twos = code.multiply(k, code.constant(LN2[0]))
    const low = code.add(zLow, code.multiply(k, code.constant(LN2[1])))
    const sum = code.leading(code.add(code.add(zHigh, low), twos))
    return [sum, code.subtract(low, code.subtract(code.subtract(sum, twos), zHigh))]
  })
  return { high, low }
}

/** Beyond this, an exponent gives 0, 1 or ∞ for every base; clamped, so that its parts stay finite. */
const LARGEST_EXPONENT = 1e290

/** `x^y` within 2 ulp as `e^(y log|x|)`; NaN for negative bases with fractional exponents; `x^0 = 1`. */
export function emitPow(code: VectorCode, x: Lanes, y: Lanes, logarithm: LongLogarithm): Lanes {
  return code.transient(() => {
    const zero = code.constant(0)
    const infinity = code.constant(Infinity)
    const bounded = code.do("f64x2.pmax", code.do("f64x2.pmin", y, code.constant(LARGEST_EXPONENT)), code.constant(-LARGEST_EXPONENT))
    const yHigh = code.leading(bounded)
    const exact = code.multiply(yHigh, logarithm.high)
    const rest = code.add(code.multiply(code.subtract(bounded, yHigh), logarithm.high), code.multiply(bounded, logarithm.low))
    const e = code.add(exact, rest)
    const size = emitExp(code, e, code.subtract(rest, code.subtract(e, exact)))

    // At 0 and ∞ the logarithm above means nothing.
    const base = code.do("f64x2.abs", x)
    const falls = code.do("f64x2.lt", y, zero)
    const atZero = code.choose(code.do("f64x2.eq", base, zero), code.choose(falls, infinity, zero), size)
    const positive = code.choose(code.do("f64x2.eq", base, infinity), code.choose(falls, zero, infinity), atZero)

    const whole = code.do("f64x2.eq", code.do("f64x2.nearest", y), y)
    const halved = code.multiply(y, code.constant(0.5))
    const even = code.do("f64x2.eq", code.do("f64x2.nearest", halved), halved)
    const negative = code.choose(even, positive, code.choose(whole, code.do("f64x2.neg", positive), code.constant(NaN)))
    const signed = code.choose(code.do("f64x2.lt", x, zero), negative, positive)
    const known = code.do("v128.and", code.do("f64x2.eq", x, x), code.do("f64x2.eq", y, y))
    const result = code.choose(known, signed, code.constant(NaN))
    return code.choose(code.do("f64x2.eq", y, zero), code.constant(1), result)
  })
}
