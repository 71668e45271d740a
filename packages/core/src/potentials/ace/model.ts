import type { CorePair } from "./core/match-zbl.ts"

/**
 * Radial functions of one pair of species as a formula that compiled code can repeat to the last digits but rounding:
 *
 *     ρ    = (r⁴ + softening⁴)^¼,   dρ/dr = r³/ρ³
 *     x    = offset + slope ρ + height / (1 + strength ρ^power)
 *     e    = (1 − (r / cutoff)²)^envelope
 *     P₀   = a₀,   P_n = (a_n x + b_n) P_{n−1} − c_n P_{n−2}
 *     R_n  = e P_n
 *
 * analytic below the cutoff and flat at distances that are small beside `softening`.
 */
export interface AceRecurrence {
  /** [Å] */
  readonly softening: number
  readonly offset: number
  /** [1/Å] */
  readonly slope: number
  readonly height: number
  /** [Å^−power] */
  readonly strength: number
  /** A whole number above zero. */
  readonly power: number
  /** A whole number above two. */
  readonly envelope: number
  /** Of n = 0 … count − 1; b₀, c₀ and c₁ are 0. */
  readonly a: Float64Array
  readonly b: Float64Array
  readonly c: Float64Array
}

/**
 * Radial functions as polynomials on a uniform grid, for compiled code: between distances m/perStep and (m + 1)/perStep
 *
 *     R_c(r) = Σ_d coefficients[((m − first) (degree + 1) + degree − d) count + c] p^d,   p = r perStep − m
 *
 * from interval `first` up to the cutoff; closer, `evaluate` is asked.
 */
export interface AceTable {
  /** [1/Å] */
  readonly perStep: number
  readonly first: number
  readonly degree: number
  readonly coefficients: Float64Array
}

/**
 * Radial functions of one ordered pair of species (centre, neighbour); all vanish, with their slopes, at the cutoff and beyond.
 */
export interface AceRadial {
  /** [Å] */
  readonly cutoff: number
  /** Functions R₀ … R_{count−1}. */
  readonly count: number
  /** The same functions as a formula, where they have one; functions read from tables have none. */
  readonly recurrence?: AceRecurrence
  /** The same functions as polynomials, where they are tables. */
  readonly table?: AceTable
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

/**
 * Repulsion at short distance, which an expansion gives way to. With the core energy of an atom
 *
 *     C_i = Σ_j prefactor exp(−decay r²)/r × ½ (1 + cos πr/cutoff)    over the neighbours j within the cutoff of their radial functions
 *     E_i = s(C_i) Σ_k θ_k B_k(i) + C_i
 *
 * and s = 1 up to the first energy of the species' fade, 0 from the second on, `switchDown` between them.
 * Y. Lysogorskiy et al., doi:10.1038/s41524-021-00559-9.
 */
export interface AceCore {
  /** By centre × elements + neighbour. */
  readonly pairs: readonly CorePair[]
  /** By species of the centre [eV]. */
  readonly fades: readonly (readonly [number, number])[]
}

/**
 * An atomic cluster expansion as evaluators see it: E_i = Σ_k θ_k B_k(i), and what `AceCore` makes of it. Plain data but for the radial
 * functions.
 */
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
  readonly core?: AceCore | undefined
}
