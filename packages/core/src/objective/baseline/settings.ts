/** Reference energies E₀: fitted, fitted by exact elimination, taken from isolated atoms in the data, left out, or given [eV]. */
export type ReferenceChoice = "fit" | "profile" | "isolated" | "none" | Readonly<Record<string, number>>

/** The constant energy per atom b: fitted, eliminated, left out, or given [eV/atom]. */
export type OffsetChoice = "fit" | "profile" | "none" | number

/** The constant stress of a group: one number on the diagonal, or six. */
export interface StressOffsetChoice {
  readonly treatment: "fit" | "profile" | "none"
  readonly form: "hydrostatic" | "full"
  /** Whether each group has its own, or all share one. */
  readonly per: "group" | "data set"
  /** Groups that have one; all that have stresses when left out. */
  readonly groups?: readonly string[] | undefined
}

/** What is added to the potential before it meets the data. */
export interface BaselineSettings {
  readonly references: ReferenceChoice
  readonly offset: OffsetChoice
  readonly stressOffset: StressOffsetChoice
}
