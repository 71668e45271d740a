import type { Algebra } from "./algebra.ts"
import type { Expression, Primitive } from "./expression.ts"

/** A function of the formula language: how many operands it takes and what it means. */
export interface FormulaFunction {
  /** Least and greatest number of operands. */
  readonly operands: readonly [number, number]
  /** As shown in messages. */
  readonly signature: string
  readonly doc: string
  readonly build: (algebra: Algebra, operands: readonly Expression[]) => Expression
}

const primitive = (name: Primitive, doc: string): FormulaFunction => ({
  operands: [1, 1],
  signature: `${name}(x)`,
  doc,
  build: (algebra, [x]) => algebra.call(name, x),
})

const extremum = (name: "min" | "max", doc: string): FormulaFunction => ({
  operands: [2, 16],
  signature: `${name}(a, b, …)`,
  doc,
  build: (algebra, [first, ...others]) => others.reduce((least, next) => algebra.call(name, least, next), first),
})

/** `t = (r − r1)/(r2 − r1)`, held between 0 and 1. */
function ramp(algebra: Algebra, [r, r1, r2]: readonly Expression[]): Expression {
  const t = algebra.divide(algebra.subtract(r, r1), algebra.subtract(r2, r1))
  return algebra.call("min", algebra.call("max", t, algebra.zero), algebra.one)
}

function cosineSwitch(algebra: Algebra, operands: readonly Expression[]): Expression {
  const angle = algebra.scale(Math.PI, ramp(algebra, operands))
  return algebra.scale(0.5, algebra.add(algebra.one, algebra.call("cos", angle)))
}

function polynomialSwitch(algebra: Algebra, operands: readonly Expression[]): Expression {
  const t = ramp(algebra, operands)
  const quadratic = algebra.combine([
    { coefficient: 10, factor: algebra.one },
    { coefficient: -15, factor: t },
    { coefficient: 6, factor: algebra.power(t, 2) },
  ])
  return algebra.subtract(algebra.one, algebra.multiply(algebra.power(t, 3), quadratic))
}

/** `B(u) = (max(0, 2 − |u|)³ − 4 max(0, 1 − |u|)³)/6`: the cardinal cubic B-spline, of support (−2, 2). */
function cardinalSpline(algebra: Algebra, u: Expression): Expression {
  const distance = algebra.call("abs", u)
  const reach = (support: number): Expression =>
    algebra.power(algebra.call("max", algebra.subtract(algebra.constant(support), distance), algebra.zero), 3)
  return algebra.combine([
    { coefficient: 1 / 6, factor: reach(2) },
    { coefficient: -4 / 6, factor: reach(1) },
  ])
}

/** `Σ_j c_j B((x − a)/h − (j − 1))` with `h = (b − a)/(n − 2)`: n + 1 coefficients for n − 2 intervals. */
function uniformSpline(algebra: Algebra, [x, a, b, ...coefficients]: readonly Expression[]): Expression {
  const intervals = coefficients.length - 3
  const position = algebra.scale(intervals, algebra.divide(algebra.subtract(x, a), algebra.subtract(b, a)))
  return algebra.add(
    ...coefficients.map((coefficient, j) =>
      algebra.multiply(coefficient, cardinalSpline(algebra, algebra.subtract(position, algebra.constant(j - 1)))),
    ),
  )
}

/** Every function of the formula language, `if` apart, by name. */
export const formulaFunctions: Readonly<Record<string, FormulaFunction>> = {
  exp: primitive("exp", "eˣ; results below 2.2e-308 count as 0"),
  expm1: primitive("expm1", "eˣ − 1, exact near 0"),
  log: primitive("log", "natural logarithm"),
  sqrt: primitive("sqrt", "square root"),
  sin: primitive("sin", "sine, |x| ≤ 1e6"),
  cos: primitive("cos", "cosine, |x| ≤ 1e6"),
  tanh: primitive("tanh", "hyperbolic tangent"),
  abs: primitive("abs", "absolute value; its slope at 0 is 1"),
  sinh: {
    operands: [1, 1],
    signature: "sinh(x)",
    doc: "hyperbolic sine",
    build: (algebra, [x]) => {
      // (E + E/(E + 1))/2 with E = e^|x| − 1 keeps its digits near 0.
      const e = algebra.call("expm1", algebra.call("abs", x))
      const size = algebra.scale(0.5, algebra.add(e, algebra.divide(e, algebra.add(e, algebra.one))))
      return algebra.select("<", x, algebra.zero, algebra.scale(-1, size), size)
    },
  },
  cosh: {
    operands: [1, 1],
    signature: "cosh(x)",
    doc: "hyperbolic cosine",
    build: (algebra, [x]) => {
      const e = algebra.call("exp", algebra.call("abs", x))
      return algebra.scale(0.5, algebra.add(e, algebra.power(e, -1)))
    },
  },
  pow: {
    operands: [2, 2],
    signature: "pow(base, exponent)",
    doc: "the same as base^exponent",
    build: (algebra, [base, exponent]) => algebra.call("pow", base, exponent),
  },
  min: extremum("min", "the least"),
  max: extremum("max", "the greatest"),
  step: {
    operands: [1, 1],
    signature: "step(x)",
    doc: "0 for x < 0, else 1",
    build: (algebra, [x]) => algebra.select("<", x, algebra.zero, algebra.zero, algebra.one),
  },
  coscut: {
    operands: [3, 3],
    signature: "coscut(r, r1, r2)",
    doc: "cosine switch: 1 up to r1, 0 from r2, (1 + cos(π (r − r1)/(r2 − r1)))/2 between; once differentiable",
    build: cosineSwitch,
  },
  polycut: {
    operands: [3, 3],
    signature: "polycut(r, r1, r2)",
    doc: "quintic switch: 1 up to r1, 0 from r2, 1 − t³ (10 − 15 t + 6 t²) between; twice differentiable",
    build: polynomialSwitch,
  },
  bspline: {
    operands: [7, 260],
    signature: "bspline(x, a, b, c0, c1, …, cn)",
    doc: "uniform cubic B-spline with n − 2 equal intervals on [a, b]: Σ c_j B((x − a)/h − j + 1), h = (b − a)/(n − 2); at least 4 coefficients",
    build: uniformSpline,
  },
}

/**
 * Constants of the formula language: π, and Coulomb's constant e²/(4πε₀) [eV·Å] from the exact elementary charge and the CODATA
 * 2022 value ε₀ = 8.8541878188e-12 F/m.
 *
 * @see https://physics.nist.gov/cuu/Constants/
 */
export const formulaConstants: Readonly<Record<string, number>> = {
  pi: Math.PI,
  k_e: (1.602176634e-19 / (4 * Math.PI * 8.8541878188e-12)) * 1e10,
}
