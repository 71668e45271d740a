import { length } from "../forms/parameter.ts"
import type { Section, SectionParameter } from "../many-body/section.ts"

/** Published silicon, from whose sizes starting values are scaled; J. F. Justo et al., doi:10.1103/PhysRevB.58.2539. */
const silicon = { neighbour: 2.35, depth: 2.3 }

function number(name: string, doc: string, value: number, more: Partial<SectionParameter> = {}): SectionParameter {
  return { name, unit: "1", lower: 0, upper: Infinity, transform: "identity", doc, start: () => value, ...more }
}

function energy(name: string, doc: string, value: number): SectionParameter {
  return number(name, doc, value, { unit: "eV", linear: true, start: ({ depth }) => (value * depth) / silicon.depth })
}

function distance(name: string, doc: string, value: number, more: Partial<SectionParameter> = {}): SectionParameter {
  return { ...length(name, doc, ({ neighbour }) => (value * neighbour) / silicon.neighbour), ...more }
}

/** Pair energies and the coordination, by centre and neighbour. */
export const pairSection: Section = {
  name: "pairs",
  doc: "pair energy A [(B/r)^ρ − exp(−β Z²)] exp(σ/(r − cutoff)) at coordination Z, by centre and neighbour A-B",
  arity: 2,
  patterns: (a, b) => [`${a}-${b}`, `${b}-${a}`, "*-*"],
  standard: (a, b) => `${a}-${b}`,
  parameters: [
    energy("A", "strength of the pair energy", 7.982173),
    distance("B", "length of the repulsive power", 1.5075463),
    number("rho", "exponent ρ of the repulsion", 1.2085196),
    number("beta", "how fast attraction weakens with coordination", 0.0070975),
    distance("sigma", "decay σ of the pair energy", 0.5774108),
    distance("gamma", "decay γ of angular energies along a bond", 1.1247945),
    distance("cutoff", "where all ends, with all derivatives", 3.121382, { fixed: true, reach: true }),
    distance("core", "up to where a neighbour counts in full for the coordination", 2.5609104),
    number("alpha", "how a neighbour beyond the core counts for the coordination", 3.1083847),
  ],
}

/** Angular energies by triplet. */
export const tripletSection: Section = {
  name: "triplets",
  doc: "angular energy λ [1 − exp(−y) + η y], y = Q₀ exp(−μ Z) (cos θ + τ(Z))², τ = u₁ + u₂ (u₃ exp(−u₄ Z) − exp(−2 u₄ Z)), by centre and neighbours A-B-C",
  arity: 3,
  patterns: (a, b, c) => [`${a}-${b}-${c}`, `${a}-${c}-${b}`, `${a}-*-*`, "*-*-*"],
  standard: (a, b, c) => `${a}-${b}-${c}`,
  parameters: [
    energy("lambda", "strength λ of the angular energy", 1.4533108),
    number("eta", "part η of the angular energy that grows without bound", 0.2523244),
    number("Q0", "stiffness of angles", 312.1341346),
    number("mu", "how fast angles soften with coordination", 0.6966326),
    number("u1", "preferred angles by coordination: u₁", -0.165799, { lower: -Infinity, fixed: true }),
    number("u2", "preferred angles by coordination: u₂", 32.557, { lower: -Infinity, fixed: true }),
    number("u3", "preferred angles by coordination: u₃", 0.286198, { lower: -Infinity, fixed: true }),
    number("u4", "preferred angles by coordination: u₄", 0.66, { fixed: true }),
  ],
}
