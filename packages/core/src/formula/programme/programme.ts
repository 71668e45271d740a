import type { Primitive } from "../expression/expression.ts"

/** Functions of one operand that both the interpreter and the emitter know. */
export type Unary = Exclude<Primitive, "pow" | "min" | "max"> | "negate"

/** Functions of two operands. */
export type Binary = "add" | "subtract" | "multiply" | "divide" | "pow" | "min" | "max"

/**
 * One step of a programme; operands are indices of earlier steps. `varies` tells steps that change with the input from those that
 * depend on the parameters only and are done once a call.
 */
export type Step = { readonly varies: boolean } & (
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "input" }
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "unary"; readonly name: Unary; readonly a: number }
  | { readonly kind: "binary"; readonly name: Binary; readonly a: number; readonly b: number }
  /** `a < b ? c : d`, or with `<=`. */
  | {
      readonly kind: "select"
      readonly operator: "<" | "<="
      readonly a: number
      readonly b: number
      readonly c: number
      readonly d: number
    }
)

/** Straight-line code for several expressions of one input at once; what they share is computed once. */
export interface Programme {
  readonly steps: readonly Step[]
  /** The step that holds each expression. */
  readonly roots: readonly number[]
}

/** The earlier steps that a step uses. */
export function operandsOf(step: Step): readonly number[] {
  switch (step.kind) {
    case "unary":
      return [step.a]
    case "binary":
      return [step.a, step.b]
    case "select":
      return [step.a, step.b, step.c, step.d]
    default:
      return []
  }
}
