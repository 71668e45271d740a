/** Functions that stay as they are in an expression; all others are written in terms of these. */
export type Primitive = "exp" | "expm1" | "log" | "sqrt" | "sin" | "cos" | "tanh" | "abs" | "pow" | "min" | "max"

/** `coefficient × factor` inside a sum. */
export interface Term {
  readonly coefficient: number
  readonly factor: Expression
}

/** `base ^ exponent` inside a product; the exponent is a whole number. */
export interface Factor {
  readonly base: Expression
  readonly exponent: number
}

interface Node {
  /** Equal expressions of one algebra are one object with one id. */
  readonly id: number
  /** Bit 0: the variable; bit k + 1: parameter k. */
  readonly uses: bigint
  readonly depth: number
}

/**
 * A mathematical expression in normal form: sums of `coefficient × factor` with like terms joined, products of whole powers with
 * like bases joined, and functions. Products carry no coefficient (`2x` is a sum of one term), so equal expressions meet.
 */
export type Expression = Node &
  (
    | { readonly kind: "constant"; readonly value: number }
    | { readonly kind: "variable" }
    | { readonly kind: "parameter"; readonly index: number }
    | { readonly kind: "sum"; readonly constant: number; readonly terms: readonly Term[] }
    | { readonly kind: "product"; readonly factors: readonly Factor[] }
    | { readonly kind: "call"; readonly name: Primitive; readonly operands: readonly Expression[] }
    /** `left < right ? met : unmet`, or with `<=`. */
    | {
        readonly kind: "select"
        readonly operator: "<" | "<="
        readonly left: Expression
        readonly right: Expression
        readonly met: Expression
        readonly unmet: Expression
      }
  )

/** The part of a node that says what it is, before it has an identity. */
export type Shape = Expression extends infer Each ? (Each extends Expression ? Omit<Each, keyof Node> : never) : never

/** The bit of `uses` for the variable or for parameter `k`. */
export function bitOf(wrt: "variable" | number): bigint {
  return wrt === "variable" ? 1n : 1n << BigInt(wrt + 1)
}

/** Whether the value depends on the variable at all. */
export function varies(expression: Expression): boolean {
  return (expression.uses & 1n) !== 0n
}

/** The expressions that a node is made of. */
export function childrenOf(expression: Expression | Shape): readonly Expression[] {
  switch (expression.kind) {
    case "sum":
      return expression.terms.map((term) => term.factor)
    case "product":
      return expression.factors.map((factor) => factor.base)
    case "call":
      return expression.operands
    case "select":
      return [expression.left, expression.right, expression.met, expression.unmet]
    default:
      return []
  }
}
