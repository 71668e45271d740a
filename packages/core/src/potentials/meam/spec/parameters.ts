import type { Parameter } from "../../parameters.ts"
import type { Section } from "../../many-body/section.ts"

/** A parameter without its value. */
export type MeamParameter = Omit<Parameter, "key" | "value"> & { readonly name: string }

function number(name: string, doc: string, more: Partial<MeamParameter> = {}): MeamParameter {
  const { NEGATIVE_INFINITY: lower, POSITIVE_INFINITY: upper } = Number
  return { name, unit: "1", lower, upper, transform: "identity", fixed: false, linear: false, doc, ...more }
}

/** Those of every reference structure. Energies are affine in all E_c together; not so marked, as that made fits stall. */
const rose: readonly MeamParameter[] = [
  number("re", "distance rₑ of nearest neighbours in the reference structure", { unit: "Å", lower: 0.1, upper: 20, transform: "log" }),
  number("Ec", "energy E_c of the reference structure, an atom", { unit: "eV", lower: 0 }),
  number("alpha", "α of the Rose equation, √(9 Ω B/E_c)", { lower: 0 }),
  number("attrac", "how the cubic term of the Rose equation counts beyond rₑ"),
  number("repuls", "how the cubic term of the Rose equation counts within rₑ"),
]

/** Parameters of an element. */
export const atomParameters: readonly MeamParameter[] = [
  ...rose,
  number("asub", "strength A of the embedding energy A E_c ρ̄ ln ρ̄"),
  number("b0", "decay β⁽⁰⁾ of the spherical density"),
  number("b1", "decay β⁽¹⁾ of the density of l = 1"),
  number("b2", "decay β⁽²⁾ of the density of l = 2"),
  number("b3", "decay β⁽³⁾ of the density of l = 3"),
  number("t1", "weight t⁽¹⁾ of the density of l = 1"),
  number("t2", "weight t⁽²⁾ of the density of l = 2"),
  number("t3", "weight t⁽³⁾ of the density of l = 3"),
  number("rho0", "scale of the densities; that of the first element is held, as only ratios count", { lower: 1e-6, transform: "log" }),
]

/** Parameters of two unlike elements. */
export const pairParameters: readonly MeamParameter[] = rose

/** Bounds of screening of A-B by C, A-B-C. */
export const screeningSection: Section = {
  name: "screening",
  doc: "bounds of C between which an atom C screens the pair of A and B, by A-B-C, in either order of A and B",
  arity: 3,
  patterns: (a, b, c) => [`${a}-${b}-${c}`, `${b}-${a}-${c}`, "*-*-*"],
  standard: () => "*-*-*",
  parameters: [
    {
      ...{ name: "Cmin", unit: "1", lower: 0, upper: 10, transform: "identity", fixed: true, start: () => 2 },
      doc: "C below which a pair is screened off; held unless freed",
    },
    {
      ...{ name: "Cmax", unit: "1", lower: 0, upper: 10, transform: "identity", fixed: true, reach: true, start: () => 2.8 },
      doc: "C beyond which a pair is not screened; held unless freed",
    },
  ],
}
