import { complain } from "./complain.ts"
import { limits, type Comparison, type Definition, type FormulaSyntax, type Operator, type Syntax } from "./syntax.ts"
import { tokenise, type Token } from "./tokens.ts"

/**
 * Reads a formula: `let` definitions, each ended by `;` or a new line, then one expression.
 *
 * Precedence as in Fortran and Python: `^` (also `**`) binds tightest and to the right, then unary minus, then `* /`, then `+ -`;
 * so `-a^2 = -(a^2)` and `a^-b^c = a^(-(b^c))`. A line goes on inside brackets, after an operator, and before one (before `-` only
 * where nothing else may follow). `#` starts a comment.
 *
 * @throws SpecFailure with `offset` and a caret under the column
 */
export function parseFormula(text: string): FormulaSyntax {
  return new Parser(text).formula()
}

class Parser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0
  #nodes = 0
  #nesting = 0
  #brackets = 0
  #defining = false

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokenise(text)
  }

  formula(): FormulaSyntax {
    const definitions: Definition[] = []
    while (this.#accept(";"));
    while (this.#token().kind === "name" && this.#token().text === "let") {
      if (definitions.length === limits.definitions) throw this.#complain(`a formula has at most ${limits.definitions} definitions`)
      definitions.push(this.#definition())
    }
    if (this.#token().kind === "end") {
      throw this.#complain(
        "a formula ends with an expression; there is none",
        definitions.length ? "add it after the last `let`" : undefined,
      )
    }
    const result = this.#sum()
    while (this.#accept(";"));
    const rest = this.#token()
    if (rest.kind !== "end") throw this.#unexpected(rest, "the formula should end here")
    return { text: this.#text, definitions, result }
  }

  #definition(): Definition {
    this.#at++
    const name = this.#token()
    if (name.kind !== "name") throw this.#unexpected(name, "expected a name after `let`")
    this.#at++
    if (!this.#accept("=")) throw this.#unexpected(this.#token(), `expected \`=\` after \`let ${name.text}\``)
    this.#defining = true
    const value = this.#sum()
    this.#defining = false
    const next = this.#token()
    if (!this.#accept(";") && !next.newline && next.kind !== "end")
      throw this.#unexpected(next, "expected `;` or a new line after a definition")
    while (this.#accept(";"));
    return { name: name.text, offset: name.offset, value }
  }

  #sum(): Syntax {
    let left = this.#term()
    for (;;) {
      const operator = this.#operator("+", "-")
      if (!operator) return left
      left = this.#binary(operator, left, this.#term())
    }
  }

  #term(): Syntax {
    let left = this.#signed()
    for (;;) {
      const operator = this.#operator("*", "/")
      if (!operator) return left
      left = this.#binary(operator, left, this.#signed())
    }
  }

  #signed(): Syntax {
    const { text, offset } = this.#token()
    if (text === "+") throw this.#complain("expected a value, found `+`", "leave the plus sign out")
    if (!this.#accept("-")) return this.#power()
    return this.#nested(() => {
      const operand = this.#signed()
      return this.#node({ kind: "negate", operand, offset, depth: operand.depth + 1 })
    })
  }

  #power(): Syntax {
    const base = this.#atom()
    const operator = this.#operator("^", "**")
    if (!operator) return base
    return this.#binary(
      operator,
      base,
      this.#nested(() => this.#signed()),
    )
  }

  #atom(): Syntax {
    const token = this.#token()
    this.#at++
    if (token.kind === "number") return this.#node({ kind: "number", value: Number(token.text), offset: token.offset, depth: 1 })
    if (token.kind === "name") {
      if (token.text === "let") throw this.#complainAt(token, "`let` starts a definition; here a value is expected")
      const next = this.#token()
      const called = next.text === "(" && !(next.newline && this.#brackets === 0)
      return called ? this.#call(token) : this.#node({ kind: "name", name: token.text, offset: token.offset, depth: 1 })
    }
    if (token.text === "(") {
      const inner = this.#bracketed(() => this.#sum())
      this.#close(token)
      return inner
    }
    throw this.#unexpected(token, "expected a number, a name or `(`")
  }

  #call(name: Token): Syntax {
    const open = this.#token()
    this.#at++
    const operands = this.#bracketed(() => {
      const found: Syntax[] = []
      if (this.#token().text === ")") return found
      do found.push(this.#operand())
      while (this.#accept(","))
      return found
    })
    this.#close(open)
    const depth = 1 + operands.reduce((deepest, operand) => Math.max(deepest, operand.depth), 0)
    return this.#node({ kind: "call", name: name.text, operands, offset: name.offset, depth })
  }

  #operand(): Syntax {
    const left = this.#sum()
    const { text, offset } = this.#token()
    if (text === "=") throw this.#complain("`=` does not compare", "compare with < <= > >=")
    if (!isComparison(text)) return left
    this.#at++
    const right = this.#sum()
    return this.#node({ kind: "compare", operator: text, left, right, offset, depth: 1 + Math.max(left.depth, right.depth) })
  }

  #binary(operator: Token, left: Syntax, right: Syntax): Syntax {
    const sign: Operator = operator.text === "**" ? "^" : toOperator(operator.text)
    return this.#node({
      kind: "binary",
      operator: sign,
      left,
      right,
      offset: operator.offset,
      depth: 1 + Math.max(left.depth, right.depth),
    })
  }

  #node(node: Syntax): Syntax {
    if (++this.#nodes > limits.nodes) throw this.#complainAt(node, `a formula has at most ${limits.nodes} numbers, names and operations`)
    if (node.depth > limits.depth) throw this.#complainAt(node, `a formula nests at most ${limits.depth} operations`)
    return node
  }

  #nested<T>(work: () => T): T {
    if (++this.#nesting > limits.depth) throw this.#complain(`a formula nests at most ${limits.depth} operations`)
    const result = work()
    this.#nesting--
    return result
  }

  #bracketed<T>(work: () => T): T {
    this.#brackets++
    const result = this.#nested(work)
    this.#brackets--
    return result
  }

  #close(open: Token): void {
    // The bracket that closes belongs to the inside, whatever line it stands on.
    const found = this.#token()
    if (found.text === ")") this.#at++
    else if (found.kind === "end") throw this.#complainAt(open, "this bracket is never closed")
    else throw this.#unexpected(found, "expected `)`, `,` or an operator")
  }

  #operator(...signs: readonly string[]): Token | undefined {
    const token = this.#token()
    if (token.kind !== "sign" || !signs.includes(token.text)) return undefined
    if (token.newline && this.#defining && this.#brackets === 0 && token.text === "-") return undefined
    this.#at++
    return token
  }

  #accept(sign: string): boolean {
    const token = this.#token()
    if (token.kind !== "sign" || token.text !== sign) return false
    this.#at++
    return true
  }

  #token(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]
  }

  #unexpected(token: Token, expected: string): Error {
    const found = token.kind === "end" ? "the end of the formula" : `\`${token.text}\``
    return this.#complainAt(token, `${expected}; found ${found}`, adviceFor(token, this.#tokens[this.#tokens.indexOf(token) - 1]))
  }

  #complain(what: string, advice?: string): Error {
    return complain(this.#text, this.#token().offset, what, advice)
  }

  #complainAt({ offset }: { offset: number }, what: string, advice?: string): Error {
    return complain(this.#text, offset, what, advice)
  }
}

function adviceFor(token: Token, previous: Token | undefined): string | undefined {
  const afterValue = previous?.kind === "number" || previous?.kind === "name" || previous?.text === ")"
  if (afterValue && (token.kind === "number" || token.kind === "name" || token.text === "(")) return "multiplication is written `*`"
  if (token.text === ")") return "a bracket closes that was never opened, or a value is missing before it"
  if (isComparison(token.text)) return "comparisons stand in the first argument of if(a < b, x, y)"
  if (token.text === "=") return "name a value with `let name = expression;`"
  return undefined
}

function isComparison(text: string): text is Comparison {
  return text === "<" || text === "<=" || text === ">" || text === ">="
}

function toOperator(text: string): Operator {
  if (text === "+" || text === "-" || text === "*" || text === "/" || text === "^") return text
  throw new Error(`${text} is no operator`)
}
