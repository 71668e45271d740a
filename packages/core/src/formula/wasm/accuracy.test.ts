import { describe, expect, it } from "vitest"
import { compileFormula } from "../compile.ts"

// The reference: fixed-point numbers of BITS bits behind the point, as BigInt.
const BITS = 300n
const ONE = 1n << BITS

/** A double as a fixed-point number times 2^-shift, rounded. */
function fixed(x: number, shift = 0): bigint {
  let mantissa = x
  let exponent = Number(BITS) - shift
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    exponent--
  }
  return exponent >= 0 ? BigInt(mantissa) << BigInt(exponent) : BigInt(mantissa) >> BigInt(-exponent)
}

const multiply = (a: bigint, b: bigint): bigint => (a * b) >> BITS
const divide = (a: bigint, b: bigint): bigint => (a << BITS) / b
const absolute = (a: bigint): bigint => (a < 0n ? -a : a)

/** `Σ first × ratio(k)` until the terms vanish. */
function series(first: bigint, next: (term: bigint, k: bigint) => bigint): bigint {
  let sum = 0n
  let term = first
  for (let k = 1n; term !== 0n && k < 2000n; k++) {
    sum += term
    term = next(term, k)
  }
  return sum
}

/** `atanh s = s + s³/3 + s⁵/5 + …` */
function atanh(s: bigint): bigint {
  const square = multiply(s, s)
  let power = s
  return series(s, (_, k) => {
    power = multiply(power, square)
    return power / (2n * k + 1n)
  })
}

/** `atan(1/n)` */
function arcOfInverse(n: bigint): bigint {
  let power = ONE / n
  return series(power, (_, k) => {
    power = -power / (n * n)
    return power / (2n * k + 1n)
  })
}

const LN2 = 2n * atanh(ONE / 3n)
const HALF_PI = 8n * arcOfInverse(5n) - 2n * arcOfInverse(239n)

/** `value × 2^exponent` */
interface Reference {
  readonly value: bigint
  readonly exponent: number
}

const plain = (value: bigint): Reference => ({ value, exponent: 0 })

function exp(x: bigint): Reference {
  const k = (x + (x < 0n ? -LN2 : LN2) / 2n) / LN2
  const r = x - k * LN2
  return { value: series(ONE, (term, j) => multiply(term, r) / j), exponent: Number(k) }
}

function expValue(x: bigint): bigint {
  const { value, exponent } = exp(x)
  return exponent >= 0 ? value << BigInt(exponent) : value >> BigInt(-exponent)
}

function log(x: number): bigint {
  const exponent = Math.floor(Math.log2(x))
  const m = fixed(x, exponent)
  return 2n * atanh(divide(m - ONE, m + ONE)) + BigInt(exponent) * LN2
}

function sin(x: bigint): bigint {
  const square = multiply(x, x)
  return series(x, (term, k) => -multiply(term, square) / (2n * k * (2n * k + 1n)))
}

/** sin(x + quarters π/2) */
function turned(x: number, quarters: bigint): bigint {
  const angle = fixed(x) + quarters * HALF_PI
  const turn = 4n * HALF_PI
  const inside = ((angle % turn) + turn) % turn
  return sin(inside > 2n * HALF_PI ? inside - turn : inside)
}

function tanh(x: number): bigint {
  const e = expValue(2n * fixed(x))
  return divide(e - ONE, e + ONE)
}

function hyperbolic(x: number, sign: 1n | -1n): bigint {
  return (expValue(fixed(x)) + sign * expValue(-fixed(x))) / 2n
}

/** Distance in units in the last place of the reference. */
function ulps(found: number, { value, exponent }: Reference): number {
  const length = absolute(value).toString(2).length
  const off = absolute(fixed(found, exponent) - value)
  return Number((off << 20n) >> BigInt(Math.max(0, length - 53))) / 2 ** 20
}

let state = 12345
/** A reproducible number between 0 and 1: Park and Miller's generator. */
function uniform(): number {
  state = (state * 48271) % 2147483647
  return state / 2147483647
}

function between(low: number, high: number, count = 400): Float64Array {
  return Float64Array.from({ length: count }, () => low + (high - low) * uniform())
}

function around(count: number, at: (i: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => at(i))
}

function run(text: string, x: Float64Array, theta: readonly number[] = []): Float64Array {
  const f = new Float64Array(x.length)
  compileFormula(text, { variable: "x" }).evaluate(x.length, x, Float64Array.from(theta), f, new Float64Array(x.length))
  return f
}

function worst(text: string, x: Float64Array, reference: (x: number) => Reference, theta: readonly number[] = []): number {
  const found = run(text, x, theta)
  return x.reduce((most, at, i) => Math.max(most, ulps(found[i], reference(at))), 0)
}

describe("emitted functions are within 2 ulp of the exact value", () => {
  const cases: [text: string, reference: (x: number) => Reference, inputs: readonly Float64Array[]][] = [
    ["exp(x)", (x) => exp(fixed(x)), [between(-708, 709.7), between(-1, 1), between(-30, 0)]],
    ["expm1(x)", (x) => plain(expValue(fixed(x)) - ONE), [between(-40, 0), between(-1, 1), between(-1e-6, 1e-6), between(0, 700)]],
    ["log(x)", (x) => plain(log(x)), [between(0, 2), between(0.7, 1.42), between(0, 1e8), around(400, (i) => 2 ** (i * 4.9 - 1000))]],
    ["sin(x)", (x) => plain(turned(x, 0n)), [between(-4, 4), between(-1e5, 1e5), between(-1e6, 1e6)]],
    ["cos(x)", (x) => plain(turned(x, 1n)), [between(-4, 4), between(-1e5, 1e5), between(-1e6, 1e6)]],
    ["sin(x) ", (x) => plain(turned(x, 0n)), [around(400, (i) => (1 + i * 157) * (Math.PI / 2))]],
    ["cos(x) ", (x) => plain(turned(x, 1n)), [around(400, (i) => (1 + i * 157) * (Math.PI / 2))]],
    ["tanh(x)", (x) => plain(tanh(x)), [between(-20, 20), between(-1, 1), between(-1e-5, 1e-5)]],
    ["sinh(x)", (x) => plain(hyperbolic(x, -1n)), [between(-5, 5), between(-0.3, 0.3)]],
    ["cosh(x)", (x) => plain(hyperbolic(x, 1n)), [between(-5, 5), between(-0.3, 0.3)]],
  ]
  for (const [text, reference, inputs] of cases) {
    it(text, () => {
      for (const x of inputs) expect(worst(text, x, reference), `in [${Math.min(...x)}, ${Math.max(...x)}]`).toBeLessThanOrEqual(2)
    })
  }

  const exponents: [number, Float64Array][] = [
    [0.37, between(0, 1e3)],
    [-3.3, between(0.1, 10)],
    [150.3, between(0.05, 50)],
    [-0.001, between(0, 1e9)],
    [401.25, between(0.3, 5)],
    [7, between(-50, 50)],
  ]
  for (const [exponent, x] of exponents) {
    it(`x^${exponent}`, () => {
      const reference = (base: number): Reference => {
        const { value, exponent: shift } = exp(multiply(fixed(exponent), log(Math.abs(base))))
        return { value: base < 0 ? -value : value, exponent: shift }
      }
      expect(worst("x^p", x, reference, [exponent])).toBeLessThanOrEqual(2)
    })
  }
})

describe("special values", () => {
  const special = Float64Array.of(0, -0, 1, -1, 2, -2, 0.5, Infinity, -Infinity, NaN, 1e-310, -1e-310, 1e300, -1e300, 710, -746)

  it("of exp, expm1, log and tanh are those of IEEE 754", () => {
    const table = { exp: Math.exp, expm1: Math.expm1, log: Math.log, tanh: Math.tanh }
    for (const [name, twin] of Object.entries(table)) {
      const found = run(`${name}(x)`, special)
      special.forEach((x, i) => close(found[i], twin(x), `${name}(${x})`))
    }
  })

  it("of powers are those of IEEE 754 pow", () => {
    for (const y of [0, 1.5, 2.5, -0.7, 1e300, -1e300, 7, -7, 12]) {
      const found = run("x^(p + 0)", special, [y])
      // Two liberties: powers of −0 lose the sign of the zero, and a fractional power of −∞ is NaN, as of every negative number.
      special.forEach((x, i) => {
        const wanted = x === -Infinity && !Number.isInteger(y) ? NaN : Math.abs(x ** y)
        close(Math.abs(found[i]), wanted, `${x}^${y}`)
      })
    }
    expect([...run("x^p", Float64Array.of(-2, -2, -3), [3])]).toEqual([-8, -8, -27])
    expect([...run("x^p", Float64Array.of(1, -1, 2, 0.5), [Infinity])]).toEqual([1, 1, Infinity, 0])
  })

  it("of sine and cosine at infinity, NaN and beyond 2²⁰ are NaN", () => {
    const far = Float64Array.of(Infinity, -Infinity, NaN, 2e6, -1e300)
    for (const name of ["sin", "cos"]) expect([...run(`${name}(x)`, far)]).toEqual([NaN, NaN, NaN, NaN, NaN])
  })

  it("of least and greatest hand NaN on", () => {
    for (const text of ["min(x, 1)", "max(x, 1)", "min(1, x)", "max(x, 2*x)", "polycut(x, 1, 2)", "coscut(x, 1, 2)", "abs(x)"]) {
      expect([...run(text, Float64Array.of(NaN, NaN))], text).toEqual([NaN, NaN])
    }
  })
})

function close(found: number, wanted: number, what: string): void {
  if (Number.isFinite(wanted) && Math.abs(wanted) > 2.3e-308) expect(Math.abs(found / wanted - 1), what).toBeLessThan(1e-15)
  else if (wanted === 0 || Math.abs(wanted) < 2.3e-308) expect(Math.abs(found), what).toBeLessThan(2.3e-308)
  else expect(found, what).toBe(wanted)
}
