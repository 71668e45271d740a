import type { HalfAngle, Lattice } from "./lattice.ts"

/** One element of a model. */
export interface MeamElement {
  readonly symbol: string
  readonly number: number
  /** Charge of the nucleus in the repulsion of close atoms. */
  readonly charge: number
  readonly lattice: Lattice
  readonly angle: HalfAngle
  /** rₑ [Å] */
  readonly nearest: number
  /** β⁽⁰⁾ … β⁽³⁾ */
  readonly beta: readonly [number, number, number, number]
  /** t⁽¹⁾ … t⁽³⁾, the first with its share of the third where it is augmented. */
  readonly weights: readonly [number, number, number]
  /** A E_c [eV] */
  readonly embedding: number
  /** ρ₀ */
  readonly density: number
  /** Which G(Γ) combines the partial densities. */
  readonly combination: number
}

/** One pair of elements of a model, a ≤ b. */
export interface MeamPair {
  readonly lattice: Lattice
  readonly angle: HalfAngle
  /** rₑ [Å] */
  readonly nearest: number
  /** E_c [eV] */
  readonly cohesive: number
  readonly alpha: number
  readonly attraction: number
  readonly repulsion: number
  /** Whether the pair energy allows for second neighbours. */
  readonly second: boolean
  /** Whether close atoms repel each other as nuclei. */
  readonly nuclear: boolean
}

/** Everything that makes a MEAM potential but its tables. */
export interface MeamModel {
  readonly elements: readonly MeamElement[]
  /** At `speciesPair(a, b, n)`. */
  readonly pairs: readonly MeamPair[]
  /** Bounds of screening of a pair i, j by k at `(i n + j) n + k`, the same for i and j exchanged. */
  readonly least: Float64Array
  readonly most: Float64Array
  /** [Å] */
  readonly cutoff: number
  /** Width of the switch before the cutoff [Å]. */
  readonly width: number
  /** How t are averaged over neighbours: 0 by density, 1 with their squares in the densities, 2 not at all. */
  readonly averaging: number
  /** Whether the background density has averaged t too. */
  readonly mixedBackground: boolean
  /** Whether the background density is Z ρ₀. */
  readonly plainBackground: boolean
  readonly roseForm: number
  /** Whether the embedding energy of a negative density is linear, not zero. */
  readonly linearEmbedding: boolean
  /** How far below Γ = −1 the root is smooth. */
  readonly smoothing: number
}
