import { describe, expect, it } from "vitest"
import { SpecFailure } from "../../failure/failure.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { predict } from "../../testing/potential/prediction.ts"
import { randomNumbers, randomStructure } from "../../testing/potential/random-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential, resolveSpec } from "../registry.ts"

const radial = { formula: "exp(-a*(r - 2.4))", parameters: { a: 1.31 }, cutoff: 4.1 }
const shorter = { formula: "b*(1 - r/5)^2", parameters: { b: 0.83 }, cutoff: 3.7 }
const angle = { formula: "k*(c - c0)^2 + l*c", parameters: { k: 0.71, c0: -0.29, l: 0.13 } }
const other = { spline: { knots: [-1, -0.2, 0.4, 1], values: [0.21, -0.33, 0.14, 0.42] } }
const pairs = {
  "Si-Si": { form: "morse", parameters: { D: 0.9, alpha: 1.4, r0: 2.35 } },
  "*-*": { formula: "A*exp(-r/rho)", parameters: { A: 812, rho: 0.31 }, cutoff: 4.6 },
}
const elements = ["Si", "C"]
const base = { kind: "cluster", elements, cutoff: 4.4 }
const angular = { radial: { "Si-Si": radial, "*-*": shorter }, angle: { "Si-*-*": angle, "*-*-*": other } }
const embedded = {
  density: { "*-*": { formula: "d*exp(-1.7*(r - 2.3))", parameters: { d: 1.21 } } },
  ...angular,
  energy: {
    Si: { formula: "-w*sqrt(1 + n^2) + v*n", parameters: { w: 1.3, v: 0.21 } },
    "*": { spline: { knots: [-2, 0, 3, 8], values: [0.3, 0, -1.1, 0.4] } },
  },
}
const bondOrder = {
  attraction: { "*-*": { formula: "-B*exp(-1.3*(r - 2.2))", parameters: { B: 1.9 } } },
  radial: { "Si-Si": radial, "*-*": shorter },
  angle: { "*-*-*": { formula: "1 + g*(c + 0.4)^2", parameters: { g: 0.37 } } },
  difference: { "*-*": { formula: "exp(m*x)", parameters: { m: 0.41 } } },
  order: { "*-*": { formula: "(1 + (q*z)^2)^(-p)", parameters: { p: 0.34, q: 0.9 } } },
}
const ends = [3.7, 4.1, 4.4, 4.6]

describe("a cluster potential", () => {
  it.for(Object.entries({ pairs: { pairs }, angular: { angular }, embedded: { embedded }, bondOrder: { bondOrder } }))(
    "obeys the laws of potentials: %s",
    ([, terms]) => {
      checkPotential(createPotential({ ...base, ...terms }), { ends, spacing: 2.1 })
    },
  )

  it("is the sum of its terms", () => {
    const potential = createPotential({ ...base, pairs, angular, embedded, bondOrder })
    const structure = randomStructure("crystal", potential.elements, 2.2, randomNumbers(5))
    const [whole] = predict(potential, [structure], parameterValues(potential.parameters))
    const parts = [{ pairs }, { angular }, { embedded }, { bondOrder }].map((terms) => {
      const part = createPotential({ ...base, ...terms })
      return predict(part, [structure], parameterValues(part.parameters))[0]
    })
    expect(whole.energy).toBeCloseTo(
      parts.reduce((sum, { energy }) => sum + energy, 0),
      9,
    )
    whole.forces.forEach((force, k) =>
      expect(force).toBeCloseTo(
        parts.reduce((sum, { forces }) => sum + forces[k], 0),
        9,
      ),
    )
  })

  it("embeds densities and angles as the plain sums do", () => {
    const density = { formula: "d*(4 - r)^3", parameters: { d: 0.21 }, cutoff: 4, switch: "none" }
    const radial = { formula: "(3.5 - r)^3", cutoff: 3.5, switch: "none" }
    const energy = { formula: "w*sin(n)", parameters: { w: 1.3 } }
    const potential = createPotential({
      ...{ kind: "cluster", elements: ["Si"], cutoff: 4 },
      embedded: {
        density: { "*-*": density },
        radial: { "*-*": radial },
        angle: { "*-*-*": { formula: "c^2 + 0.3*c" } },
        energy: { Si: energy },
      },
    })
    const structure = randomStructure("cluster", [14], 2.3, randomNumbers(9))
    const count = structure.numbers.length
    const [got] = predict(potential, [structure], parameterValues(potential.parameters))
    const to = (i: number, j: number): number[] => [0, 1, 2].map((k) => structure.positions[3 * j + k] - structure.positions[3 * i + k])
    const energies = Array.from({ length: count }, (_, i) => {
      let n = 0
      for (let j = 0; j < count; j++) {
        const u = to(i, j)
        const r = Math.hypot(...u)
        if (j === i || r >= 4) continue
        n += 0.21 * (4 - r) ** 3
        for (let k = 0; k < j; k++) {
          const v = to(i, k)
          const s = Math.hypot(...v)
          const c = u.reduce((sum, x, q) => sum + x * v[q], 0) / (r * s)
          if (k !== i && r < 3.5 && s < 3.5) n += (c * c + 0.3 * c) * (3.5 - r) ** 3 * (3.5 - s) ** 3
        }
      }
      return 1.3 * Math.sin(n)
    })
    expect(count).toBeGreaterThan(3)
    expect(got.energy).toBeCloseTo(
      energies.reduce((sum, e) => sum + e, 0),
      10,
    )
  })

  it("is Stillinger and Weber's with their functions", () => {
    const silicon = { repulsion: 15.27, attraction: 7.05, p: 4, q: 0.3, sigma: 2.0951, cutoff: 3.77, gamma: 1.2 }
    const known = createPotential({
      kind: "stillinger-weber",
      elements: ["Si"],
      pairs: { "Si-Si": silicon },
      triplets: { "*-*-*": { lambda: 45.5, cosine: -0.31 } },
    })
    const { sigma, cutoff, gamma, ...strengths } = silicon
    // Beyond its pole an exponential has no value; the functions end before they are felt.
    const decay = (scale: number): string => `if(r < ${cutoff} - 0.01, exp(${scale * sigma}/(r - ${cutoff})), 0)`
    const spelt = createPotential({
      ...{ kind: "cluster", elements: ["Si"], cutoff, switch: "none" },
      pairs: { "Si-Si": { formula: `(repulsion*(${sigma}/r)^p - attraction*(${sigma}/r)^q)*${decay(1)}`, parameters: strengths } },
      angular: {
        radial: { "Si-Si": { formula: decay(gamma) } },
        angle: { "Si-Si-Si": { formula: "lambda*(c - cosine)^2", parameters: { lambda: 45.5, cosine: -0.31 } } },
      },
    })
    same(spelt, known, [14])
  })

  it("is an embedded-atom potential with its functions, at one element or two", () => {
    const density = { formula: "f*exp(-2.1*(r - 2.5))", parameters: { f: 0.31 } }
    const energy = { formula: "-1.7*sqrt(rho) + e*rho^2", parameters: { e: 0.043 } }
    const known = createPotential({
      ...{ kind: "eam", style: "fs", elements, cutoff: 4.4, pair: { "*-*": pairs["*-*"] } },
      ...{ density: { "*-*": density }, embedding: { "*": energy } },
    })
    const spelt = createPotential({
      ...{ ...base, pairs: { "*-*": pairs["*-*"] } },
      embedded: { density: { "*-*": density }, energy: { "*": { ...energy, formula: energy.formula.replaceAll("rho", "n") } } },
    })
    same(spelt, known, [14, 6])
  })

  it("is Tersoff's with his functions", () => {
    const [R, D] = [2.85, 0.31]
    const known = createPotential({
      kind: "tersoff",
      elements: ["Si"],
      pairs: { "Si-Si": { A: 1830.8, lambda1: 2.4799, B: 471.18, lambda2: 1.7322, R, D } },
      bonds: { "Si-Si": { beta: 1.1e-1, n: 0.78734 } },
      angles: { "Si-Si-Si": { gamma: 1.1, c: 10.039, d: 16.217, cosine: -0.59825, lambda3: 0.4 } },
    })
    const screen = `if(r < ${R - D}, 1, 0.5 - 0.5*sin(pi*(r - ${R})/${2 * D}))`
    const spelt = createPotential({
      ...{ kind: "cluster", elements: ["Si"], cutoff: R + D, switch: "none" },
      pairs: { "Si-Si": { formula: `1830.8*exp(-2.4799*r)*${screen}` } },
      bondOrder: {
        attraction: { "Si-Si": { formula: `-471.18*exp(-1.7322*r)*${screen}` } },
        radial: { "Si-Si": { formula: screen } },
        angle: { "*-*-*": { formula: "1.1*(1 + (10.039/16.217)^2 - 10.039^2/(16.217^2 + (c + 0.59825)^2))" } },
        difference: { "*-*": { formula: "exp((0.4*x)^3)" } },
        order: { "*-*": { formula: "(1 + (1.1e-1*z)^0.78734)^(-1/(2*0.78734))" } },
      },
    })
    same(spelt, known, [14])
  })

  it("says what is linear", () => {
    const { parameters } = createPotential({ ...base, pairs, angular, embedded, bondOrder })
    expect(parameters.filter(({ linear }) => linear).map(({ key }) => key)).toEqual([
      "pairs.Si-Si.D",
      "pairs.*-*.A",
      "angular.angle.Si-*-*.k",
      "angular.angle.Si-*-*.l",
      ...[0, 1, 2, 3].map((k) => `angular.angle.*-*-*.knot${k}`),
      "embedded.energy.Si.w",
      "embedded.energy.Si.v",
      ...[0, 1, 2, 3].map((k) => `embedded.energy.*.knot${k}`),
      "bondOrder.attraction.*-*.B",
    ])
  })

  it("takes cutoffs and starting values from data", () => {
    const statistics = {
      elements: [6, 14],
      minimumDistance: { "C-Si": 1.7 },
      nearestNeighbour: { "C-C": 1.6, "C-Si": 1.9, "Si-Si": 2.4 },
      volumePerAtom: 14,
    }
    const open = { kind: "cluster", pairs: { "*-*": { spline: { knots: 8 } } }, embedded }
    const spec = resolveSpec(open, statistics)
    expect(resolveSpec(JSON.parse(JSON.stringify(spec)), statistics)).toEqual(spec)
    expect(createPotential(spec).elements).toEqual([6, 14])
  })
})

function same(one: ReturnType<typeof createPotential>, other: ReturnType<typeof createPotential>, numbers: readonly number[]): void {
  for (const seed of [3, 4]) {
    const structure = randomStructure("crystal", numbers, 2.5, randomNumbers(seed))
    const [a, b] = [one, other].map((potential) => predict(potential, [structure], parameterValues(potential.parameters))[0])
    expect(Math.abs(b.energy)).toBeGreaterThan(0.1)
    expect(a.energy).toBeCloseTo(b.energy, 8)
    const largest = Math.max(...b.forces.map(Math.abs))
    a.forces.forEach((force, k) => expect(Math.abs(force - b.forces[k])).toBeLessThan(1e-9 * largest))
    a.virial.forEach((value, k) => expect(Math.abs(value - b.virial[k])).toBeLessThan(1e-8 * largest))
  }
}

describe("a spec that cannot be", () => {
  it.for([
    [{}, [], /without a term.*give pairs, angular, embedded or bondOrder/],
    [{ pairs: { "Si-Si": radial } }, ["pairs"], /no function is for Si-C.*give one as Si-C, or C-Si, or \*-\*/],
    [{ pairs: { ...pairs, "Si-O": radial } }, ["pairs", "Si-O"], /did you mean "Si-C"/],
    [{ pairs: { "*-*": radial, "Si-Si": radial, "Si-C": radial, "C-C": radial } }, ["pairs", "*-*"], /nothing is left/],
    [{ angular: { ...angular, angle: { "*-*-*": { formula: "k*cos", parameters: { k: 1 } } } } }, ["angular", "angle", "*-*-*"], /cos/],
    [
      { angular: { ...angular, angle: { "*-*-*": { formula: "k*c" } } } },
      ["angular", "angle", "*-*-*", "parameters", "k"],
      /left to be found/,
    ],
    [
      { angular: { ...angular, angle: { "*-*-*": { spline: { knots: [0, 1, 2], values: [1] } } } } },
      ["angular", "angle", "*-*-*", "spline", "values"],
      /1 values are given for 3 knots/,
    ],
    [{ embedded: { energy: embedded.energy } }, ["embedded"], /nothing is embedded/],
    [{ embedded: { energy: embedded.energy, radial: angular.radial } }, ["embedded"], /"angle" is missing beside "radial"/],
  ] as const)("%#", ([terms, path, message]) => {
    const make = (): unknown => createPotential({ ...base, ...terms })
    try {
      make()
    } catch (failure) {
      if (!(failure instanceof SpecFailure)) throw failure
      expect(failure.describe()).toMatch(message)
      expect(failure.path.slice(0, path.length)).toEqual(path)
      return
    }
    throw new Error("nothing failed")
  })
})
