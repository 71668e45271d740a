import { expect, test } from "vitest"
import { numberOf } from "../atoms/elements.ts"
import { gaugeDirection } from "../inference/identifiability/gauge-direction.ts"
import { randomNumbers, randomStructure } from "../testing/potential/random-structure.ts"
import { evaluateStructure } from "./evaluate-structure.ts"
import { gaugesOf, type Gauge } from "./gauge.ts"
import { parameterValues } from "./parameters.ts"
import type { Potential } from "./potential.ts"
import { createPotential } from "./registry.ts"

const tersoff = {
  kind: "tersoff",
  form: "tersoff",
  elements: ["Si", "C"],
  pairs: { "*-*": { A: 1600, B: 400, lambda1: 2.6, lambda2: 1.8, R: 2.9, D: 0.2 } },
  bonds: { "Si-*": { beta: 1.2e-6, n: 0.78 }, "C-*": { beta: 1.6e-7, n: 0.73 } },
  angles: {
    "Si-*-*": { gamma: 0.9, c: 1e5, d: 16, cosine: -0.6, lambda3: 0 },
    "C-*-*": { gamma: 1.3, c: 4e4, d: 4.4, cosine: -0.57, lambda3: 0 },
  },
}
const density = { formula: "a*exp(-b*(r - 2.4))", parameters: { a: 0.08, b: 1.6 } }
const embedding = { formula: "-E*sqrt(rho)", parameters: { E: 2.6 } }
const eam = {
  kind: "eam",
  style: "alloy",
  elements: ["Si", "C"],
  cutoff: 4,
  gauge: "free",
  pair: { "*-*": { formula: "D*exp(-2*b*(r - r0)) - c*D", parameters: { D: 0.3, b: 1.5, r0: 2.4, c: 0.02 } } },
}
const embedded = { ...eam, density: { "*": density }, embedding: { "*": embedding } }

/** The direction in which all parameters follow a gauge. */
function followed(potential: Potential, gauge: Gauge) {
  const theta = parameterValues(potential.parameters)
  const motions = potential.parameters.map((parameter, column) => ({ parameter, column, factor: 1, profiled: false }))
  return gaugeDirection(gauge.equations(theta), motions, theta.length, [])
}

/** d/dt of energy and forces along a direction, by central differences. */
function along(potential: Potential, direction: Float64Array, step: number) {
  const theta = parameterValues(potential.parameters)
  const structure = randomStructure("crystal", potential.elements, 2.3, randomNumbers(4))
  const [plus, minus] = [step, -step].map((t) =>
    evaluateStructure(
      potential,
      theta.map((value, k) => value + t * direction[k]),
      structure,
    ),
  )
  const forces = plus.forces.map((force, i) => (force - minus.forces[i]) / (2 * step))
  return { structure, energy: (plus.energy - minus.energy) / (2 * step), forces: Math.hypot(...forces) }
}

test.for([
  ["Tersoff's ζ, by centre", tersoff, ["scale of ζ of bonds Si-Si, Si-C", "scale of ζ of bonds C-Si, C-C"]],
  [
    "a sum",
    { kind: "sum", terms: [tersoff, embedded] },
    ["scale of ζ of bonds Si-Si, Si-C", "scale of ζ of bonds C-Si, C-C", "scale of the density"],
  ],
  [
    "a constant in the coefficients",
    {
      kind: "snap",
      elements: ["Si", "C"],
      constant: "fit",
      rcutfac: 4.3,
      twojmax: 2,
      radelems: [0.5, 0.46],
      welems: [1, 0.8],
    },
    ["constant energy of Si", "constant energy of C"],
  ],
] as const)("what a potential declares changes no energy but that of its atoms: %s", ([, spec, names]) => {
  const potential = createPotential(spec)
  const exact = gaugesOf(potential).filter((gauge) => followed(potential, gauge).leftover < 1e-9)
  expect(exact.map(({ name }) => name)).toEqual(names)
  for (const gauge of exact) {
    const { structure, energy, forces } = along(potential, followed(potential, gauge).direction, 1e-4)
    const gained = Object.entries(gauge.energies ?? {}).map(
      ([symbol, each]) => each * structure.numbers.reduce((count, number) => count + Number(number === numberOf(symbol)), 0),
    )
    expect(energy, gauge.name).toBeCloseTo(
      gained.reduce((sum, one) => sum + one, 0),
      6,
    )
    expect(forces, gauge.name).toBeLessThan(1e-5)
  }
})

test("entries that stand for every bond make one scale of all", () => {
  const { bonds, angles } = tersoff
  const common = createPotential({ ...tersoff, bonds: { "*-*": bonds["Si-*"] }, angles: { "*-*-*": angles["Si-*-*"] } })
  expect(gaugesOf(common)).toHaveLength(1)
})
