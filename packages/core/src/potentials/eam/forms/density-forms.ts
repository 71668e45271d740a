import { exponent, length, positiveAmplitude, rate } from "../../forms/parameter.ts"
import type { FormParameter } from "../../forms/form.ts"
import { formsByName, type EamForm } from "./form.ts"

/** The starting value is set, when resolved, such that a close-packed crystal of the training density has ρ = 1. */
const amplitude: FormParameter = positiveAmplitude("A", "1", "scale of the density", () => 1)
const reference: FormParameter = {
  ...length("re", "distance at which the density is scaled; no freedom of its own", ({ neighbour }) => neighbour),
  fixed: true,
}
const decay = (doc: string, times: number): FormParameter => rate("beta", doc, ({ neighbour }) => times / neighbour)

/** Densities an atom gives at a distance. `A` only scales them, which embedding functions undo: it is fixed where that is a gauge. */
export const densityForms: ReadonlyMap<string, EamForm> = formsByName(
  {
    name: "exponential",
    doc: "A exp(−β(r − rₑ))",
    source: "doi:10.1103/PhysRevB.39.12554",
    text: "A*exp(-beta*(r - re))",
    parameters: [amplitude, decay("decay", 5), reference],
  },
  {
    name: "gaussian",
    doc: "A exp(−α(r² − rₑ²))",
    source: "doi:10.1103/PhysRevB.29.6443",
    text: "A*exp(-alpha*(r^2 - re^2))",
    parameters: [
      amplitude,
      {
        name: "alpha",
        unit: "1/Å^2",
        lower: 0.001,
        upper: 20,
        transform: "log",
        doc: "decay",
        start: ({ neighbour }) => 2.5 / neighbour ** 2,
      },
      reference,
    ],
  },
  {
    name: "hydrogenic",
    doc: "A (r/rₑ)ᵏ exp(−β(r − rₑ))",
    source: "doi:10.1103/PhysRevB.29.6443",
    text: "A*(r/re)^k*exp(-beta*(r - re))",
    parameters: [amplitude, exponent("k", "power of r", 4), decay("decay", 9), reference],
  },
  {
    name: "voter",
    doc: "A r⁶ [exp(−βr) + 2⁹ exp(−2βr)], of a 4s orbital",
    source: "doi:10.1557/PROC-82-175",
    text: "A*r^6*(exp(-beta*r) + 512*exp(-2*beta*r))",
    parameters: [amplitude, decay("decay", 9)],
  },
  {
    name: "power",
    doc: "A (rₑ/r)ᵐ",
    source: "doi:10.1080/09500839008206493",
    text: "A*(re/r)^m",
    parameters: [amplitude, { ...exponent("m", "power of 1/r", 6), fixed: false }, reference],
  },
  {
    name: "zhou",
    doc: "A exp(−β(r/rₑ − 1)) / [1 + (r/rₑ − λ)²⁰]",
    source: "doi:10.1103/PhysRevB.69.144113",
    text: "A*exp(-beta*(r/re - 1))/(1 + (r/re - lambda)^20)",
    parameters: [
      amplitude,
      { name: "beta", unit: "1", lower: 0.01, upper: 40, transform: "log", doc: "decay", start: () => 4 },
      {
        name: "lambda",
        unit: "1",
        lower: 0,
        upper: 2,
        transform: "identity",
        doc: "where the cutoff acts, from r/rₑ = λ + 1",
        start: () => 0.8,
      },
      reference,
    ],
  },
)
