import type { PairForm } from "./form.ts"
import { length, positiveAmplitude, rate } from "./parameter.ts"

/** φ = D[exp(−2α(r − r₀)) − 2 exp(−α(r − r₀))]: depth D at r₀, curvature 2Dα² there. */
export const morse: PairForm = {
  name: "morse",
  doc: "D[exp(−2α(r−r₀)) − 2 exp(−α(r−r₀))]",
  source: "doi:10.1103/PhysRev.34.57",
  text: () => "D*(exp(-2*alpha*(r-r0)) - 2*exp(-alpha*(r-r0)))",
  parameters: [
    positiveAmplitude("D", "eV", "depth of the well", ({ depth }) => depth),
    rate("alpha", "steepness", ({ neighbour }) => 4 / neighbour),
    length("r0", "distance of the minimum", ({ neighbour }) => neighbour),
  ],
  lammps: {
    styles: { none: "morse", shift: "morse", "force-shift": "morse/smooth/linear" },
    settings: () => [],
    coefficients: ({ D, alpha, r0 }) => [D, alpha, r0],
  },
}
