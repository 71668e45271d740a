import { describe, expect, it } from "vitest"
import { kernels } from "../../kernels/kernels.ts"
import { compileFormula } from "../compile.ts"
import type { Formula } from "../formula.ts"
import type { Step } from "../programme/programme.ts"
import { emitLoop } from "./loop.ts"
import { emitPairTerms } from "./pair.ts"

/** Energies and force factors of squared distances, by a loop made of pair terms. */
function runPairLoop(
  formula: Formula,
  squares: readonly number[],
  theta: readonly number[],
): { energy: Float64Array; force: Float64Array } {
  const { heap, instantiate } = kernels()
  const n = squares.length
  const { binary, pool } = emitLoop(
    (code, address) => {
      const terms = emitPairTerms(code, formula.pairForm(), address)
      return (square) => Object.values(terms(square))
    },
    [1, 1],
    false,
  )
  const run = instantiate(binary)["run"]
  if (typeof run !== "function") throw new Error("no function is exported")
  const [s, t, constants, energy, force] = [n, theta.length, pool.length, n, n].map((length) => heap.f64(length))
  s.set(squares)
  t.set(theta)
  pool.fill(constants)
  run(n, 8 * n, s.byteOffset, t.byteOffset, constants.byteOffset, energy.byteOffset, force.byteOffset)
  return { energy, force }
}

const table: [name: string, text: string, theta: number[], input: "square" | "distance"][] = [
  ["Lennard-Jones", "4*epsilon*((sigma/r)^12 - (sigma/r)^6)", [0.0104, 3.4], "square"],
  ["A/B", "A/r^12 - B*r^-6", [1.7e4, 23.1], "square"],
  ["a well in r²", "k*(r^2 - d^2)^2*exp(-r^2/w)", [0.3, 2.1, 4.4], "square"],
  ["Morse", "D*(exp(-2*a*(r - r0)) - 2*exp(-a*(r - r0)))", [0.34, 1.36, 2.87], "distance"],
  ["Mie 9-6", "C*((sigma/r)^9 - (sigma/r)^6)", [0.07, 2.9], "distance"],
  ["switched", "4*epsilon*((sigma/r)^12 - (sigma/r)^6)*polycut(r, 3, 5)", [0.0104, 3.4], "distance"],
]

describe("pair terms of r²", () => {
  const squares = [4.2, 6.25, 9.1, 12.7, 16, 20.9, 30]
  for (const [name, text, theta, input] of table) {
    it(`${name}: are φ and −φ′/r`, () => {
      const formula = compileFormula(text, { variable: "r" })
      expect(formula.pairForm().input).toBe(input)
      const r = Float64Array.from(squares, Math.sqrt)
      const [f, df] = [new Float64Array(r.length), new Float64Array(r.length)]
      formula.evaluate(r.length, r, Float64Array.from(theta), f, df)
      const { energy, force } = runPairLoop(formula, squares, theta)
      for (let i = 0; i < r.length; i++) {
        expect(Math.abs(energy[i] - f[i])).toBeLessThanOrEqual(1e-13 * largest(f))
        expect(Math.abs(force[i] + df[i] / r[i])).toBeLessThanOrEqual(1e-13 * largest(df))
      }
    })
  }

  it("cost Lennard-Jones one division, no root and no power", () => {
    const varying = compileFormula(table[0][1], { variable: "r" })
      .pairForm()
      .programme.steps.filter((step) => step.varies)
    const name = (step: Step): string => (step.kind === "unary" || step.kind === "binary" ? step.name : step.kind)
    const counts = Map.groupBy(varying.map(name), (operation) => operation)
    expect(counts.get("divide")?.length).toBe(1)
    expect([...counts.keys()].sort()).toEqual(["divide", "input", "multiply", "subtract"])
    expect(varying.length).toBeLessThanOrEqual(16)
  })
})

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}
