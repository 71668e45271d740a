/**
 * Radial functions of one ordered pair of species (centre, neighbour); all vanish, with their slopes, at the cutoff.
 */
export interface AceRadial {
  /** [Å] */
  readonly cutoff: number
  /** Functions R₀ … R_{count−1}. */
  readonly count: number
  /** Writes `R_c(r)` and `dR_c/dr` [1/Å] of all functions, from index `at` on. */
  evaluate(distance: number, values: Float64Array, slopes: Float64Array, at: number): void
}

/**
 * The basis of one species of centre, as sums of products:
 *
 *     A_a = Σ_j R_{radial[a]}(r_ij) Y_{harmonic[a]}(r̂_ij)    over the neighbours j of species[a]
 *     M_t = Π_{v ∈ factors of t} A_v                          (a factor may come more than once)
 *     B_k = Σ_t coupling_kt M_t
 *
 * with real, orthonormal spherical harmonics, index l² + l + m (m < 0: sin |m|φ; m > 0: cos mφ; no Condon–Shortley phase).
 */
export interface AceCentre {
  /** One-particle functions. */
  readonly species: Uint8Array
  readonly radial: Int32Array
  readonly harmonic: Int32Array
  /** Factors of monomial t: `factors[offsets[t] … offsets[t + 1])`, not decreasing. */
  readonly monomials: { readonly offsets: Int32Array; readonly factors: Int32Array }
  /** Monomials of function k and their coefficients, CSR by k. */
  readonly functions: { readonly offsets: Int32Array; readonly monomials: Int32Array; readonly coefficients: Float64Array }
  /** Index in θ of the first function; the functions of all centres follow each other. */
  readonly first: number
}

/** An atomic cluster expansion as evaluators see it: E_i = Σ_k θ_k B_k(i). Plain data but for the radial functions. */
export interface AceModel {
  /** Atomic numbers; species are indices into it. */
  readonly elements: readonly number[]
  /** The largest of all pairs [Å]. */
  readonly cutoff: number
  /** Largest l of the harmonics. */
  readonly maximumL: number
  /** By centre × elements + neighbour. */
  readonly radials: readonly AceRadial[]
  /** By species of the centre. */
  readonly centres: readonly AceCentre[]
}
