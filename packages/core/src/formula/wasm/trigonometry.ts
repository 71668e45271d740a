import { ROUND } from "./exponential.ts"
import type { Lanes, VectorCode } from "./vector.ts"

/** π/2 in four parts, the first three of 33 bits: their products with whole numbers below 2²⁰ are exact. */
const HALF_PI = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21, 8.4784276603689e-32] as const
const LARGEST = 2 ** 20
/** (sin r − r)/r³ in r², |r| ≤ π/4: Chebyshev fit, 2⁻⁵⁶. */
const sineSeries = [
  -0.16666666666666666, 0.008333333333333331, -0.00019841269841265063, 2.7557319219337312e-6, -2.5052106231802837e-8,
  1.6058531516797758e-10, -7.586691094197958e-13,
]
/** (cos r − 1 + r²/2)/r⁴ in r², |r| ≤ π/4: Chebyshev fit, 2⁻⁵⁸. */
const cosineSeries = [
  0.041666666666666664, -0.0013888888888887398, 2.480158729876456e-5, -2.7557317271145144e-7, 2.087614614655861e-9, -1.1382623647474604e-11,
]

/** Sine and cosine of one angle, before they are put in their quadrant. */
export interface Turn {
  /** Its low bits are the quadrant. */
  readonly quadrant: Lanes
  readonly sine: Lanes
  readonly cosine: Lanes
}

/** `x = q π/2 + r` with r to 100 bits; sin r and cos r. Beyond 2²⁰ and at ∞ they are NaN: the quadrant would be lost in rounding. */
export function emitTurn(code: VectorCode, x: Lanes): Turn {
  const [quadrant, sine, cosine] = code.transient((): [Lanes, Lanes, Lanes] => {
    const inside = code.do("f64x2.le", code.do("f64x2.abs", x), code.constant(LARGEST))
    const angle = code.choose(inside, x, code.constant(NaN))
    const shifted = code.add(code.multiply(angle, code.constant(2 / Math.PI)), code.constant(ROUND))
    const n = code.subtract(shifted, code.constant(ROUND))
    let high = code.subtract(angle, code.multiply(n, code.constant(HALF_PI[0])))
    let low: Lanes = code.constant(0)
    for (const part of HALF_PI.slice(1)) {
      // high + low − n × part, with the rounding of the first subtraction carried in low (|high| may be below the product).
      const product = code.multiply(n, code.constant(part))
      const difference = code.subtract(high, product)
      const back = code.subtract(high, difference)
      const lost = code.add(code.subtract(high, code.add(difference, back)), code.subtract(back, product))
      low = code.add(low, lost)
      high = difference
    }
    const r = code.add(high, low)
    const tail = code.subtract(low, code.subtract(r, high))
    const z = code.multiply(r, r)
    const half = code.multiply(code.constant(0.5), z)
    const one = code.constant(1)
    const cubic = code.multiply(code.multiply(z, r), code.polynomial(z, sineSeries))
    const sine = code.add(r, code.add(cubic, code.multiply(tail, code.subtract(one, half))))
    const near = code.subtract(one, half)
    const lostHalf = code.subtract(code.subtract(one, near), half)
    const quartic = code.multiply(code.multiply(z, z), code.polynomial(z, cosineSeries))
    const cosine = code.add(near, code.add(lostHalf, code.subtract(quartic, code.multiply(r, tail))))
    return [shifted, sine, cosine]
  })
  return { quadrant, sine, cosine }
}

export function emitSin(code: VectorCode, turn: Turn): Lanes {
  return code.transient(() => place(code, turn.quadrant, turn.sine, turn.cosine))
}

export function emitCos(code: VectorCode, turn: Turn): Lanes {
  return code.transient(() => place(code, code.do("i64x2.add", turn.quadrant, code.bits(1n)), turn.sine, turn.cosine))
}

/** `even` in quadrants 0 and 2, `odd` in 1 and 3, negated in 2 and 3. */
function place(code: VectorCode, quadrant: Lanes, even: Lanes, odd: Lanes): Lanes {
  const swapped = code.do("i64x2.neg", code.do("v128.and", quadrant, code.bits(1n)))
  const sign = code.shift("i64x2.shl", code.do("v128.and", quadrant, code.bits(2n)), 62)
  return code.do("v128.xor", code.choose(swapped, odd, even), sign)
}
