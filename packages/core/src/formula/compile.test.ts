import { afterAll, describe, expect, it } from "vitest"
import { createKernelMemory } from "../kernels/heap.ts"
import { configureKernels, kernels, type KernelBuild } from "../kernels/kernels.ts"
import { compileFormula } from "./compile.ts"
import { freeNames } from "./names.ts"

const morse = "D*(exp(-2*a*(r - r0)) - 2*exp(-a*(r - r0)))"
const theta = Float64Array.of(0.3429, 1.3588, 2.866)

/** Morse energy, slope and curvature as a person writes them. */
function morseTwin(r: number): { f: number; df: number; d2f: number; fk: number[]; dfk: number[] } {
  const [D, a, r0] = [theta[0], theta[1], theta[2]]
  const z = r - r0
  const [e, e2] = [Math.exp(-a * z), Math.exp(-2 * a * z)]
  return {
    f: D * (e2 - 2 * e),
    df: 2 * a * D * (e - e2),
    d2f: 2 * a * a * D * (2 * e2 - e),
    fk: [e2 - 2 * e, 2 * z * D * (e - e2), 2 * a * D * (e2 - e)],
    dfk: [2 * a * (e - e2), 2 * D * (e - e2) + 2 * a * z * D * (2 * e2 - e), -2 * a * a * D * (2 * e2 - e)],
  }
}

const settings: { build: KernelBuild; shared: boolean }[] = [
  { build: "reproducible", shared: true },
  { build: "fast", shared: true },
  { build: "reproducible", shared: false },
]

for (const { build, shared } of settings) {
  describe(`compiled formulas (${build}, ${shared ? "shared" : "unshared"} memory)`, () => {
    configureKernelsBefore(build, shared)
    const formula = compileFormula(morse, { variable: "r" })
    const guard = 12345.678

    for (let n = 0; n <= 9; n++) {
      it(`fill exactly ${n} points, in kernel memory and out of it`, () => {
        for (const array of [(length: number) => kernels().heap.f64(length), (length: number) => new Float64Array(length)]) {
          const x = array(n + 4).map((_, i) => 2.1 + 0.37 * i)
          const input = array(n + 4)
          input.set(x)
          const [f, df] = [array(n + 4).fill(guard), array(n + 4).fill(guard)]
          formula.evaluate(n, input, theta, f, df)
          for (let i = 0; i < n + 4; i++) {
            const wanted = morseTwin(x[i])
            expect(f[i], `f ${i}`).toSatisfy(i < n ? near(wanted.f) : near(guard))
            expect(df[i], `df ${i}`).toSatisfy(i < n ? near(wanted.df) : near(guard))
          }
        }
      })

      it(`give all derivatives at ${n} points, planar`, () => {
        const { heap } = kernels()
        const x = heap.f64(n)
        x.set(Float64Array.from({ length: n }, (_, i) => 2.3 + 0.21 * i))
        const out = { f: heap.f64(n), df: heap.f64(n), d2f: heap.f64(n + 1), fk: heap.f64(3 * n + 1), dfk: heap.f64(3 * n + 1) }
        out.fk.fill(guard)
        out.dfk.fill(guard)
        formula.jacobian(n, x, theta, out)
        for (let i = 0; i < n; i++) {
          const wanted = morseTwin(x[i])
          expect(out.f[i]).toSatisfy(near(wanted.f))
          expect(out.df[i]).toSatisfy(near(wanted.df))
          expect(out.d2f[i]).toSatisfy(near(wanted.d2f))
          for (let k = 0; k < 3; k++) {
            expect(out.fk[k * n + i]).toSatisfy(near(wanted.fk[k]))
            expect(out.dfk[k * n + i]).toSatisfy(near(wanted.dfk[k]))
          }
        }
        expect([out.fk[3 * n], out.dfk[3 * n], out.d2f[n]]).toEqual([guard, guard, 0])
      })
    }

    it("run over many points as over few, and in place", () => {
      const { heap } = kernels()
      const n = 10_001
      const [x, f, df] = [heap.f64(n), heap.f64(n), heap.f64(n)]
      for (let i = 0; i < n; i++) x[i] = 1.5 + i / 2000
      formula.evaluate(n, x, theta, f, df)
      for (let i = 0; i < n; i += 97) expect(f[i]).toSatisfy(near(formula.value(x[i], theta)))
      const part = x.subarray(4096, 5001)
      const [g, dg] = [new Float64Array(905), new Float64Array(905)]
      formula.evaluate(905, part, theta, g, dg)
      expect(g).toEqual(new Float64Array(f.subarray(4096, 5001)))
      formula.evaluate(n, x, theta, x, df)
      expect(x).toEqual(f)
    })

    it("are not freed with the scope in which they first ran", () => {
      const { heap } = kernels()
      const late = compileFormula(`${morse} + 0.25`, { variable: "r" })
      const run = (): number => {
        const [f, df] = [new Float64Array(3), new Float64Array(3)]
        late.evaluate(3, Float64Array.of(2.5, 3, 3.5), theta, f, df)
        return f[1]
      }
      const first = heap.scope(run)
      const others = Array.from({ length: 40 }, (_, i) => heap.f64(8 * (i + 1)).fill(99))
      expect(run()).toBe(first)
      heap.free(...others)
    })

    it("say which array is too short", () => {
      const short = new Float64Array(2)
      expect(() => formula.evaluate(3, short, theta, short, short)).toThrow(RangeError)
      expect(() => formula.evaluate(2, short, short, short, short)).toThrow(RangeError)
      expect(() => formula.evaluate(2, short, theta, short, new Float64Array(1))).toThrow(RangeError)
    })
  })
}

describe("linear parameters", () => {
  const table: [text: string, linear: string][] = [
    [morse, "D"],
    ["A/r^12 - B/r^6", "A B"],
    ["4*epsilon*((sigma/r)^12 - (sigma/r)^6)", "epsilon"],
    ["A*exp(-r/rho) - C/r^6 + k_e*q^2/r", "A C"],
    ["a*b*r + c", "a c"],
    ["a*r + b*a^2", "b"],
    ["(a + b)^2 - a^2 - 2*a*b - b^2 + c*r", "a b c"],
    ["bspline(r, 2, 6, c0, c1, c2, c3, c4)*polycut(r, 5, 6)", "c0 c1 c2 c3 c4"],
    ["bspline(r, start, 6, c0, c1, c2, c3)", "c0 c1 c2 c3"],
    ["if(r < rc, a*r, b)", "a b"],
    ["abs(a)*r + min(b, 1) + c*max(r, 2)", "c"],
  ]
  for (const [text, wanted] of table) {
    it(text, () => {
      const { parameters, linear } = compileFormula(text, { variable: "r" })
      const found = parameters.filter((_, k) => linear[k]).join(" ")
      expect(found).toBe(wanted)
    })
  }
})

describe("names", () => {
  it("are parameters in order of appearance, or in the order given", () => {
    expect(freeNames("let z = r0/r; D*z + C*r0 + pi + k_e", "r")).toEqual(["r0", "D", "C"])
    const given = compileFormula("a*r + b", { variable: "r", parameters: ["b", "unused", "a"] })
    expect(given.parameters).toEqual(["b", "unused", "a"])
    expect(given.value(2, [10, NaN, 3])).toBe(16)
  })

  it("take constants, and may take the place of built-in ones", () => {
    expect(compileFormula("Z*k_e/r", { variable: "r", constants: { Z: 29 } }).value(2, [])).toBeCloseTo((29 * 14.3996454) / 2, 4)
    expect(compileFormula("pi*r", { variable: "r", parameters: ["pi"] }).value(2, [5])).toBe(10)
    expect(compileFormula("pi^2", { variable: "pi" }).value(3, [])).toBe(9)
  })
})

function configureKernelsBefore(build: KernelBuild, shared: boolean): void {
  // Formulas are compiled for the kernels of the moment, so each group of tests sets its own first.
  it("has its kernels", () => {
    const made = configureKernels({ memory: createKernelMemory({ shared, fixedBytes: 1 << 26 }), build })
    expect(made.memory.shared).toBe(shared)
  })
  afterAll(() => void configureKernels({}))
}

function near(wanted: number): (found: number) => boolean {
  return (found) => Math.abs(found - wanted) <= 1e-13 * Math.max(0.1, Math.abs(wanted))
}
