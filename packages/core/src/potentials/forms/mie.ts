import type { PairForm } from "./form.ts"
import { exponent, length, positiveAmplitude } from "./parameter.ts"

/** φ = C ε[(σ/r)^n − (σ/r)^m] with C = n/(n − m) (n/m)^(m/(n − m)), so that ε is the depth. Exponents are fixed unless freed. */
export const mie: PairForm = {
  name: "mie",
  doc: "C ε[(σ/r)^n − (σ/r)^m], C = n/(n−m) (n/m)^(m/(n−m))",
  source: "doi:10.1002/andp.19033160802",
  text: () => "n/(n-m)*(n/m)^(m/(n-m))*epsilon*((sigma/r)^n - (sigma/r)^m)",
  parameters: [
    positiveAmplitude("epsilon", "eV", "depth of the well", ({ depth }) => depth),
    length("sigma", "distance at which the energy is zero", ({ neighbour }) => neighbour / 2 ** (1 / 6)),
    exponent("n", "power of the repulsion", 12),
    exponent("m", "power of the attraction", 6),
  ],
  lammps: {
    styles: { none: "mie/cut", shift: "mie/cut" },
    settings: () => [],
    coefficients: ({ epsilon, sigma, n, m }) => [epsilon, sigma, n, m],
  },
}
