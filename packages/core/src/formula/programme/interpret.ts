import { applyPrimitive } from "../expression/algebra.ts"
import type { Binary, Programme, Step, Unary } from "./programme.ts"

/** Runs a programme on numbers, one step after another: the plain twin of the emitted code. `out[i]` is the value of root i. */
export function interpret(programme: Programme, x: number, theta: ArrayLike<number>, out: Float64Array): void {
  const values = interpretSteps(programme, x, theta)
  programme.roots.forEach((root, i) => (out[i] = values[root]))
}

/** The value of every step of a programme. */
export function interpretSteps(programme: Programme, x: number, theta: ArrayLike<number>): Float64Array {
  const values = new Float64Array(programme.steps.length)
  programme.steps.forEach((step, i) => (values[i] = run(step, values, x, theta)))
  return values
}

function run(step: Step, values: Float64Array, x: number, theta: ArrayLike<number>): number {
  switch (step.kind) {
    case "constant":
      return step.value
    case "input":
      return x
    case "parameter":
      return theta[step.index]
    case "unary":
      return unary(step.name, values[step.a])
    case "binary":
      return binary(step.name, values[step.a], values[step.b])
    case "select": {
      const holds = step.operator === "<" ? values[step.a] < values[step.b] : values[step.a] <= values[step.b]
      return holds ? values[step.c] : values[step.d]
    }
  }
}

function unary(name: Unary, a: number): number {
  return name === "negate" ? -a : applyPrimitive(name, a)
}

function binary(name: Binary, a: number, b: number): number {
  switch (name) {
    case "add":
      return a + b
    case "subtract":
      return a - b
    case "multiply":
      return a * b
    case "divide":
      return a / b
    default:
      return applyPrimitive(name, a, b)
  }
}
