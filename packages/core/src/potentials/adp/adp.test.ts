import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { createEam } from "../eam/spec/create.ts"
import { evaluateStructure } from "../evaluate-structure.ts"
import { parameterValues } from "../parameters.ts"
import { createPotential, resolveSpec } from "../registry.ts"
import type { DataStatistics } from "../resolve/data-statistics.ts"
import { parseSpec } from "../spec/parse-spec.ts"
import type { AdpPotential } from "./adp.ts"
import { createAdp, embeddedSpec } from "./spec/create.ts"
import { resolveAdp } from "./spec/resolve.ts"
import { adpSchema } from "./spec/schema.ts"

/** Of a rough data set of copper and nickel. */
const statistics: DataStatistics = {
  elements: [28, 29],
  minimumDistance: { "Ni-Ni": 2.05, "Ni-Cu": 2.1, "Cu-Cu": 2.12 },
  nearestNeighbour: { "Ni-Ni": 2.4, "Ni-Cu": 2.43, "Cu-Cu": 2.45 },
  volumePerAtom: 11.6,
  energySpread: 0.4,
}

function made(spec: object): AdpPotential {
  return createAdp(resolveAdp(parseSpec(adpSchema, { kind: "adp", ...spec }), statistics))
}

const embedded = {
  pair: { "*-*": { form: "born-mayer" } },
  density: { "*": { form: "exponential" } },
  embedding: { "*": { form: "finnis-sinclair" } },
}
const strong = (A: number, C: number) => ({ form: "exponential", parameters: { A, C } })

describe("angular-dependent potentials obey the laws of every potential", () => {
  const cases: Readonly<Record<string, object>> = {
    "splines for everything": { elements: ["Cu"] },
    "forms with strong moments": {
      elements: ["Cu"],
      ...embedded,
      dipole: { "*-*": strong(0.31, -0.07) },
      quadrupole: { "*-*": strong(-0.13, 0.04) },
    },
    "two elements, formulas and splines": {
      elements: ["Ni", "Cu"],
      ...embedded,
      dipole: { "*-*": { spline: { knots: 5, order: "quintic" } }, "Cu-Ni": { formula: "d*exp(-q*r)", parameters: { d: -1.7, q: 0.9 } } },
      quadrupole: { "Ni-Ni": strong(0.21, 0.01), "*-*": { spline: { knots: 6, basis: "b-spline" } } },
    },
  }
  for (const [name, spec] of Object.entries(cases)) {
    it(name, () => {
      checkPotential(made({ cutoff: 4.3, ...spec }), { spacing: 2.6 })
    })
  }
})

/** An fcc crystal of copper, strained by `stretch` along z. */
function crystal(stretch: number): Structure {
  return {
    numbers: Int32Array.of(29),
    positions: new Float64Array(3),
    cell: Float64Array.of(0, 1.8, 1.8 * stretch, 1.8, 0, 1.8 * stretch, 1.8, 1.8, 0),
    pbc: [true, true, true],
  }
}

describe("dipoles and quadrupoles", () => {
  const spec = resolveAdp(
    parseSpec(adpSchema, {
      kind: "adp",
      elements: ["Cu"],
      cutoff: 4.3,
      ...embedded,
      dipole: { "*-*": strong(0.31, -0.07) },
      quadrupole: { "*-*": strong(-0.13, 0.04) },
    }),
    statistics,
  )
  const [whole, bare] = [createAdp(spec), createEam(embeddedSpec(spec))]
  const energyOf = (structure: Structure): number =>
    evaluateStructure(whole, parameterValues(whole.parameters), structure).energy -
    evaluateStructure(bare, parameterValues(bare.parameters), structure).energy

  it("cost a cubic crystal nothing, and a strained one an energy of second order", () => {
    expect(Math.abs(energyOf(crystal(1)))).toBeLessThan(1e-14)
    const even = (strain: number): number => energyOf(crystal(1 + strain)) + energyOf(crystal(1 - strain))
    expect(even(1e-3)).toBeGreaterThan(1e-7)
    expect(even(2e-3) / even(1e-3)).toBeCloseTo(4, 2)
  })

  it("of a lone pair are u² r² and a third of 2 w² r⁴", () => {
    const r = 2.37
    const positions = Float64Array.of(0, 0, 0, r * 0.6, 0, r * 0.8)
    const { functions } = whole
    const [u, w] = (["dipole", "quadrupole"] as const).map((role) => {
      const { offset } = functions.find((one) => one.role === role)!
      const [A, beta, C, re] = parameterValues(whole.parameters).subarray(offset, offset + 4)
      return A * Math.exp(-beta * (r - re)) + C
    })
    const pair: Structure = { numbers: Int32Array.of(29, 29), positions, cell: null, pbc: [false, false, false] }
    // Each end: ½ u²r² and ½ (1 − 1/3) w²r⁴; the switch begins at 0.8 × 4.3 Å.
    expect(energyOf(pair)).toBeCloseTo(u * u * r * r + (2 / 3) * w * w * r ** 4, 12)
  })
})

describe("adp specs", () => {
  it("make the same potential again, and leave nothing open", () => {
    const resolved = resolveSpec({ kind: "adp" }, statistics)
    expect(JSON.stringify(resolved)).not.toContain("auto")
    expect(resolveSpec(JSON.parse(JSON.stringify(resolved)), statistics)).toEqual(resolved)
    const potential = createPotential(resolved)
    expect(createPotential(potential.spec).parameters).toEqual(potential.parameters)
    expect(potential.parameters.find(({ key }) => key === "dipole.Ni-Cu.knot2")).toMatchObject({ unit: "eV^½/Å", linear: false })
    expect(potential.parameters.find(({ key }) => key === "quadrupole.Cu-Cu.knot0")).toMatchObject({ unit: "eV^½/Å²", linear: false })
  })

  it("are refused with the path of what is wrong", () => {
    const spec = resolveSpec({ kind: "adp", elements: ["Cu"] }, statistics)
    const dipole = (entry: object) => () => createPotential({ ...spec, dipole: entry })
    expect(dipole({ "Cu-Ni": strong(1, 1) })).toThrow('"Cu-Ni" is no pair of Cu')
    expect(dipole({ "*-*": { form: "exponentail" } })).toThrow('"exponentail" is not "exponential"')
    expect(dipole({ "*-*": { spline: { knots: 5, start: 2, values: [1] } } })).toThrow("1 values are given for 4 parameters")
    expect(() => createPotential({ ...spec, dipol: {} })).toThrow('unknown key "dipol"')
    expect(() => createPotential({ kind: "adp", elements: ["Cu"], cutoff: "auto" })).toThrow('"cutoff" is left to be found from data')
  })
})
