import type { Algebra } from "./algebra.ts"
import { bitOf, type Expression } from "./expression.ts"

/** A function that differentiates, exactly, and remembers what it has done: with respect to the variable or to parameter k. */
export type Derivative = (expression: Expression) => Expression

/**
 * Exact derivative by the rules of calculus. At a kink (`abs`, `min`, `max`, `if`) it is that of the branch the value is taken
 * from: `abs` has slope 1 at 0, and where the operands of `min` or `max` are equal the second counts.
 */
export function derivative(algebra: Algebra, wrt: "variable" | number): Derivative {
  const bit = bitOf(wrt)
  const known = new Map<Expression, Expression>()
  const d = (expression: Expression): Expression => {
    if ((expression.uses & bit) === 0n) return algebra.zero
    const before = known.get(expression)
    if (before) return before
    const made = rule(algebra, expression, d)
    known.set(expression, made)
    return made
  }
  return d
}

function rule(algebra: Algebra, expression: Expression, d: Derivative): Expression {
  switch (expression.kind) {
    case "constant":
      return algebra.zero
    case "variable":
    case "parameter":
      return algebra.one
    case "sum":
      return algebra.combine(expression.terms.map(({ coefficient, factor }) => ({ coefficient, factor: d(factor) })))
    case "product":
      return algebra.combine(
        expression.factors.map(({ base, exponent }) => ({
          coefficient: exponent,
          factor: algebra.multiply(expression, algebra.power(base, -1), d(base)),
        })),
      )
    case "select":
      return algebra.select(expression.operator, expression.left, expression.right, d(expression.met), d(expression.unmet))
    case "call":
      return callRule(algebra, expression, d)
  }
}

function callRule(algebra: Algebra, call: Expression & { kind: "call" }, d: Derivative): Expression {
  const [a, b = algebra.zero] = call.operands
  if (!a) throw new Error(`${call.name} without operand`)
  const chain = (outer: Expression): Expression => algebra.multiply(outer, d(a))
  switch (call.name) {
    case "exp":
      return chain(call)
    case "expm1":
      return chain(algebra.call("exp", a))
    case "log":
      return chain(algebra.power(a, -1))
    case "sqrt":
      return chain(algebra.scale(0.5, algebra.power(call, -1)))
    case "sin":
      return chain(algebra.call("cos", a))
    case "cos":
      return chain(algebra.scale(-1, algebra.call("sin", a)))
    case "tanh":
      return chain(algebra.subtract(algebra.one, algebra.power(call, 2)))
    case "abs":
      return chain(algebra.select("<", a, algebra.zero, algebra.constant(-1), algebra.one))
    case "min":
      return algebra.select("<", a, b, d(a), d(b))
    case "max":
      return algebra.select("<", b, a, d(a), d(b))
    case "pow": {
      const byBase = algebra.multiply(b, algebra.call("pow", a, algebra.subtract(b, algebra.one)), d(a))
      // aᵇ log a → 0 as a → 0, where log alone is infinite: an isolated atom has density 0.
      const logarithm = algebra.select("<", algebra.zero, a, algebra.call("log", a), algebra.zero)
      return algebra.add(byBase, algebra.multiply(call, logarithm, d(b)))
    }
  }
}
