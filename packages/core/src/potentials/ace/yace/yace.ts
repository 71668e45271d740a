/** F of the densities: F = Σ_p prefactor_p × S(ρ_p; exponent_p), see `embedding.ts`. */
export interface YaceEmbedding {
  readonly form: EmbeddingForm
  /** One for each density. */
  readonly terms: readonly { readonly prefactor: number; readonly exponent: number }[]
  /** The energy of the densities is switched off while the core energy rises from `coreCutoff − coreWidth` to `coreCutoff` [eV]. */
  readonly coreCutoff: number
  /** [eV] */
  readonly coreWidth: number
}

/** Names of the embedding functions. */
export const embeddingForms = ["FinnisSinclair", "FinnisSinclairShiftedScaled"] as const
export type EmbeddingForm = (typeof embeddingForms)[number]

/** Names of the radial bases g_k. */
export const radialBases = ["ChebExpCos", "ChebPow", "ChebLinear", "SBessel"] as const
export type RadialBasisName = (typeof radialBases)[number]

/**
 * What happens between atoms that are close: `density`: the densities fade where the core energy is high; `distance`: the radial
 * functions, and the core energy in turn, change over between `innerCutoff − innerWidth` and `innerCutoff`; `zbl`: the whole energy of
 * an atom changes over to ZBL with the distance of its nearest neighbour.
 */
export const innerCutoffs = ["density", "distance", "zbl"] as const
export type InnerCutoff = (typeof innerCutoffs)[number]

/** R_nl = Σ_k coefficients_nlk g_k, looked up in a table of the file's `step`. */
export interface ExpandedRadials {
  readonly kind: "expanded"
  readonly basis: RadialBasisName
  /** λ of the basis. */
  readonly parameter: number
  /** [Å] */
  readonly cutoffWidth: number
  /** Numbers of n, of l and of k. */
  readonly shape: readonly [number, number, number]
  /** `[n][l][k]`, packed. */
  readonly coefficients: Float64Array
}

/** R_n, the same for all l and for functions of rank 1, in a table of the file (radial functions of `ACE.jl`). */
export interface TabulatedRadials {
  readonly kind: "tabulated"
  /** Intervals between zero and the cutoff. */
  readonly bins: number
  /** By n: values at all `bins + 1` points. */
  readonly values: readonly Float64Array[]
  /** By n: slopes there [1/Å]. */
  readonly slopes: readonly Float64Array[]
}

/** How a neighbour of one element is seen by a centre of another. */
export interface YaceBond {
  readonly radials: ExpandedRadials | TabulatedRadials
  /** [Å] */
  readonly cutoff: number
  /** Core energy `prefactor exp(−decay r²)/r` [eV Å], [1/Å²]; a factor of ZBL where that is the core. */
  readonly corePrefactor: number
  readonly coreDecay: number
  /** Range below the cutoff over which ZBL ends [Å]. */
  readonly coreWidth: number
  readonly inner: InnerCutoff
  /** [Å] */
  readonly innerCutoff: number
  /** [Å] */
  readonly innerWidth: number
}

/** Σ over combinations of m of coefficient × Re Π_t A(species_t, n_t, l_t, m_t), one coefficient for each density. */
export interface YaceFunction {
  /** `[rank]` each; n counts from 1. A function of rank 1 stands for g_n where there is such a basis, all others for R_nl. */
  readonly species: readonly number[]
  readonly ns: readonly number[]
  readonly ls: readonly number[]
  /** `[combinations × rank]` */
  readonly ms: readonly number[]
  /** `[combinations × densities]` */
  readonly coefficients: readonly number[]
}

/**
 * An atomic cluster expansion as LAMMPS `pair_style pace` reads it, from a `.yace` or an `.ace` file: complex harmonics with
 * Condon–Shortley phase and Y₀₀ = 1. Y. Lysogorskiy et al., doi:10.1038/s41524-021-00559-9.
 */
export interface Yace {
  /** Symbols. */
  readonly elements: readonly string[]
  /** Energy of a free atom of each element [eV]. */
  readonly references: readonly number[]
  /** Step of the table in which radial functions are looked up [Å]. */
  readonly step: number
  /** By element. */
  readonly embeddings: readonly YaceEmbedding[]
  /** By centre × elements + neighbour. */
  readonly bonds: readonly YaceBond[]
  /** By element of the centre. */
  readonly functions: readonly (readonly YaceFunction[])[]
}
