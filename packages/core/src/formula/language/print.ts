import type { FormulaSyntax, Syntax } from "./syntax.ts"

/** Canonical text: one definition a line, single blanks around `+` and `-`, no bracket that precedence makes needless. */
export function printFormula({ definitions, result }: FormulaSyntax): string {
  return [...definitions.map(({ name, value }) => `let ${name} = ${print(value, 0)};`), print(result, 0)].join("\n")
}

const strength = { "+": 1, "-": 1, "*": 2, "/": 2, negate: 3, "^": 4 } as const

/** `outer`: how strongly the surroundings bind; what binds less is put in brackets. */
function print(node: Syntax, outer: number): string {
  switch (node.kind) {
    case "number":
      return String(node.value)
    case "name":
      return node.name
    case "negate":
      return bracket(`-${print(node.operand, strength.negate)}`, strength.negate, outer)
    case "call":
      return `${node.name}(${node.operands.map((operand) => print(operand, 0)).join(", ")})`
    case "compare":
      return `${print(node.left, 0)} ${node.operator} ${print(node.right, 0)}`
    case "binary": {
      const own = strength[node.operator]
      if (node.operator === "^") return bracket(`${print(node.left, own + 1)}^${print(node.right, strength.negate)}`, own, outer)
      const sign = own === 1 ? ` ${node.operator} ` : node.operator
      return bracket(`${print(node.left, own)}${sign}${print(node.right, own + 1)}`, own, outer)
    }
  }
}

function bracket(text: string, own: number, outer: number): string {
  return own < outer ? `(${text})` : text
}
