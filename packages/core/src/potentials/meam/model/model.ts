import { speciesPair } from "../../../graph/pair-segments.ts"
import type { HalfAngle, Lattice } from "./lattice.ts"

/** One element of a model; `Value` is a number, or a number with its derivatives. */
export interface MeamElement<Value = number> {
  readonly symbol: string
  readonly number: number
  /** Charge of the nucleus in the repulsion of close atoms. */
  readonly charge: number
  readonly lattice: Lattice
  readonly angle: HalfAngle
  /** Which G(Γ) combines the partial densities. */
  readonly combination: number
  /** rₑ [Å] */
  readonly nearest: Value
  /** β⁽⁰⁾ … β⁽³⁾ */
  readonly beta: readonly [Value, Value, Value, Value]
  /** t⁽¹⁾ … t⁽³⁾, the first with its share of the third where it is augmented. */
  readonly weights: readonly [Value, Value, Value]
  /** A E_c [eV] */
  readonly embedding: Value
  /** ρ₀ */
  readonly density: Value
  /** ρ_b, the density of an atom in the element's own reference structure. */
  readonly background: Value
}

/** One pair of elements of a model, a ≤ b. */
export interface MeamPair<Value = number> {
  readonly lattice: Lattice
  readonly angle: HalfAngle
  /** Whether the pair energy allows for second neighbours. */
  readonly second: boolean
  /** Whether close atoms repel each other as nuclei. */
  readonly nuclear: boolean
  /** rₑ [Å] */
  readonly nearest: Value
  /** E_c [eV] */
  readonly cohesive: Value
  readonly alpha: Value
  readonly attraction: Value
  readonly repulsion: Value
}

/** Everything that makes a MEAM potential but its tables. */
export interface MeamModel<Value = number> {
  readonly elements: readonly MeamElement<Value>[]
  /** At `speciesPair(a, b, n)`. */
  readonly pairs: readonly MeamPair<Value>[]
  /** Bounds of screening of a pair i, j by k at `(i n + j) n + k`, the same for i and j exchanged. */
  readonly least: readonly Value[]
  readonly most: readonly Value[]
  readonly options: MeamOptions
}

/** What holds for all elements, and is no parameter. */
export interface MeamOptions {
  /** [Å] */
  readonly cutoff: number
  /** Width of the switch before the cutoff [Å]. */
  readonly width: number
  /** How t are averaged over neighbours: 0 by density, 1 with their squares in the densities, 2 not at all. */
  readonly averaging: number
  /** Share of 3/5 t⁽³⁾ that is added to t⁽¹⁾. */
  readonly augmentation: number
  /** How far below Γ = −1 the root is smooth. */
  readonly smoothing: number
  readonly roseForm: number
  /** Whether the background density has averaged t too. */
  readonly mixedBackground: boolean
  /** Whether the background density is Z ρ₀. */
  readonly plainBackground: boolean
  /** Whether the embedding energy of a negative density is linear, not zero. */
  readonly linearEmbedding: boolean
}

/** A model with `change` made to all its values. */
export function mapModel<From, To>(model: MeamModel<From>, change: (value: From) => To): MeamModel<To> {
  const { elements, pairs, least, most, options } = model
  return {
    elements: elements.map((element) => {
      const [b0, b1, b2, b3] = element.beta
      const [t1, t2, t3] = element.weights
      return {
        ...element,
        nearest: change(element.nearest),
        beta: [change(b0), change(b1), change(b2), change(b3)],
        weights: [change(t1), change(t2), change(t3)],
        embedding: change(element.embedding),
        density: change(element.density),
        background: change(element.background),
      }
    }),
    pairs: pairs.map((pair) => ({
      ...pair,
      nearest: change(pair.nearest),
      cohesive: change(pair.cohesive),
      alpha: change(pair.alpha),
      attraction: change(pair.attraction),
      repulsion: change(pair.repulsion),
    })),
    least: least.map((value) => change(value)),
    most: most.map((value) => change(value)),
    options,
  }
}

/** The pair of elements a ≤ b of a model. */
export function pairOf<Value>({ pairs, elements }: MeamModel<Value>, a: number, b: number): MeamPair<Value> {
  return pairs[speciesPair(a, b, elements.length)]
}
