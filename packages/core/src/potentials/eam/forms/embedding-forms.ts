import type { FormParameter } from "../../forms/form.ts"
import { amplitude } from "../../forms/parameter.ts"
import { formsByName, type EamForm } from "./form.ts"

const positive = (name: string, unit: string, doc: string, start: number): FormParameter => {
  return { name, unit, lower: 1e-6, upper: 1e6, transform: "log", doc, start: () => start }
}
const coefficient = (name: string, power: number): FormParameter => amplitude(name, "eV", `coefficient of ρ^${power}`, () => 0)

/** Σ_k c_k (ρ/centre − 1)^k for k = 0 … 3. */
function cubic(coefficients: string, centre: string): string {
  const x = `(rho/(${centre}) - 1)`
  return `${coefficients}0 + ${coefficients}1*${x} + ${coefficients}2*${x}^2 + ${coefficients}3*${x}^3`
}

/** Embedding energies F(ρ). */
export const embeddingForms: ReadonlyMap<string, EamForm> = formsByName(
  {
    name: "finnis-sinclair",
    doc: "−A √ρ",
    source: "doi:10.1080/01418618408244210",
    text: "-A*sqrt(rho)",
    parameters: [positive("A", "eV", "strength of the binding", 3)],
  },
  {
    name: "extended-finnis-sinclair",
    doc: "−A √ρ + c₂ ρ² + c₄ ρ⁴",
    source: "doi:10.1080/14786430310001613264",
    text: "-A*sqrt(rho) + c2*rho^2 + c4*rho^4",
    parameters: [positive("A", "eV", "strength of the binding", 3), coefficient("c2", 2), coefficient("c4", 4)],
  },
  {
    name: "banerjea-smith",
    doc: "F₀ [1 − n ln(ρ/ρₑ)] (ρ/ρₑ)ⁿ",
    source: "doi:10.1103/PhysRevB.37.6632",
    text: "F0*(1 - n*log(rho/rhoe))*(rho/rhoe)^n",
    parameters: [
      amplitude("F0", "eV", "embedding energy at ρₑ", () => -3),
      positive("n", "1", "exponent", 0.5),
      positive("rhoe", "1", "density of the crystal", 1),
    ],
  },
  {
    name: "zhou",
    doc: "cubics in ρ/ρₙ − 1 below ρₙ = 0.85 ρₑ and in ρ/ρₑ − 1 up to 1.15 ρₑ, then Fₑ [1 − η ln(ρ/ρₛ)] (ρ/ρₛ)^η",
    source: "doi:10.1103/PhysRevB.69.144113",
    text: `if(rho < 0.85*rhoe, ${cubic("Fn", "0.85*rhoe")}, if(rho < 1.15*rhoe, ${cubic("F", "rhoe")}, Fe*(1 - eta*log(rho/rhos))*(rho/rhos)^eta))`,
    parameters: [
      positive("rhoe", "1", "density of the crystal", 1),
      positive("rhos", "1", "density of the upper branch", 1),
      ...[-2.2, -0.25, 1, -0.8].map((value, k) => amplitude(`Fn${k}`, "eV", `coefficient of (ρ/ρₙ − 1)^${k}`, () => value)),
      amplitude("F0", "eV", "embedding energy of the crystal", () => -2.2),
      {
        ...amplitude(
          "F1",
          "eV",
          "slope at the crystal's density; a gauge, a multiple of the density in the pair function undoes it",
          () => 0,
        ),
        fixed: true,
      },
      amplitude("F2", "eV", "coefficient of (ρ/ρₑ − 1)²", () => 0.6),
      amplitude("F3", "eV", "coefficient of (ρ/ρₑ − 1)³", () => -1),
      amplitude("Fe", "eV", "energy of the upper branch at ρₛ", () => -2.2),
      positive("eta", "1", "exponent of the upper branch", 0.3),
    ],
  },
  {
    name: "polynomial",
    doc: "c₁ρ + c₂ρ² + c₃ρ³ + c₄ρ⁴",
    source: "doi:10.1103/PhysRevB.33.7983",
    text: "c1*rho + c2*rho^2 + c3*rho^3 + c4*rho^4",
    parameters: [
      {
        ...amplitude("c1", "eV", "coefficient of ρ; a gauge, a multiple of the density in the pair function undoes it", () => -3),
        fixed: true,
      },
      { ...coefficient("c2", 2), start: () => 1 },
      coefficient("c3", 3),
      coefficient("c4", 4),
    ],
  },
)
