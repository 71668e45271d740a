import { expect, test } from "vitest"
import { motionsOf } from "../../inference/identifiability/fitted-parameters.ts"
import { gaugeDirection } from "../../inference/identifiability/gauge-direction.ts"
import { randomNumbers, randomStructure } from "../../testing/potential/random-structure.ts"
import { evaluateStructure } from "../evaluate-structure.ts"
import type { Gauge } from "../gauge.ts"
import { parameterValues } from "../parameters.ts"
import type { Potential } from "../potential.ts"
import type { EamPotential } from "./eam.ts"
import { resolveEam } from "./resolve/resolve.ts"
import { createEam } from "./spec/create.ts"
import { eamSchema } from "./spec/schema.ts"
import { parseSpec } from "../spec/parse-spec.ts"

const statistics = {
  elements: [28, 29],
  minimumDistance: { "Ni-Ni": 2.05, "Ni-Cu": 2.05, "Cu-Cu": 2.05 },
  nearestNeighbour: { "Ni-Ni": 2.4, "Ni-Cu": 2.43, "Cu-Cu": 2.45 },
  volumePerAtom: 11.6,
  energySpread: 0.4,
}

function made(spec: object): EamPotential {
  return createEam(resolveEam(parseSpec(eamSchema, { kind: "eam", cutoff: 4.6, gauge: "free", ...spec }), statistics))
}

/** The direction in which all parameters follow a gauge, and what they cannot follow. */
function followed(potential: Potential, gauge: Gauge) {
  const theta = parameterValues(potential.parameters)
  const keys = potential.parameters.map(({ key }) => key)
  const motions = motionsOf({ names: keys, columns: keys }, potential.parameters).map((motion) => ({ ...motion, factor: 1 }))
  return gaugeDirection(gauge.equations(theta), motions, keys.length, [])
}

/** Largest change of an energy or force per unit along the direction, by central differences, beside what a random direction makes. */
function felt(potential: Potential, direction: Float64Array): number {
  const theta = parameterValues(potential.parameters)
  const random = randomNumbers(11)
  const structure = randomStructure("crystal", potential.elements, 2.5, random)
  const along = (v: Float64Array): number => {
    const size = Math.hypot(...v)
    const at = (t: number) => {
      const { energy, forces } = evaluateStructure(
        potential,
        theta.map((value, k) => value + (t * v[k]) / size),
        structure,
      )
      return [energy, ...forces]
    }
    const [plus, minus] = [at(1e-5), at(-1e-5)]
    return Math.max(...plus.map((value, i) => Math.abs(value - minus[i]) / 2e-5))
  }
  return along(direction) / along(theta.map(() => random() - 0.5))
}

const knots = [2, 2.4, 2.8, 3.3, 3.9, 4.6]
const spline = { spline: { knots } }
const power = { formula: "-E*rho^0.6 + k*rho + g*rho^2", parameters: { E: 2.1, k: -0.3, g: 0.05 } }
const decay = { formula: "A*exp(-b*(r - 2.5))", parameters: { A: 0.09, b: 1.7 } }

test.for([
  [
    "splines with knots in common",
    { elements: ["Cu"], pair: { "*-*": spline }, density: { "*": spline } },
    ["slope of the embedding energy of Cu"],
  ],
  [
    "an alloy of formulas, each pair of its densities' form",
    { elements: ["Ni", "Cu"], pair: { "*-*": spline }, density: { "*": spline }, embedding: { "*": power } },
    ["scale of the density", "slope of the embedding energy of Ni", "slope of the embedding energy of Cu"],
  ],
  [
    "fs, where each receiver has a scale of its own",
    { style: "fs", elements: ["Ni", "Cu"], density: { "*-*": decay }, embedding: { "*": power } },
    ["scale of the density at Ni", "scale of the density at Cu"],
  ],
  [
    "fs of splines",
    { style: "fs", elements: ["Ni", "Cu"], pair: { "*-*": spline }, density: { "*-*": spline }, embedding: { "*": power } },
    [
      "scale of the density at Ni",
      "scale of the density at Cu",
      "slope of the embedding energy of Ni",
      "slope of the embedding energy of Cu",
    ],
  ],
] as const)("functions that can follow a gauge exactly change no energy along it: %s", ([, spec, names]) => {
  const potential = made(spec)
  const exact = potential.gauges.filter((gauge) => gauge.energies === undefined && followed(potential, gauge).leftover < 1e-9)
  expect(exact.map(({ name }) => name)).toEqual(names)
  for (const gauge of exact) expect(felt(potential, followed(potential, gauge).direction), gauge.name).toBeLessThan(1e-7)
})

test("a direction that the functions cannot follow is felt", () => {
  const potential = made({ elements: ["Cu"] })
  const [scale] = potential.gauges
  const { direction, leftover } = followed(potential, scale)
  expect(leftover).toBeGreaterThan(1e-4)
  expect(felt(potential, direction)).toBeGreaterThan(1e-6)
})

test("a gauge that is fixed holds a scale and, for each element, a slope; a free one holds F(0) alone", () => {
  const held = (gauge: string) =>
    made({ elements: ["Ni", "Cu"], gauge }).parameters.flatMap(({ key, fixed }) => (fixed ? [key.split(".").slice(0, 2).join(".")] : []))
  expect(held("free")).toEqual(["embedding.Ni", "embedding.Cu"])
  expect(held("fix")).toEqual(["density.Ni", "embedding.Ni", "embedding.Ni", "embedding.Cu", "embedding.Cu"])
})
