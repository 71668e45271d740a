import type { Section, SectionParameter } from "../many-body/section.ts"
import { energyLike, lengthLike, plain, rateLike, scaleFree, type TersoffForm } from "./form.ts"

/** The sections of a variant. */
export interface TersoffSections {
  readonly pairs: Section
  readonly bonds: Section
  readonly angles: Section
  readonly angleCutoffs: Section
}

/** Keys of the sections in a spec. */
export const tersoffSectionNames = ["pairs", "bonds", "angles", "angleCutoffs"] as const

const isModified = (form: TersoffForm): boolean => form.startsWith("tersoff/mod")

/** The sections of a variant, with their parameters and the sizes they start from. */
export function tersoffSections(form: TersoffForm): TersoffSections {
  return {
    pairs: {
      name: "pairs",
      doc: "repulsion A exp(−λ₁ r), attraction −B exp(−λ₂ r) and where they end, by pair of elements A-B",
      arity: 2,
      patterns: (a, b) => [`${a}-${b}`, `${b}-${a}`, "*-*"],
      standard: (a, b) => `${a}-${b}`,
      parameters: pairParameters(form),
    },
    bonds: {
      name: "bonds",
      doc: isModified(form)
        ? "bond order (1 + ζ^η)^(−1/2n), by centre and neighbour A-B, or centre A-*"
        : "bond order (1 + (β ζ)^n)^(−1/2n), by centre and neighbour A-B, or centre A-*",
      arity: 2,
      patterns: (a, b) => [`${a}-${b}`, `${a}-*`, "*-*"],
      standard: (a) => `${a}-*`,
      parameters: isModified(form)
        ? [
            scaleFree("eta", "1", "exponent η of the bond order", () => 1, 1e-3),
            scaleFree("n", "1", "exponent n of the bond order", () => 0.93810551, 1e-3),
          ]
        : [
            scaleFree("beta", "1", "scale β of the bond order", () => 1.1e-6),
            scaleFree("n", "1", "exponent n of the bond order", () => 0.78734, 1e-2),
          ],
    },
    angles: {
      name: "angles",
      doc: "what the angle between bonds to B and C adds to ζ of the bond to B, by centre and neighbours A-B-C, or centre A-*-*",
      arity: 3,
      patterns: (a, b, c) => [`${a}-${b}-${c}`, `${a}-${b}-*`, `${a}-*-${c}`, `${a}-*-*`, "*-*-*"],
      standard: (a) => `${a}-*-*`,
      parameters: [...angleParameters(form), lambda3(form)],
    },
    angleCutoffs: {
      name: "angleCutoffs",
      doc: "where the influence of C on the bond to B ends, by centre and neighbours A-B-C; that of the pair A-C unless given",
      arity: 3,
      optional: true,
      patterns: (a, b, c) => (b === c ? [] : [`${a}-${b}-${c}`]),
      standard: (a, b, c) => `${a}-${b}-${c}`,
      parameters: reach(form),
    },
  }
}

function reach(form: TersoffForm): readonly SectionParameter[] {
  const [middle, width] = isModified(form) ? [3, 0.3] : [2.85, 0.15]
  return [
    { ...plain("R", "Å", "middle of the cutoff", lengthLike(middle), 0.01), fixed: true, reach: true },
    { ...plain("D", "Å", "half the width of the cutoff", lengthLike(width), 0), fixed: true, reach: true },
  ]
}

function pairParameters(form: TersoffForm): readonly SectionParameter[] {
  const modified = isModified(form)
  return [
    { ...plain("A", "eV", "strength of the repulsion", energyLike(modified ? 3281.59 : 1830.8), 0), linear: true },
    { ...plain("B", "eV", "strength of the attraction", energyLike(modified ? 121 : 471.18), 0), linear: true },
    scaleFree("lambda1", "1/Å", "decay λ₁ of the repulsion", rateLike(modified ? 3.23 : 2.4799), 0.01),
    scaleFree("lambda2", "1/Å", "decay λ₂ of the attraction", rateLike(modified ? 1.3458 : 1.7322), 0.01),
    ...reach(form),
    ...(form === "tersoff/mod/c" ? [{ ...plain("c0", "eV", "constant of a bond", () => 0), linear: true }] : []),
    ...(form === "tersoff/zbl"
      ? [
          { ...plain("fermiCentre", "Å", "distance where the repulsion of the nuclei takes over", lengthLike(0.95), 0), fixed: true },
          { ...plain("fermiDecay", "1/Å", "how sharply it takes over", rateLike(14), 0), fixed: true },
        ]
      : []),
  ]
}

function angleParameters(form: TersoffForm): readonly SectionParameter[] {
  const cosine = (start: number): SectionParameter => ({
    ...{ name: "cosine", unit: "1", lower: -2, upper: 2, transform: "identity", start: () => start },
    doc: "cosine h of the angle that weakens a bond least",
  })
  if (isModified(form)) {
    return [
      plain("c1", "1", "smallest weight of an angle", () => 0.20173476),
      plain("c2", "1", "height of the weight of other angles", () => 730418.72),
      scaleFree("c3", "1", "width of the weight of other angles", () => 1e6),
      plain("c4", "1", "height of the weight near the preferred angle", () => 1),
      plain("c5", "1", "sharpness of the weight near the preferred angle", () => 26, 0),
      cosine(-0.365),
    ]
  }
  return [
    {
      ...plain(
        "gamma",
        "1",
        "scale γ of the weight of an angle; held, as only its product with beta is known where it is the same for all C",
        () => 1,
        0,
      ),
      fixed: true,
    },
    scaleFree("c", "1", "height c of the weight of other angles", () => 100390),
    scaleFree("d", "1", "width d of the weight of other angles", () => 16.217),
    cosine(-0.59825),
  ]
}

function lambda3(form: TersoffForm): SectionParameter {
  const start = isModified(form) ? rateLike(2.389) : () => 0
  return { ...plain("lambda3", "1/Å", "decay λ₃ with which farther neighbours matter less", start, 0), fixed: !isModified(form) }
}
