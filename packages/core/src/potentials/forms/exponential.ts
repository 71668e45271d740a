import type { PairForm, PairScale } from "./form.ts"
import { amplitude, length, positiveAmplitude, rate } from "./parameter.ts"

/** The amplitude that makes A exp(−r/ρ), ρ = neighbour/10, repel as strongly as an attraction of this depth pulls. */
const repulsion = ({ depth }: PairScale): number => 1.5 * depth * Math.exp(10)
const decay = ({ neighbour }: PairScale): number => neighbour / 10

/** φ = A exp(−r/ρ) − C/r⁶. It falls to −∞ as r → 0: add a `zbl` core where atoms come close. */
export const buckingham: PairForm = {
  name: "buckingham",
  doc: "A exp(−r/ρ) − C/r⁶",
  source: "doi:10.1098/rspa.1938.0173",
  text: () => "A*exp(-r/rho) - C/r^6",
  parameters: [
    positiveAmplitude("A", "eV", "strength of the repulsion", repulsion),
    length("rho", "range of the repulsion", decay),
    positiveAmplitude("C", "eV Å^6", "strength of the dispersion", ({ depth, neighbour }) => 2.5 * depth * neighbour ** 6),
  ],
  lammps: {
    styles: { none: "buck", shift: "buck" },
    settings: () => [],
    coefficients: ({ A, rho, C }) => [A, rho, C],
  },
}

/** φ = A exp(−r/ρ). */
export const bornMayer: PairForm = {
  name: "born-mayer",
  doc: "A exp(−r/ρ)",
  source: "doi:10.1007/BF01340511",
  text: () => "A*exp(-r/rho)",
  parameters: [positiveAmplitude("A", "eV", "strength of the repulsion", repulsion), length("rho", "range of the repulsion", decay)],
  lammps: { styles: { none: "buck", shift: "buck" }, settings: () => [], coefficients: ({ A, rho }) => [A, rho, 0] },
}

/** φ = A exp((σ − r)/ρ) − C/r⁶ + D/r⁸ with LAMMPS's sign of D; σ only scales A and is fixed. */
export const bornMayerHuggins: PairForm = {
  name: "born-mayer-huggins",
  doc: "A exp((σ−r)/ρ) − C/r⁶ + D/r⁸",
  source: "doi:10.1016/0022-3697(64)90160-X",
  text: () => "A*exp((sigma-r)/rho) - C/r^6 + D/r^8",
  parameters: [
    positiveAmplitude("A", "eV", "strength of the repulsion at r = σ", ({ depth }) => 1.5 * depth),
    length("rho", "range of the repulsion", decay),
    { ...length("sigma", "sum of the ionic radii", ({ neighbour }) => neighbour), fixed: true },
    amplitude("C", "eV Å^6", "strength of the dipole–dipole dispersion", ({ depth, neighbour }) => 2.5 * depth * neighbour ** 6),
    amplitude("D", "eV Å^8", "strength of the dipole–quadrupole term", () => 0),
  ],
  lammps: {
    styles: { none: "born", shift: "born" },
    settings: () => [],
    coefficients: ({ A, rho, sigma, C, D }) => [A, rho, sigma, C, D],
  },
}

/** φ = A exp(−κr)/r. LAMMPS has one κ for all pairs. */
export const yukawa: PairForm = {
  name: "yukawa",
  doc: "A exp(−κr)/r",
  source: "doi:10.11429/ppmsj1919.17.0_48",
  text: () => "A*exp(-kappa*r)/r",
  parameters: [
    amplitude("A", "eV Å", "strength; positive repels", ({ depth, neighbour }) => depth * neighbour * Math.exp(3)),
    rate("kappa", "inverse screening length", ({ neighbour }) => 3 / neighbour),
  ],
  lammps: { styles: { none: "yukawa", shift: "yukawa" }, settings: ({ kappa }) => [kappa], coefficients: ({ A }) => [A] },
}
