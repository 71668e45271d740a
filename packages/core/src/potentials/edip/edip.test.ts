import { describe, expect, it } from "vitest"
import { diamond } from "../../atoms/prototypes.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { evaluateStructure } from "../evaluate-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential, resolveSpec } from "../registry.ts"

/** J. F. Justo, M. Z. Bazant, E. Kaxiras, V. V. Bulatov, S. Yip, doi:10.1103/PhysRevB.58.2539, table I. */
const published = `Si Si Si 7.9821730 1.5075463 3.1213820 2.5609104 3.1083847 0.0070975 0.2523244
  1.1247945 1.4533108 0.6966326 1.2085196 0.5774108 312.1341346 -0.165799 32.557 0.286198 0.66`
const pair = { A: 7.98, B: 1.507, rho: 1.2085, beta: 0.0071, sigma: 0.577, gamma: 1.125, cutoff: 3.12, core: 2.06, alpha: 3.11 }
const triplet = { lambda: 1.453, eta: 0.2523, Q0: 31.2, mu: 0.297, u1: -0.1658, u2: 3.2557, u3: 0.286, u4: 0.36 }
const specs: Readonly<Record<string, object>> = {
  "one element": { kind: "edip", elements: ["Si"], pairs: { "Si-Si": pair }, triplets: { "*-*-*": triplet } },
  "two elements, both orders": {
    kind: "edip",
    elements: ["Si", "C"],
    pairs: {
      "Si-Si": pair,
      "Si-C": { ...pair, cutoff: 2.74, core: 1.87 },
      "C-Si": { ...pair, A: 7.1, cutoff: 2.74 },
      "C-C": { ...pair, B: 1.3, cutoff: 2.6 },
    },
    triplets: {
      "Si-Si-C": { ...triplet, Q0: 27 },
      "Si-C-Si": { ...triplet, eta: 0.31 },
      "C-*-*": { ...triplet, lambda: 1.9 },
      "*-*-*": triplet,
    },
  },
}

describe("an environment-dependent potential", () => {
  it.for(Object.entries(specs))("obeys the laws of potentials: %s", ([, spec]) => {
    const potential = createPotential(spec)
    const held = /\.(core|cutoff)$/u
    const ends = potential.parameters.filter(({ key }) => held.test(key)).map(({ value }) => value)
    const theta = potential.parameters.map(({ key, value }, k) => (held.test(key) ? value : value * (1 + 0.03 * Math.sin(k))))
    checkPotential(potential, { theta, ends: [...new Set(ends)], spacing: 1.9 })
  })

  it("has the published energy of silicon in diamond", () => {
    const potential = createPotential({ kind: "edip", file: "Si.edip", text: published })
    const { energy, stress } = evaluateStructure(potential, parameterValues(potential.parameters), diamond("Si", 5.43))
    // Table II of the same paper: −4.650 eV at 5.430 Å.
    expect(energy / 8).toBeCloseTo(-4.65, 3)
    expect(Math.abs(stress![0])).toBeLessThan(1e-3)
  })

  it("starts from data where elements alone are given", () => {
    const statistics = {
      elements: [32],
      minimumDistance: { "Ge-Ge": 2.2 },
      nearestNeighbour: { "Ge-Ge": 2.45 },
      energySpread: 1.4,
    }
    const spec = resolveSpec({ kind: "edip" }, statistics)
    expect(resolveSpec(JSON.parse(JSON.stringify(spec)), statistics)).toEqual(spec)
    const potential = createPotential(spec)
    const theta = parameterValues(potential.parameters)
    const energy = (neighbour: number) => evaluateStructure(potential, theta, diamond("Ge", (4 / Math.sqrt(3)) * neighbour)).energy
    expect(energy(2.45)).toBeLessThan(Math.min(0, energy(2.3), energy(2.6)))
  })
})
