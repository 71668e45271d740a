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

/** Radial functions of a centre and a neighbour: R_nl = Σ_k coefficients_nlk g_k. */
export interface YaceBond {
  readonly basis: RadialBasisName
  /** λ of the basis. */
  readonly parameter: number
  /** Numbers of n, of l and of k. */
  readonly shape: readonly [number, number, number]
  /** `[n][l][k]`, packed. */
  readonly coefficients: Float64Array
  /** [Å] */
  readonly cutoff: number
  /** [Å] */
  readonly cutoffWidth: number
  /** Core energy `prefactor exp(−decay r²)/r` [eV Å], [1/Å²]; a factor of ZBL where that is the core. */
  readonly corePrefactor: number
  readonly coreDecay: number
  readonly inner: InnerCutoff
  /** [Å] */
  readonly innerCutoff: number
  /** [Å] */
  readonly innerWidth: number
}

/** Σ over combinations of m of coefficient × Re Π_t A(species_t, n_t, l_t, m_t), one coefficient for each density. */
export interface YaceFunction {
  /** `[rank]` each; n counts from 1. A function of rank 1 stands for g_n, one of higher rank for R_nl. */
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
