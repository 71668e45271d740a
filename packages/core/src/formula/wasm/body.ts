import { operandsOf, type Programme, type Step } from "../programme/programme.ts"
import { emitExp, emitExpm1, emitTanh } from "./exponential.ts"
import { emitLog, emitLongLog, emitPow, type LongLogarithm } from "./logarithm.ts"
import { emitCos, emitSin, emitTurn, type Turn } from "./trigonometry.ts"
import type { Lanes, VectorCode } from "./vector.ts"

/**
 * Writes a programme into a function: at once what depends on the parameters only (call it before the loop), then, each time the
 * function it returns is called, the rest for one vector of inputs. The latter returns the roots.
 *
 * `theta` is the local that holds the address of the parameters, packed `Float64`.
 */
export function emitBody(code: VectorCode, programme: Programme, theta: number): (input: Lanes) => Lanes[] {
  const { steps, roots } = programme
  const last = lastUses(programme)
  const fixed = new Body(code, theta)
  steps.forEach((step, i) => {
    if (!step.varies) fixed.emit(step, i)
  })
  return (input) => {
    const body = new Body(code, theta, fixed, input)
    steps.forEach((step, i) => {
      if (!step.varies) return
      body.emit(step, i)
      // Locals of steps that are not needed any more serve again: engines allow 50,000 of them.
      for (const used of new Set(operandsOf(step))) if (last[used] === i && steps[used].varies) body.release(used)
    })
    return roots.map((root) => body.value(root))
  }
}

/** The step that uses each step last; `Infinity` for the roots. */
function lastUses({ steps, roots }: Programme): number[] {
  const last = steps.map((_, i) => i)
  steps.forEach((step, i) => {
    for (const used of operandsOf(step)) last[used] = i
  })
  for (const root of roots) last[root] = Infinity
  return last
}

class Body {
  readonly #code: VectorCode
  readonly #theta: number
  readonly #input: Lanes | undefined
  readonly #values: Map<number, Lanes>
  readonly #logarithms: Map<number, LongLogarithm>
  readonly #turns: Map<number, Turn>

  constructor(code: VectorCode, theta: number, fixed?: Body, input?: Lanes) {
    this.#code = code
    this.#theta = theta
    this.#input = input
    this.#values = new Map(fixed ? fixed.#values : [])
    this.#logarithms = new Map(fixed ? fixed.#logarithms : [])
    this.#turns = new Map(fixed ? fixed.#turns : [])
  }

  value(step: number): Lanes {
    const value = this.#values.get(step)
    if (!value) throw new Error(`step ${step} is used before it is made`)
    return value
  }

  emit(step: Step, i: number): void {
    this.#values.set(i, this.#emit(step))
  }

  release(step: number): void {
    const lanes = this.value(step)
    if (lanes !== this.#input && lanes.kind === "local") this.#code.function.release("v128", lanes.local)
  }

  #emit(step: Step): Lanes {
    switch (step.kind) {
      case "constant":
        return this.#code.constant(step.value)
      case "input":
        if (!this.#input) throw new Error("the input varies")
        return this.#input
      case "parameter":
        return this.#code.splat(this.#theta, 8 * step.index)
      case "unary":
        return this.#unary(step.name, step.a)
      case "binary":
        return this.#binary(step.name, step.a, step.b)
      case "select": {
        const [a, b, c, d] = [step.a, step.b, step.c, step.d].map((operand) => this.value(operand))
        return this.#code.transient(() => {
          const mask = this.#code.do(step.operator === "<" ? "f64x2.lt" : "f64x2.le", a, b)
          return this.#code.choose(mask, c, d)
        })
      }
    }
  }

  #unary(name: (Step & { kind: "unary" })["name"], operand: number): Lanes {
    const code = this.#code
    const a = this.value(operand)
    switch (name) {
      case "negate":
        return code.do("f64x2.neg", a)
      case "abs":
        return code.do("f64x2.abs", a)
      case "sqrt":
        return code.do("f64x2.sqrt", a)
      case "exp":
        return emitExp(code, a)
      case "expm1":
        return emitExpm1(code, a)
      case "tanh":
        return emitTanh(code, a)
      case "log":
        return emitLog(code, a)
      case "sin":
        return emitSin(code, this.#turn(operand))
      case "cos":
        return emitCos(code, this.#turn(operand))
    }
  }

  #binary(name: (Step & { kind: "binary" })["name"], left: number, right: number): Lanes {
    const code = this.#code
    const a = this.value(left)
    const b = this.value(right)
    switch (name) {
      case "add":
        return code.add(a, b)
      case "subtract":
        return code.subtract(a, b)
      case "multiply":
        return code.multiply(a, b)
      case "divide":
        return code.divide(a, b)
      case "pow":
        return emitPow(code, a, b, this.#logarithm(left))
      // A constant bound in second place lets the one-instruction forms hand NaN on.
      case "min":
        return code.do(b.kind === "constant" ? "f64x2.pmin" : "f64x2.min", a, b)
      case "max":
        return code.do(b.kind === "constant" ? "f64x2.pmax" : "f64x2.max", a, b)
    }
  }

  #logarithm(step: number): LongLogarithm {
    const known = this.#logarithms.get(step)
    if (known) return known
    const made = emitLongLog(this.#code, this.value(step))
    this.#logarithms.set(step, made)
    return made
  }

  #turn(step: number): Turn {
    const known = this.#turns.get(step)
    if (known) return known
    const made = emitTurn(this.#code, this.value(step))
    this.#turns.set(step, made)
    return made
  }
}
