import { SpecFailure } from "../../failure/failure.ts"
import { childrenOf, varies, type Expression, type Factor, type Term } from "../expression/expression.ts"
import type { Binary, Programme, Step, Unary } from "./programme.ts"

/** The greatest n for which `exp(n x)` is taken as `exp(x)ⁿ` beside an `exp(x)`. */
const MAX_EXP_POWER = 4
const MAX_STEPS = 50_000

/**
 * Writes expressions as straight-line code: equal steps once, powers by chains of multiplications that share their links, one
 * division for each distinct denominator, what does not vary gathered so that it is done once, and `exp(n x)` beside `exp(x)` as
 * a power of it. So Lennard-Jones and its derivative in `s = r²` cost one division.
 */
export function lower(expressions: readonly Expression[]): Programme {
  return new Lowering(expressions).programme()
}

class Lowering {
  readonly #steps: Step[] = []
  readonly #numbers = new Map<string, number>()
  readonly #done = new Map<Expression, number>()
  readonly #expressions: readonly Expression[]
  readonly #exponentials: ReadonlyMap<Expression, { base: Expression; power: number }>

  constructor(expressions: readonly Expression[]) {
    this.#expressions = expressions
    this.#exponentials = relatedExponentials(expressions)
  }

  programme(): Programme {
    const roots = this.#expressions.map((expression) => this.#lower(expression))
    return { steps: this.#steps, roots }
  }

  #lower(expression: Expression): number {
    const before = this.#done.get(expression)
    if (before !== undefined) return before
    const step = this.#fresh(expression)
    this.#done.set(expression, step)
    return step
  }

  #fresh(expression: Expression): number {
    switch (expression.kind) {
      case "constant":
        return this.#constant(expression.value)
      case "variable":
        return this.#push({ kind: "input", varies: true })
      case "parameter":
        return this.#push({ kind: "parameter", index: expression.index, varies: false })
      case "sum":
        return this.#sum(expression.constant, expression.terms)
      case "product":
        return this.#product(1, expression.factors)
      case "select": {
        const [a, b, c, d] = childrenOf(expression).map((child) => this.#lower(child))
        return this.#push({ kind: "select", operator: expression.operator, a, b, c, d, varies: varies(expression) })
      }
      case "call":
        return this.#call(expression)
    }
  }

  #call(call: Expression & { kind: "call" }): number {
    const { name } = call
    const [a, b] = call.operands
    if (name === "pow" || name === "min" || name === "max") return this.#binary(name, this.#lower(a), this.#lower(b))
    const related = this.#exponentials.get(call)
    return related ? this.#power(this.#lower(related.base), related.power) : this.#unary(name, this.#lower(a))
  }

  /** The parts that do not vary are added first, among themselves. */
  #sum(constant: number, terms: readonly Term[]): number {
    const fixed = terms.filter(({ factor }) => !varies(factor))
    const varying = terms.filter(({ factor }) => varies(factor))
    if (varying.length === 0) return this.#addTerms(constant === 0 ? undefined : this.#constant(constant), fixed)
    const only = fixed.length === 1 && constant === 0 ? fixed : []
    const start = only.length > 0 || (fixed.length === 0 && constant === 0) ? undefined : this.#sum(constant, fixed)
    return this.#addTerms(start, [...varying, ...only])
  }

  #addTerms(start: number | undefined, terms: readonly Term[]): number {
    let sum = start
    // A positive term first, so that the others can be subtracted from it.
    const first =
      sum === undefined
        ? Math.max(
            0,
            terms.findIndex(({ coefficient }) => coefficient > 0),
          )
        : -1
    if (first >= 0) sum = this.#scaled(terms[first].coefficient, terms[first].factor)
    terms.forEach(({ coefficient, factor }, i) => {
      if (i === first) return
      const step = this.#scaled(Math.abs(coefficient), factor)
      sum = this.#binary(coefficient < 0 ? "subtract" : "add", sum!, step)
    })
    if (sum === undefined) throw new Error("an empty sum is a constant")
    return sum
  }

  #scaled(coefficient: number, factor: Expression): number {
    if (factor.kind === "product") return this.#product(coefficient, factor.factors)
    return this.#times(coefficient, this.#lower(factor))
  }

  #times(coefficient: number, step: number): number {
    if (coefficient === 1) return step
    if (coefficient === -1) return this.#unary("negate", step)
    return this.#binary("multiply", this.#constant(coefficient), step)
  }

  /** `coefficient × (what does not vary) × (what varies)`. */
  #product(coefficient: number, factors: readonly Factor[]): number {
    const fixed = this.#multiplyAll(factors.filter(({ base }) => !varies(base)))
    const varying = this.#multiplyAll(factors.filter(({ base }) => varies(base)))
    if (fixed === undefined || varying === undefined) return this.#times(coefficient, (fixed ?? varying)!)
    return this.#binary("multiply", this.#times(coefficient, fixed), varying)
  }

  #multiplyAll(factors: readonly Factor[]): number | undefined {
    let product: number | undefined
    for (const { base, exponent } of factors) {
      const step = this.#lower(base)
      const power = this.#power(exponent < 0 ? this.#binary("divide", this.#constant(1), step) : step, Math.abs(exponent))
      product = product === undefined ? power : this.#binary("multiply", product, power)
    }
    return product
  }

  #power(base: number, exponent: number): number {
    if (exponent === 1) return base
    const half = this.#power(base, exponent % 2 === 0 ? exponent / 2 : exponent - 1)
    return this.#binary("multiply", half, exponent % 2 === 0 ? half : base)
  }

  #constant(value: number): number {
    return this.#push({ kind: "constant", value, varies: false })
  }

  #unary(name: Unary, a: number): number {
    return this.#push({ kind: "unary", name, a, varies: this.#steps[a].varies })
  }

  #binary(name: Binary, a: number, b: number): number {
    return this.#push({ kind: "binary", name, a, b, varies: this.#steps[a].varies || this.#steps[b].varies })
  }

  #push(step: Step): number {
    const key = Object.values(step)
      .map((value) => (Object.is(value, -0) ? "-0" : String(value)))
      .join()
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    if (this.#steps.length === MAX_STEPS) {
      const what = "this formula is too large: its derivatives would be"
      throw new SpecFailure(what, { offset: 0, advice: "write it in fewer or smaller parts" })
    }
    this.#steps.push(step)
    this.#numbers.set(key, this.#steps.length - 1)
    return this.#steps.length - 1
  }
}

/** For each `exp(n x)`, n = 2, 3, 4, that stands beside an `exp(x)`: that one, and n. */
function relatedExponentials(expressions: readonly Expression[]): Map<Expression, { base: Expression; power: number }> {
  const seen = new Set<Expression>()
  const families = new Map<Expression, { coefficient: number; call: Expression }[]>()
  const visit = (expression: Expression): void => {
    if (seen.has(expression)) return
    seen.add(expression)
    childrenOf(expression).forEach(visit)
    if (expression.kind !== "call" || expression.name !== "exp") return
    const { coefficient, factor } = leadingTerm(expression.operands[0])
    const family = families.get(factor)
    if (family) family.push({ coefficient, call: expression })
    else families.set(factor, [{ coefficient, call: expression }])
  }
  expressions.forEach(visit)
  const related = new Map<Expression, { base: Expression; power: number }>()
  for (const family of families.values()) {
    for (const { coefficient, call } of family) {
      for (const other of family) {
        const power = coefficient / other.coefficient
        if (Number.isInteger(power) && power > 1 && power <= MAX_EXP_POWER && !related.has(other.call))
          related.set(call, { base: other.call, power })
      }
    }
  }
  return related
}

function leadingTerm(expression: Expression): Term {
  const single = expression.kind === "sum" && expression.constant === 0 && expression.terms.length === 1
  return single ? expression.terms[0] : { coefficient: 1, factor: expression }
}
