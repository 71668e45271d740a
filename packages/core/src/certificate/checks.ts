import type { Bench } from "./bench.ts"
import { costLaw } from "./laws/cost.ts"
import { forcesLaw, stressLaw } from "./laws/derivatives.ts"
import { extensivityLaw } from "./laws/extensivity.ts"
import { localityLaw } from "./laws/locality.ts"
import { minimaLaw } from "./laws/minima.ts"
import { shortRangeLaw } from "./laws/short-range.ts"
import { energyLaw, forceLaw, stiffnessLaw } from "./laws/smoothness.ts"
import { permutationLaw, rotationLaw, translationLaw } from "./laws/symmetry.ts"
import type { Measurement } from "./measurement.ts"

/** Names of the checks. */
export type CheckName =
  | "translation"
  | "rotation"
  | "permutation"
  | "extensivity"
  | "locality"
  | "forces"
  | "stress"
  | "continuity"
  | "force-continuity"
  | "stiffness"
  | "short-range"
  | "minima"
  | "cost"

/** A law that a potential is tried against. */
export interface CheckKind {
  readonly name: CheckName
  readonly law: string
  readonly quantity: string
  readonly unit: string
  /** Why a potential is not asked, as it says of itself. */
  inapplicable?(bench: Bench): string | undefined
  measure(bench: Bench): Iterable<Measurement>
}

const relative = { quantity: "largest difference, relative to the largest value", unit: "" } as const

/** All checks, in the order in which they are told. */
export const checkKinds: readonly CheckKind[] = Object.freeze([
  { name: "translation", law: "moving everything changes nothing, and forces sum to zero", ...relative, measure: translationLaw },
  { name: "rotation", law: "turned and mirrored, the energy stays; forces and stress turn along", ...relative, measure: rotationLaw },
  { name: "permutation", law: "atoms of one element can be exchanged", ...relative, measure: permutationLaw },
  { name: "extensivity", law: "supercells, and systems far apart, are the sum of their parts", ...relative, measure: extensivityLaw },
  {
    name: "locality",
    law: "an atom beyond the cutoff changes nothing",
    ...relative,
    inapplicable: ({ potential }) => potential.unbounded,
    measure: localityLaw,
  },
  { name: "forces", law: "F = −∂E/∂x", ...relative, measure: forcesLaw },
  { name: "stress", law: "σ = (∂E/∂ε)/V", ...relative, measure: stressLaw },
  { name: "continuity", law: "E has no jumps", quantity: "largest jump of E", unit: "eV", measure: energyLaw },
  { name: "force-continuity", law: "F has no jumps", quantity: "largest jump of F", unit: "eV/Å", measure: forceLaw },
  { name: "stiffness", law: "F′ has no large jumps", quantity: "largest jump of F′", unit: "eV/Å²", measure: stiffnessLaw },
  {
    name: "short-range",
    law: "below the shortest distance atoms repel each other more and more",
    quantity: "range without repulsion",
    unit: "Å",
    measure: shortRangeLaw,
  },
  {
    name: "minima",
    law: "no dimer or trimer lies below what matter is made of",
    quantity: "depth below it",
    unit: "eV/atom",
    measure: minimaLaw,
  },
  {
    name: "cost",
    law: "eight times the atoms take eight times the time",
    quantity: "time per atom of the larger against the smaller",
    unit: "",
    inapplicable: ({ potential }) =>
      potential.unbounded === undefined ? undefined : `sums over all distances take more than in proportion: ${potential.unbounded}`,
    measure: costLaw,
  },
])
