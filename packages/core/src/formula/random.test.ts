import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compileFormula } from "./compile.ts"
import { Algebra } from "./expression/algebra.ts"
import { buildExpression } from "./expression/build.ts"
import { derivative } from "./expression/differentiate.ts"
import { formulaConstants } from "./expression/functions.ts"
import type { Formula } from "./formula.ts"
import { parseFormula } from "./language/parse.ts"
import { printFormula } from "./language/print.ts"
import type { Syntax } from "./language/syntax.ts"
import { interpretSteps } from "./programme/interpret.ts"
import { lower } from "./programme/lower.ts"
import type { Programme } from "./programme/programme.ts"

const parameters = ["a", "b", "c"] as const
const count = parameters.length

/** Formulas of x and a, b, c that are smooth and moderate for arguments between 0.5 and 3. */
const formulas = fc.letrec<{ node: string; leaf: string }>((tie) => {
  const node = tie("node")
  const one = (write: (u: string) => string): fc.Arbitrary<string> => node.map(write)
  const two = (write: (u: string, v: string) => string): fc.Arbitrary<string> => fc.tuple(node, node).map(([u, v]) => write(u, v))
  return {
    leaf: fc.constantFrom("x", "x", ...parameters, "0.7", "2", "1.25"),
    node: fc.oneof(
      { maxDepth: 5, depthSize: "small" },
      tie("leaf"),
      two((u, v) => `(${u} + ${v})`),
      two((u, v) => `(${u} - ${v})`),
      two((u, v) => `${u}*${v}`),
      two((u, v) => `(${u})/(1.5 + (${v})^2)`),
      one((u) => `-(${u})`),
      one((u) => `exp(-(${u})^2)`),
      one((u) => `exp(-2*sin(${u})) - exp(-sin(${u}))`),
      one((u) => `log(1.2 + (${u})^2)`),
      one((u) => `sqrt(2 + (${u})^2)`),
      one((u) => `(2 + sin(${u}))^-3`),
      one((u) => `(2 + cos(${u}))^1.5`),
      two((u, v) => `(1.5 + (${u})^2)^sin(${v})`),
      one((u) => `tanh(${u})`),
      one((u) => `cosh(cos(${u}))`),
      one((u) => `sinh(sin(${u}))`),
      one((u) => `polycut(${u}, -40, 50)`),
      one((u) => `coscut(${u}, -40, 50)`),
      one((u) => `bspline(tanh(${u}), -1.5, 1.5, 0.3, a, -1, b, c, 2)`),
    ),
  }
}).node

const inputs = fc.record({
  text: formulas,
  x: fc.double({ min: 0.5, max: 3, noNaN: true }),
  theta: fc.tuple(...parameters.map(() => fc.double({ min: 0.5, max: 2, noNaN: true }))),
})

interface Derivatives {
  readonly f: number
  readonly df: number
  readonly d2f: number
  readonly fk: Float64Array
  readonly dfk: Float64Array
}

function derivativesAt(formula: Formula, x: number, theta: readonly number[]): Derivatives {
  const out = {
    f: new Float64Array(1),
    df: new Float64Array(1),
    d2f: new Float64Array(1),
    fk: new Float64Array(3),
    dfk: new Float64Array(3),
  }
  formula.jacobian(1, Float64Array.of(x), Float64Array.from(theta), out)
  return { ...out, f: out.f[0], df: out.df[0], d2f: out.d2f[0] }
}

/** Central differences extrapolated to step 0 (Richardson), and how far the last two of them differ. */
function difference(f: (x: number) => number, x: number): { value: number; error: number } {
  let row: number[] = []
  let before = Number.NaN
  for (let i = 0, h = 0.04; i < 5; i++, h /= 2) {
    const next = [(f(x + h) - f(x - h)) / (2 * h)]
    row.forEach((coarse, j) => next.push(next[j] + (next[j] - coarse) / (4 ** (j + 1) - 1)))
    before = row.at(-1) ?? Number.NaN
    row = next
  }
  return { value: row.at(-1)!, error: Math.abs(row.at(-1)! - before) }
}

describe("random formulas", () => {
  it("have the derivatives that central differences find", () => {
    let checked = 0
    fc.assert(
      fc.property(inputs, ({ text, x, theta }) => {
        const formula = compileFormula(text, { variable: "x", parameters })
        const exact = derivativesAt(formula, x, theta)
        const moved = (k: number, t: number): number[] => theta.map((value, j) => (j === k ? t : value))
        const claims: [name: string, exact: number, f: (t: number) => number, at: number][] = [
          ["f′", exact.df, (t) => derivativesAt(formula, t, theta).f, x],
          ["f″", exact.d2f, (t) => derivativesAt(formula, t, theta).df, x],
          ...parameters.flatMap((name, k): typeof claims => [
            [`∂f/∂${name}`, exact.fk[k], (t) => derivativesAt(formula, x, moved(k, t)).f, theta[k]],
            [`∂f′/∂${name}`, exact.dfk[k], (t) => derivativesAt(formula, x, moved(k, t)).df, theta[k]],
          ]),
        ]
        for (const [name, claimed, f, at] of claims) {
          const { value, error } = difference(f, at)
          const scale = Math.max(1, Math.abs(value), Math.abs(f(at)))
          // Where the formula wriggles faster than the steps, differences say nothing.
          if (!(error < 1e-8 * scale)) continue
          checked++
          expect(Math.abs(claimed - value) / scale, `${name} of ${text}`).toBeLessThan(1e-7)
        }
      }),
      { numRuns: 80, seed: 7 },
    )
    expect(checked).toBeGreaterThan(400)
  })

  it("have the values that their syntax tree says, and the same after printing", () => {
    fc.assert(
      fc.property(inputs, ({ text, x, theta }) => {
        const syntax = parseFormula(text)
        const { value, scale } = evaluate(syntax.result, { x, a: theta[0], b: theta[1], c: theta[2] })
        const formula = compileFormula(text, { variable: "x", parameters })
        expect(Math.abs(formula.value(x, theta) - value) / scale).toBeLessThan(1e-12)
        expect(printFormula(parseFormula(formula.printed()))).toBe(formula.printed())
        expect(compileFormula(formula.printed(), { variable: "x", parameters }).value(x, theta)).toBe(formula.value(x, theta))
      }),
      { numRuns: 300, seed: 8 },
    )
  })

  it("run the same emitted as interpreted, to 1e-13 of the largest number met", () => {
    fc.assert(
      fc.property(inputs, ({ text, x, theta }) => {
        const programme = jacobianProgramme(text)
        const steps = interpretSteps(programme, x, theta)
        const scale = steps.reduce((largest, step) => Math.max(largest, Math.abs(step)), 1)
        const { f, df, d2f, fk, dfk } = derivativesAt(compileFormula(text, { variable: "x", parameters }), x, theta)
        const found = [f, df, d2f, ...fk, ...dfk]
        programme.roots.forEach((root, i) => expect(Math.abs(found[i] - steps[root]) / scale).toBeLessThan(1e-13))
      }),
      { numRuns: 120, seed: 9 },
    )
  })
})

function jacobianProgramme(text: string): Programme {
  const algebra = new Algebra()
  const { expression } = buildExpression(algebra, parseFormula(text), { variable: "x", constants: formulaConstants, parameters })
  const dx = derivative(algebra, "variable")
  const fk = Array.from({ length: count }, (_, k) => derivative(algebra, k)(expression))
  return lower([expression, dx(expression), dx(dx(expression)), ...fk, ...fk.map(dx)])
}

/** The plain meaning of a syntax tree, and the largest number met on the way. */
function evaluate(syntax: Syntax, names: Readonly<Record<string, number>>): { value: number; scale: number } {
  let scale = 1
  const functions: Readonly<Record<string, (...operands: number[]) => number>> = {
    ...{ exp: Math.exp, log: Math.log, sqrt: Math.sqrt, sin: Math.sin, cos: Math.cos, tanh: Math.tanh, sinh: Math.sinh, cosh: Math.cosh },
    polycut: (r, r1, r2) => {
      const t = Math.min(1, Math.max(0, (r - r1) / (r2 - r1)))
      return (1 - t) ** 3 * (1 + 3 * t + 6 * t * t)
    },
    coscut: (r, r1, r2) => (r <= r1 ? 1 : r >= r2 ? 0 : Math.cos((Math.PI / 2) * ((r - r1) / (r2 - r1))) ** 2),
    bspline: (x, from, to, ...coefficients) => {
      // De Boor's recursion on the one interval that holds x.
      const position = ((x - from) / (to - from)) * (coefficients.length - 3)
      const interval = Math.floor(position)
      const d = [0, 1, 2, 3].map((j) => coefficients[interval + j])
      for (let level = 1; level <= 3; level++) {
        for (let j = 3; j >= level; j--) {
          const weight = (position - (interval + j - 3)) / (4 - level)
          d[j] = (1 - weight) * d[j - 1] + weight * d[j]
        }
      }
      return d[3]
    },
  }
  const go = (node: Syntax): number => {
    const value = meaning(node)
    scale = Math.max(scale, Math.abs(value))
    return value
  }
  const meaning = (node: Syntax): number => {
    switch (node.kind) {
      case "number":
        return node.value
      case "name":
        return names[node.name]
      case "negate":
        return -go(node.operand)
      case "call":
        return functions[node.name]!(...node.operands.map(go))
      case "compare":
        throw new Error("no comparison is made here")
      case "binary": {
        const [left, right] = [go(node.left), go(node.right)]
        if (node.operator === "+") return left + right
        if (node.operator === "-") return left - right
        if (node.operator === "*") return left * right
        return node.operator === "/" ? left / right : left ** right
      }
    }
  }
  return { value: go(syntax), scale }
}
