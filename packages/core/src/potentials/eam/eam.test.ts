import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { SpecFailure } from "../../failure/failure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { checkPotential } from "../../testing/potential/check-potential.ts"
import { parameterValues } from "../parameters.ts"
import type { Potential } from "../potential.ts"
import { createPotential } from "../registry.ts"
import type { DataStatistics } from "../resolve/data-statistics.ts"
import { automaticCutoff } from "../resolve/scale.ts"
import { parseSpec } from "../spec/parse-spec.ts"
import { eamPotential, type EamPotential } from "./eam.ts"
import { comparisonGauge, gaugeTransform, heldFunctions } from "./gauge.ts"
import { sample } from "./sample.ts"
import { resolveEam } from "./resolve/resolve.ts"
import { createEam } from "./spec/create.ts"
import { eamSchema } from "./spec/schema.ts"

/** Of a rough data set of copper and nickel. */
const statistics: DataStatistics = {
  elements: [28, 29],
  minimumDistance: { "Ni-Ni": 2.05, "Ni-Cu": 2.1, "Cu-Cu": 2.12 },
  nearestNeighbour: { "Ni-Ni": 2.4, "Ni-Cu": 2.43, "Cu-Cu": 2.45 },
  volumePerAtom: 11.6,
  energySpread: 0.4,
}

function made(spec: object): EamPotential {
  return createEam(resolveEam(parseSpec(eamSchema, { kind: "eam", ...spec }), statistics))
}

const bornMayer = { "*-*": { form: "born-mayer" } }

describe("embedded-atom potentials obey the laws of every potential", () => {
  const cases: Readonly<Record<string, object>> = {
    "splines for everything": { elements: ["Cu"] },
    "quintic splines and B-splines": {
      elements: ["Cu"],
      pair: { "*-*": { spline: { knots: 9, order: "quintic" } } },
      density: { "*": { spline: { knots: 7, basis: "b-spline" } } },
      embedding: { "*": { spline: { knots: 5, order: "quintic" } } },
    },
    "Finnis–Sinclair's embedding of an exponential density": {
      elements: ["Cu"],
      pair: bornMayer,
      density: { "*": { form: "exponential" } },
      embedding: { "*": { form: "finnis-sinclair" } },
    },
    "a polynomial of hydrogenic densities, all parameters free": {
      elements: ["Cu"],
      pair: bornMayer,
      density: { "*": { form: "hydrogenic", parameters: { A: { fixed: false }, k: { fixed: false } } } },
      embedding: { "*": { form: "polynomial", parameters: { c1: { fixed: false }, c3: 0.2, c4: -0.05 } } },
    },
    "Zhou, Johnson and Wadley's functions": {
      elements: ["Cu"],
      pair: bornMayer,
      density: { "*": { form: "zhou", parameters: { A: { fixed: false }, re: { fixed: false } } } },
      embedding: { "*": { form: "zhou", parameters: { F1: { fixed: false } } } },
    },
    "alloy of two elements, formulas of one's own": {
      elements: ["Cu", "Ni"],
      pair: { "*-*": { form: "morse" }, "Ni-Cu": { formula: "B*exp(-p*(r/2.5 - 1))", parameters: { B: 0.12, p: 9.3 } } },
      density: { Cu: { formula: "exp(-b*(r - 2.5))/9", parameters: { b: 1.9 } }, Ni: { form: "gaussian" } },
      embedding: { "*": { formula: "-E*rho^0.5 + c*rho^2", parameters: { E: 2.7, c: 0.11 } } },
    },
    "fs of two elements, with splines": {
      style: "fs",
      elements: ["Ni", "Cu"],
      pair: { "*-*": { spline: { knots: 7 } } },
      density: { "*-*": { spline: { knots: 5 } }, "Ni-Cu": { form: "power" }, "Cu-Ni": { form: "zhou" } },
      embedding: { "*": { spline: { knots: 4 } }, Cu: { form: "extended-finnis-sinclair", parameters: { c2: 0.1, c4: 0.02 } } },
    },
  }
  for (const [name, spec] of Object.entries(cases)) {
    it(name, () => {
      checkPotential(made({ cutoff: 4.6, ...spec }), { spacing: 2.6 })
    })
  }

  it("Banerjea and Smith's embedding of Voter's density", () => {
    const forms = {
      pair: { "*-*": { form: "morse" } },
      density: { "*": { form: "voter" } },
      embedding: { "*": { form: "banerjea-smith" } },
    }
    checkPotential(made({ elements: ["Cu"], cutoff: 4.6, ...forms }), {
      spacing: 2.6,
      except: { smoothness: "√ρ ln ρ of a lone pair is continuous at the cutoff, but infinitely steep" },
    })
  })
})

describe("embedded-atom potentials", () => {
  it("obey the laws in any random surroundings, with any parameters", () => {
    // Quintic, because differences across a knot of a cubic are good to no more than 10⁻⁵.
    const embedding = { "*": { spline: { knots: 6, order: "quintic" } } }
    const potential = made({ cutoff: 4.2, elements: ["Cu", "Ni"], pair: bornMayer, density: { "*": { form: "exponential" } }, embedding })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => checkPotential(potential, { seed, spacing: 2.6 })),
      { numRuns: 5 },
    )
  })

  it("are the same after a round trip through JSON and the registry", () => {
    const potential = made({ elements: ["Cu", "Ni"], style: "fs" })
    const again = createPotential(JSON.parse(JSON.stringify(potential.spec)))
    expect(again.parameters).toEqual(potential.parameters)
    const theta = parameterValues(potential.parameters)
    const structure = shaken([29, 28, 28, 29])
    expect(evaluated(again, theta, structure)).toEqual(evaluated(potential, theta, structure))
  })

  it("do not see atoms of elements they do not know", () => {
    const potential = made({ elements: ["Cu"], cutoff: 4.4 })
    const theta = parameterValues(potential.parameters)
    const mixed = shaken([29, 14, 29, 29])
    const keep = [0, 2, 3]
    const positions = keep.flatMap((atom) => [...mixed.positions.subarray(3 * atom, 3 * atom + 3)])
    const copper = { ...mixed, numbers: Int32Array.of(29, 29, 29), positions: Float64Array.from(positions) }
    const [all, some] = [jacobianOf(potential, theta, mixed, [14, 29]), jacobianOf(potential, theta, copper, [29])]
    some.energy.forEach((value, k) => expect(all.energy[k]).toBeCloseTo(value, 12))
    some.virial.forEach((value, k) => expect(all.virial[k]).toBeCloseTo(value, 11))
    const [whole, part] = [evaluated(potential, theta, mixed, [14, 29]), evaluated(potential, theta, copper)]
    keep.forEach((atom, k) => expect(whole.atomic[atom]).toBeCloseTo(part.atomic[k], 12))
    expect(whole.atomic[1]).toBe(0)
    expect([...whole.forces.subarray(3, 6)]).toEqual([0, 0, 0])
  })

  it("give an isolated atom no energy, and no derivative that is not a number", () => {
    for (const form of ["finnis-sinclair", "banerjea-smith"]) {
      const potential = made({ elements: ["Cu"], cutoff: 4, embedding: { "*": { form } } })
      const theta = parameterValues(potential.parameters)
      const lone: Structure = { numbers: Int32Array.of(29), positions: new Float64Array(3), cell: null, pbc: [false, false, false] }
      expect(evaluated(potential, theta, lone).energy).toBe(0)
      const { energy, virial } = jacobianOf(potential, theta, lone, [29])
      expect([...energy, ...virial].every((value) => value === 0)).toBe(true)
    }
  })
})

describe("embedded-atom specs", () => {
  it("follow the element when only the element changes", () => {
    for (const [symbol, number, volumePerAtom] of [
      ["Li", 3, 20.2],
      ["Mo", 42, 15.8],
      ["Si", 14, 20.4],
    ] as const) {
      const pair = `${symbol}-${symbol}`
      const data = { elements: [number], minimumDistance: { [pair]: 2.1 }, nearestNeighbour: { [pair]: 2.5 }, volumePerAtom }
      const potential = createEam(resolveEam(parseSpec(eamSchema, { kind: "eam" }), data))
      expect(potential.elements).toEqual([number])
      expect(potential.cutoff).toBe(automaticCutoff(data))
      expect(closePackedEnergy(potential, volumePerAtom).density).toBeCloseTo(1, 4)
    }
  })

  it("resolve to a spec that is its own resolution", () => {
    const once = resolveEam(parseSpec(eamSchema, { kind: "eam", style: "fs", density: { "*-*": { form: "voter" } } }), statistics)
    expect(resolveEam(parseSpec(eamSchema, once), statistics)).toEqual(once)
    expect(JSON.stringify(once)).not.toContain("auto")
  })

  it("hold what no energy can tell: scale of the density, slope of the embedding, zero of energy", () => {
    const held = (potential: Potential) => potential.parameters.filter(({ fixed }) => fixed).map(({ key }) => key)
    const splines = made({ elements: ["Cu"], cutoff: 5, embedding: { "*": { spline: { knots: 5 } } } })
    expect(held(splines)).toEqual([expect.stringMatching(/^density\.Cu\.knot\d$/), "embedding.Cu.knot0", "embedding.Cu.knot2"])
    const forms = made({ elements: ["Cu", "Ni"], density: { "*": { form: "exponential" } }, pair: bornMayer })
    expect(held(forms)).toContain("density.Cu.A")
    expect(held(forms)).not.toContain("density.Ni.A")
    const fs = made({ style: "fs", elements: ["Cu", "Ni"], density: { "*-*": { form: "exponential" } }, pair: bornMayer })
    expect(held(fs).filter((key) => key.endsWith(".A"))).toEqual(["density.Cu-Cu.A", "density.Ni-Ni.A"])
  })

  it("repel ever more below the first knot of a spline", () => {
    const potential = made({ elements: ["Cu"], pair: { "*-*": { spline: { knots: 12, start: 2 } } } })
    const close = [2.1, 1.9999, 1.7, 1.4, 1.1, 0.8]
    const { df } = sample(potential.eam.pair[0], parameterValues(potential.eam.pair[0].parameters), close)
    for (let k = 1; k < close.length; k++) expect(df[k]).toBeLessThan(df[k - 1])
    checkPotential(potential, { spacing: 1.9, ends: [2] })
  })

  const wrong: readonly (readonly [string, object, readonly (string | number)[], RegExp])[] = [
    ["an unknown key", { densities: {} }, ["densities"], /did you mean "density"/],
    ["an unknown form", { density: { Cu: { form: "exponentail" } } }, ["density", "Cu"], /exponential|allowed|form/],
    ["an element that is not there", { embedding: { Fe: { form: "finnis-sinclair" } } }, ["embedding", "Fe"], /Fe/],
    [
      "a parameter that is not there",
      { density: { Cu: { form: "exponential", parameters: { gamma: 1 } } } },
      ["density", "Cu", "parameters", "gamma"],
      /gamma/,
    ],
    ["knots beyond the cutoff", { density: { Cu: { spline: { knots: [2, 3, 9] } } } }, ["density", "Cu", "spline", "knots"], /last knot/],
    [
      "too few values",
      { embedding: { Cu: { spline: { knots: 5, values: [0, 1] } } } },
      ["embedding", "Cu", "spline", "values"],
      /2 values/,
    ],
    [
      "a formula that is none",
      { embedding: { Cu: { formula: "-A*sqrt(rho", parameters: { A: 1 } } } },
      ["embedding", "Cu", "formula"],
      /./,
    ],
  ]
  for (const [name, spec, path, message] of wrong) {
    it(`refuse ${name}, with its place`, () => {
      try {
        made({ elements: ["Cu"], cutoff: 5, ...spec })
        expect.unreachable()
      } catch (failure) {
        if (!(failure instanceof SpecFailure)) throw failure
        expect(failure.path.slice(0, path.length)).toEqual(path)
        expect(failure.describe()).toMatch(message)
      }
    })
  }
})

describe("gauges of embedded-atom functions", () => {
  for (const style of ["alloy", "fs"] as const) {
    it(`change no energy, force or virial (${style})`, () => {
      const potential = made({ style, elements: ["Cu", "Ni"], cutoff: 4.4 })
      const theta = parameterValues(potential.parameters)
      const other = gaugeTransform(potential.eam, theta, { scale: 1.7, slopes: [0.31, -0.83] })
      const moved = eamPotential(other, potential.elements, potential.cutoff, potential.spec, potential.lammps)
      checkPotential(moved, { spacing: 2.6 })
      const structure = shaken([29, 28, 28, 29])
      const [before, after] = [evaluated(potential, theta, structure), evaluated(moved, new Float64Array(0), structure)]
      expect(Math.abs(after.energy - before.energy)).toBeLessThan(1e-12 * Math.abs(before.energy))
      before.forces.forEach((force, k) => expect(Math.abs(after.forces[k] - force)).toBeLessThan(1e-12))
    })
  }

  it("make potentials comparable: one and the same after the comparison gauge", () => {
    const potential = made({ elements: ["Cu"], cutoff: 5.2 })
    const theta = parameterValues(potential.parameters)
    const moved = gaugeTransform(potential.eam, theta, { scale: 0.4, slopes: [1.9] })
    const nothing = new Float64Array(0)
    const curves = [potential.eam, moved].map((functions, k) => {
      const own = k === 0 ? theta : nothing
      const standard = gaugeTransform(functions, own, comparisonGauge(functions, own, 2.55))
      return eamPotential(heldFunctions(standard, nothing), [29], 5.2, potential.spec, potential.lammps)
    })
    const structure = shaken([29, 29, 29, 29])
    const [a, b] = curves.map((curve) => evaluated(curve, nothing, structure))
    a.atomic.forEach((energy, k) => expect(Math.abs(b.atomic[k] - energy)).toBeLessThan(1e-12))
    const original = evaluated(potential, theta, structure)
    expect(Math.abs(a.energy - original.energy)).toBeLessThan(1e-12 * Math.abs(original.energy))
  })
})

/** A deformed fcc cell with atoms off their places. */
function shaken(numbers: readonly number[]): Structure {
  const sites = [0, 0, 0, 1.8, 1.75, 0.1, 1.85, 0.05, 1.7, -0.1, 1.8, 1.9]
  return {
    numbers: Int32Array.from(numbers),
    positions: Float64Array.from(sites),
    cell: Float64Array.of(3.6, 0.1, 0, 0, 3.55, 0.2, -0.1, 0, 3.7),
    pbc: [true, true, true],
  }
}

function jacobianOf(potential: Potential, theta: Float64Array, structure: Structure, elements: readonly number[]) {
  const stride = theta.length
  const forces = new Float64Array(3 * structure.numbers.length * stride)
  const block = { energy: new Float64Array(stride), forces, virial: new Float64Array(6 * stride), stride, column: 0 }
  potential.jacobian(buildGraph([structure], elements, potential.cutoff), 0, theta, block)
  return block
}

function evaluated(potential: Potential, theta: Float64Array, structure: Structure, elements = potential.elements) {
  const graph = buildGraph([structure], elements, potential.cutoff)
  const n = structure.numbers.length
  const out = { energies: new Float64Array(n), forces: new Float64Array(3 * n), virials: new Float64Array(6) }
  potential.evaluate(graph, theta, out)
  return { energy: out.energies.reduce((sum, e) => sum + e, 0), atomic: out.energies, forces: out.forces }
}

/** Density of an atom in an fcc crystal, read off an embedding function that is the density itself. */
function closePackedEnergy(potential: EamPotential, volumePerAtom: number): { density: number } {
  const a = Math.cbrt(4 * volumePerAtom)
  const structure: Structure = {
    numbers: Int32Array.of(potential.elements[0]),
    positions: new Float64Array(3),
    cell: Float64Array.of(0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0),
    pbc: [true, true, true],
  }
  const functions = { ...potential.eam, pair: potential.eam.pair.map(() => zero), embedding: potential.eam.embedding.map(() => identity) }
  const theta = parameterValues(potential.parameters.filter(({ key }) => key.startsWith("density.")))
  const density = eamPotential(functions, potential.elements, potential.cutoff, potential.spec, potential.lammps)
  return { density: evaluated(density, theta, structure).energy }
}

const line = (slope: number) => ({
  parameters: [],
  end: Number.POSITIVE_INFINITY,
  evaluate(n: number, x: Float64Array, _theta: Float64Array, f: Float64Array, df: Float64Array): void {
    for (let i = 0; i < n; i++) f[i] = slope * x[i]
    df.fill(slope, 0, n)
  },
  jacobian(): void {},
})
const zero = line(0)
const identity = line(1)
