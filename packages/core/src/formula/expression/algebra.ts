import { SpecFailure } from "../../failure/failure.ts"
import { bitOf, childrenOf, type Expression, type Factor, type Primitive, type Shape, type Term } from "./expression.ts"

const MAX_NODES = 50_000
const MAX_DEPTH = 1_000
const MAX_EXPONENT = 4_096

/**
 * Makes expressions, each different one once, and simplifies as it makes them: constants are folded, like terms and like powers
 * joined, zeros and ones dropped, and `sqrt(x)²` of the variable becomes `x`. Never expands a product of sums.
 */
export class Algebra {
  readonly #nodes = new Map<string, Expression>()
  readonly variable: Expression
  readonly zero: Expression
  readonly one: Expression

  constructor() {
    this.variable = this.#intern("x", { kind: "variable" })
    this.zero = this.constant(0)
    this.one = this.constant(1)
  }

  constant(value: number): Expression {
    return this.#intern(Object.is(value, -0) ? "c-0" : `c${value}`, { kind: "constant", value })
  }

  parameter(index: number): Expression {
    return this.#intern(`p${index}`, { kind: "parameter", index })
  }

  add(...parts: readonly Expression[]): Expression {
    return this.combine(parts.map((factor) => ({ coefficient: 1, factor })))
  }

  subtract(left: Expression, right: Expression): Expression {
    return this.combine([
      { coefficient: 1, factor: left },
      { coefficient: -1, factor: right },
    ])
  }

  scale(coefficient: number, factor: Expression): Expression {
    if (coefficient === 0) return this.zero
    if (coefficient === 1) return factor
    if (factor.kind === "constant") return this.constant(coefficient * factor.value)
    const inner = singleTerm(factor)
    if (inner) return this.scale(coefficient * inner.coefficient, inner.factor)
    return this.#sum(0, [{ coefficient, factor }])
  }

  /** `Σ coefficient × factor`, like terms joined. */
  combine(parts: readonly Term[]): Expression {
    let constant = 0
    const joined = new Map<number, Term>()
    const gather = (coefficient: number, factor: Expression): void => {
      if (factor.kind === "constant") constant += coefficient * factor.value
      else if (factor.kind === "sum" && (Math.abs(coefficient) === 1 || singleTerm(factor))) {
        constant += coefficient * factor.constant
        for (const term of factor.terms) gather(coefficient * term.coefficient, term.factor)
      } else joined.set(factor.id, { coefficient: coefficient + (joined.get(factor.id)?.coefficient ?? 0), factor })
    }
    for (const { coefficient, factor } of parts) if (coefficient !== 0) gather(coefficient, factor)
    const terms = [...joined.values()].filter((term) => term.coefficient !== 0)
    if (terms.length === 0) return this.constant(constant)
    if (terms.length === 1 && constant === 0) return this.scale(terms[0].coefficient, terms[0].factor)
    return this.#sum(constant, terms)
  }

  multiply(...parts: readonly Expression[]): Expression {
    return this.#product(parts.map((base) => ({ base, exponent: 1 })))
  }

  divide(left: Expression, right: Expression): Expression {
    return this.#product([
      { base: left, exponent: 1 },
      { base: right, exponent: -1 },
    ])
  }

  /** `base ^ exponent` for a whole exponent. */
  power(base: Expression, exponent: number): Expression {
    return this.#product([{ base, exponent }])
  }

  call(name: Primitive, ...operands: readonly Expression[]): Expression {
    const values = operands.map((operand) => (operand.kind === "constant" ? operand.value : undefined))
    if (values.every((value) => value !== undefined)) return this.constant(applyPrimitive(name, values[0], values[1]))
    if (name === "pow") return this.#pow(operands[0], operands[1])
    return this.#intern(`f${name}(${operands.map(({ id }) => id).join()})`, { kind: "call", name, operands })
  }

  select(operator: "<" | "<=", left: Expression, right: Expression, met: Expression, unmet: Expression): Expression {
    if (met === unmet) return met
    if (left.kind === "constant" && right.kind === "constant") {
      return (operator === "<" ? left.value < right.value : left.value <= right.value) ? met : unmet
    }
    const key = `s${operator}${left.id},${right.id},${met.id},${unmet.id}`
    return this.#intern(key, { kind: "select", operator, left, right, met, unmet })
  }

  /** Whole and half-whole exponents become powers and square roots, which cost and err least. */
  #pow(base: Expression, exponent: Expression): Expression {
    if (exponent.kind === "constant") {
      const { value } = exponent
      if (Number.isInteger(value) && Math.abs(value) <= 1_024) return this.power(base, value)
      if (Number.isInteger(2 * value) && Math.abs(value) <= 64) {
        const whole = Math.floor(value)
        return this.multiply(this.power(base, whole), this.call("sqrt", base))
      }
    }
    return this.#intern(`fpow(${base.id},${exponent.id})`, { kind: "call", name: "pow", operands: [base, exponent] })
  }

  #product(parts: readonly Factor[]): Expression {
    let coefficient = 1
    const joined = new Map<number, Factor>()
    const gather = (base: Expression, exponent: number): void => {
      if (Math.abs(exponent) > MAX_EXPONENT) throw tooLarge("an exponent")
      if (exponent === 0) return
      const inner = singleTerm(base)
      if (base.kind === "constant") coefficient *= base.value ** exponent
      else if (inner) {
        coefficient *= inner.coefficient ** exponent
        gather(inner.factor, exponent)
      } else if (base.kind === "product") for (const factor of base.factors) gather(factor.base, factor.exponent * exponent)
      else joined.set(base.id, { base, exponent: exponent + (joined.get(base.id)?.exponent ?? 0) })
    }
    for (const { base, exponent } of parts) gather(base, exponent)
    this.#unroot(joined, gather)
    const factors = [...joined.values()].filter((factor) => factor.exponent !== 0).sort((a, b) => a.base.id - b.base.id)
    if (factors.length === 0) return this.constant(coefficient)
    if (coefficient === 0) return this.zero
    if (factors.length === 1 && factors[0].exponent === 1) return this.scale(coefficient, factors[0].base)
    const key = factors.map(({ base, exponent }) => `${base.id}^${exponent}`).join("*")
    return this.scale(coefficient, this.#intern(key, { kind: "product", factors }))
  }

  /** `sqrt(x)^(2m + 1) = x^m sqrt(x)` for the variable: what is even in r needs no root when written in r². */
  #unroot(joined: Map<number, Factor>, gather: (base: Expression, exponent: number) => void): void {
    const root = [...joined.values()].find(
      ({ base, exponent }) => Math.abs(exponent) > 1 && base.kind === "call" && base.name === "sqrt" && base.operands[0] === this.variable,
    )
    if (!root) return
    const whole = Math.trunc(root.exponent / 2)
    joined.set(root.base.id, { base: root.base, exponent: root.exponent - 2 * whole })
    gather(this.variable, whole)
  }

  #sum(constant: number, unordered: readonly Term[]): Expression {
    const terms = [...unordered].sort((a, b) => a.factor.id - b.factor.id)
    const key = `${constant}+${terms.map(({ coefficient, factor }) => `${coefficient}*${factor.id}`).join("+")}`
    return this.#intern(key, { kind: "sum", constant, terms })
  }

  #intern(key: string, shape: Shape): Expression {
    const known = this.#nodes.get(key)
    if (known) return known
    const children = childrenOf(shape)
    const depth = 1 + children.reduce((deepest, child) => Math.max(deepest, child.depth), 0)
    if (this.#nodes.size >= MAX_NODES) throw tooLarge("its derivatives")
    if (depth > MAX_DEPTH) throw tooLarge("its nesting")
    const own = shape.kind === "variable" ? bitOf("variable") : shape.kind === "parameter" ? bitOf(shape.index) : 0n
    const uses = children.reduce((bits, child) => bits | child.uses, own)
    const made: Expression = Object.freeze({ ...shape, id: this.#nodes.size, uses, depth })
    this.#nodes.set(key, made)
    return made
  }
}

/** What a primitive does to numbers. */
export function applyPrimitive(name: Primitive, a: number, b = 0): number {
  // `**` gives NaN for (±1)^±∞, where IEEE 754 gives 1.
  if (name === "pow") return Math.abs(a) === 1 && Math.abs(b) === Infinity ? 1 : a ** b
  if (name === "min" || name === "max") return Math[name](a, b)
  return Math[name](a)
}

function singleTerm(expression: Expression): Term | undefined {
  return expression.kind === "sum" && expression.constant === 0 && expression.terms.length === 1 ? expression.terms[0] : undefined
}

function tooLarge(what: string): SpecFailure {
  return new SpecFailure(`this formula is too large: ${what} would be`, { offset: 0, advice: "write it in fewer or smaller parts" })
}
