import type { LammpsPairStyle, PairForm } from "./form.ts"
import { length, positiveAmplitude } from "./parameter.ts"

/** φ = 4ε[(σ/r)¹² − (σ/r)⁶]: depth ε at r = 2^(1/6) σ. */
export const lennardJones: PairForm = {
  name: "lennard-jones",
  doc: "4ε[(σ/r)¹² − (σ/r)⁶]",
  source: "doi:10.1098/rspa.1924.0082",
  text: () => "4*epsilon*((sigma/r)^12 - (sigma/r)^6)",
  parameters: [
    positiveAmplitude("epsilon", "eV", "depth of the well", ({ depth }) => depth),
    length("sigma", "distance at which the energy is zero", ({ neighbour }) => neighbour / 2 ** (1 / 6)),
  ],
  lammps: style(({ epsilon, sigma }) => [epsilon, sigma]),
}

/** φ = A/r¹² − B/r⁶, linear in both: A = 4εσ¹², B = 4εσ⁶. */
export const lennardJonesAB: PairForm = {
  name: "lennard-jones-ab",
  doc: "A/r¹² − B/r⁶",
  source: "doi:10.1098/rspa.1924.0082",
  text: () => "A/r^12 - B/r^6",
  parameters: [
    positiveAmplitude("A", "eV Å^12", "strength of the repulsion", ({ depth, neighbour }) => depth * neighbour ** 12),
    positiveAmplitude("B", "eV Å^6", "strength of the attraction", ({ depth, neighbour }) => 2 * depth * neighbour ** 6),
  ],
  lammps: style(({ A, B }) => (A > 0 && B > 0 ? [(B * B) / (4 * A), (A / B) ** (1 / 6)] : undefined)),
}

function style(coefficients: LammpsPairStyle["coefficients"]): LammpsPairStyle {
  return { styles: { none: "lj/cut", shift: "lj/cut", "force-shift": "lj/smooth/linear" }, settings: () => [], coefficients }
}
