import { complain, suggest } from "../language/complain.ts"
import type { Comparison, FormulaSyntax, Syntax } from "../language/syntax.ts"
import type { Algebra } from "./algebra.ts"
import type { Expression } from "./expression.ts"
import { formulaFunctions } from "./functions.ts"

/** What names mean outside a formula's own definitions. */
export interface Names {
  readonly variable: string
  readonly constants: Readonly<Record<string, number>>
  /** Fixed parameters in order, or `undefined` to take every other name as one, in order of appearance. */
  readonly parameters: readonly string[] | undefined
}

/** The meaning of a formula, and its parameters. @throws SpecFailure at an unknown name or a wrong number of operands. */
export function buildExpression(
  algebra: Algebra,
  syntax: FormulaSyntax,
  names: Names,
): { expression: Expression; parameters: readonly string[] } {
  const parameters = [...(names.parameters ?? [])]
  const values = new Map<string, Expression>()
  for (const name of Object.keys(names.constants)) values.set(name, algebra.constant(names.constants[name]))
  parameters.forEach((name, k) => values.set(name, algebra.parameter(k)))
  values.set(names.variable, algebra.variable)

  const lookUp = (name: string, offset: number): Expression => {
    const known = values.get(name)
    if (known) return known
    if (isFunction(name)) {
      throw complain(syntax.text, offset, `\`${name}\` is a function`, `write ${formulaFunctions[name]?.signature ?? conditional}`)
    }
    if (names.parameters) {
      const advice = suggest(name, values.keys()) ?? `known are ${[...values.keys()].map((key) => `\`${key}\``).join(", ")}`
      throw complain(syntax.text, offset, `unknown name \`${name}\``, advice)
    }
    const made = algebra.parameter(parameters.length)
    parameters.push(name)
    values.set(name, made)
    return made
  }

  const build = (node: Syntax): Expression => {
    const built = meaning(node)
    if (built.kind === "constant" && !Number.isFinite(built.value) && node.kind !== "name") {
      const what = Number.isNaN(built.value) ? "has no value" : "is infinite"
      throw complain(syntax.text, node.offset, `the result here ${what}, whatever ${names.variable} is`)
    }
    return built
  }

  const meaning = (node: Syntax): Expression => {
    switch (node.kind) {
      case "number":
        return algebra.constant(node.value)
      case "name":
        return lookUp(node.name, node.offset)
      case "negate":
        return algebra.scale(-1, build(node.operand))
      case "binary":
        return binary(node)
      case "compare":
        throw complain(syntax.text, node.offset, `\`${node.operator}\` stands only in the first argument of if`, `write ${conditional}`)
      case "call":
        return node.name === "if" ? buildIf(node) : buildCall(node)
    }
  }

  const binary = (node: Syntax & { kind: "binary" }): Expression => {
    const left = build(node.left)
    const right = build(node.right)
    switch (node.operator) {
      case "+":
        return algebra.add(left, right)
      case "-":
        return algebra.subtract(left, right)
      case "*":
        return algebra.multiply(left, right)
      case "/":
        if (right === algebra.zero) throw complain(syntax.text, node.offset, "division by zero")
        return algebra.divide(left, right)
      case "^":
        return algebra.call("pow", left, right)
    }
  }

  const buildCall = (node: Syntax & { kind: "call" }): Expression => {
    const meaning = Object.hasOwn(formulaFunctions, node.name) ? formulaFunctions[node.name] : undefined
    if (!meaning) {
      const known = values.has(node.name) || node.name === names.variable
      const advice = known
        ? `\`${node.name}\` is a value: multiplication is written \`*\``
        : suggest(node.name, [...Object.keys(formulaFunctions), "if"])
      throw complain(syntax.text, node.offset, `unknown function \`${node.name}\``, advice)
    }
    const [least, most] = meaning.operands
    const count = node.operands.length
    if (count < least || count > most) {
      const bound = count < least ? least : most
      const wanted = `${least === most ? "" : count < least ? "at least " : "at most "}${bound} ${bound === 1 ? "argument" : "arguments"}`
      throw complain(syntax.text, node.offset, `${node.name} takes ${wanted}; here are ${count}`, `write ${meaning.signature}`)
    }
    return meaning.build(algebra, node.operands.map(build))
  }

  const buildIf = (node: Syntax & { kind: "call" }): Expression => {
    const [condition, then, otherwise] = node.operands
    if (node.operands.length !== 3 || !condition || !then || !otherwise) {
      throw complain(syntax.text, node.offset, `if takes 3 arguments; here are ${node.operands.length}`, `write ${conditional}`)
    }
    if (condition.kind !== "compare")
      throw complain(syntax.text, condition.offset, "the first argument of if compares", `write ${conditional}`)
    const [operator, left, right] = ordered(condition.operator, build(condition.left), build(condition.right))
    return algebra.select(operator, left, right, build(then), build(otherwise))
  }

  for (const { name, offset, value } of syntax.definitions) {
    if (isFunction(name)) throw complain(syntax.text, offset, `\`${name}\` is a function and cannot be defined`, "choose another name")
    if (values.has(name)) throw complain(syntax.text, offset, `\`${name}\` already has a meaning`, "choose another name")
    values.set(name, build(value))
  }
  return { expression: build(syntax.result), parameters }
}

const conditional = "if(a < b, x, y)"

function isFunction(name: string): boolean {
  return name === "if" || Object.hasOwn(formulaFunctions, name)
}

function ordered(operator: Comparison, left: Expression, right: Expression): ["<" | "<=", Expression, Expression] {
  if (operator === "<" || operator === "<=") return [operator, left, right]
  return [operator === ">" ? "<" : "<=", right, left]
}
