import { length } from "../forms/parameter.ts"
import type { Section } from "../many-body/section.ts"

/** Of the depth of the pair energy at its minimum to `attraction`, at the published exponents; F. H. Stillinger, T. A. Weber, doi:10.1103/PhysRevB.31.5262. */
const published = { A: 7.049556277, B: 0.6022245584, a: 1.8, lambda: 21, gamma: 1.2, cosine: -1 / 3 }
/** Distance of the minimum of the published pair energy, in σ. */
const MINIMUM = 2 ** (1 / 6)

/** Pair energies and the decay of three-body energies along a bond, by pair; one of the two orders may stand for both. */
export const pairSection: Section = {
  name: "pairs",
  doc: "pair energy (repulsion (σ/r)^p − attraction (σ/r)^q) exp(σ/(r − cutoff)), by pair of elements A-B",
  arity: 2,
  patterns: (a, b) => [`${a}-${b}`, `${b}-${a}`, "*-*"],
  standard: (a, b) => `${a}-${b}`,
  parameters: [
    {
      ...{ name: "repulsion", unit: "eV", lower: 0, upper: Infinity, transform: "identity", linear: true },
      doc: "strength A B ε of the repulsive power",
      start: ({ depth }) => published.A * published.B * depth,
    },
    {
      ...{ name: "attraction", unit: "eV", lower: 0, upper: Infinity, transform: "identity", linear: true },
      doc: "strength A ε of the attractive power",
      start: ({ depth }) => published.A * depth,
    },
    {
      ...{ name: "p", unit: "1", lower: 0, upper: 60, transform: "identity", fixed: true },
      doc: "exponent of the repulsive power",
      start: () => 4,
    },
    {
      ...{ name: "q", unit: "1", lower: 0, upper: 60, transform: "identity", fixed: true },
      doc: "exponent of the attractive power",
      start: () => 0,
    },
    length("sigma", "length σ of powers and decays", ({ neighbour }) => neighbour / MINIMUM),
    {
      ...length("cutoff", "distance a σ where all ends, with all derivatives", ({ neighbour }) => (published.a * neighbour) / MINIMUM),
      ...{ fixed: true, reach: true },
    },
    {
      ...{ name: "gamma", unit: "1", lower: 0, upper: 20, transform: "identity" },
      doc: "decay γ of three-body energies, exp(γ σ/(r − cutoff)); of the bond from A to B where both orders are given",
      start: () => published.gamma,
    },
  ],
}

/** Three-body energies by triplet; one of the two orders of neighbours may stand for both. */
export const tripletSection: Section = {
  name: "triplets",
  doc: "three-body energy lambda (cos θ − cosine)² of a centre A and neighbours B and C, A-B-C",
  arity: 3,
  patterns: (a, b, c) => [`${a}-${b}-${c}`, `${a}-${c}-${b}`, `${a}-*-*`, "*-*-*"],
  standard: (a, b, c) => `${a}-${b}-${c}`,
  parameters: [
    {
      ...{ name: "lambda", unit: "eV", lower: 0, upper: Infinity, transform: "identity", linear: true },
      doc: "strength λ ε",
      start: ({ depth }) => published.lambda * depth,
    },
    {
      ...{ name: "cosine", unit: "1", lower: -1, upper: 1, transform: "identity" },
      doc: "cosine of the preferred angle",
      start: () => published.cosine,
    },
  ],
}
