/** Arithmetic of the formula language, by its sign. */
export type Operator = "+" | "-" | "*" | "/" | "^"

/** Comparison inside the first argument of `if`. */
export type Comparison = "<" | "<=" | ">" | ">="

/** What a formula says, as a tree; `offset` counts characters from the start of its text. */
export type Syntax =
  | { readonly kind: "number"; readonly value: number; readonly offset: number; readonly depth: number }
  | { readonly kind: "name"; readonly name: string; readonly offset: number; readonly depth: number }
  | { readonly kind: "negate"; readonly operand: Syntax; readonly offset: number; readonly depth: number }
  | {
      readonly kind: "binary"
      readonly operator: Operator
      readonly left: Syntax
      readonly right: Syntax
      readonly offset: number
      readonly depth: number
    }
  | { readonly kind: "call"; readonly name: string; readonly operands: readonly Syntax[]; readonly offset: number; readonly depth: number }
  | {
      readonly kind: "compare"
      readonly operator: Comparison
      readonly left: Syntax
      readonly right: Syntax
      readonly offset: number
      readonly depth: number
    }

/** `let name = value;` */
export interface Definition {
  readonly name: string
  readonly offset: number
  readonly value: Syntax
}

/** A whole formula: definitions, then the expression that is its value. */
export interface FormulaSyntax {
  readonly text: string
  readonly definitions: readonly Definition[]
  readonly result: Syntax
}

/** Formulas come from files people share, so their size is bounded before anything is built from them. */
export const limits = { characters: 20_000, nodes: 5_000, depth: 400, definitions: 100 } as const
