import type { PairForm } from "./programme/pair-form.ts"

/** Caller-owned outputs of `Formula.jacobian` for n points and K parameters; planar: `fk[k × n + i] = ∂f(xᵢ)/∂θ_k`. */
export interface FormulaJacobian {
  readonly f: Float64Array
  readonly df: Float64Array
  readonly d2f: Float64Array
  /** `[K × n]` */
  readonly fk: Float64Array
  /** `[K × n]` */
  readonly dfk: Float64Array
}

/** A function of one variable and of named parameters, with its exact derivatives. */
export interface Formula {
  readonly text: string
  readonly variable: string
  /** Names in the order of θ. */
  readonly parameters: readonly string[]
  /** Whether f is affine in all parameters so marked together, whatever the others are. */
  readonly linear: readonly boolean[]
  /** f(x) */
  value(x: number, theta: ArrayLike<number>): number
  /** f and f′ at n points; arrays in kernel memory are used where they stand, others are copied. */
  evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void
  /** f, f′, f″, ∂f/∂θ_k and ∂f′/∂θ_k at n points. */
  jacobian(n: number, x: Float64Array, theta: Float64Array, out: FormulaJacobian): void
  /** φ and `−φ′(r)/r` for a loop over pairs, of r² where that needs no root; `emitPairTerms` writes it into one. */
  pairForm(): PairForm
  /** Canonical text: the same for every way to write the same operations. */
  printed(): string
}

/** What the names of a formula mean. */
export interface FormulaOptions {
  /** The name of x, such as `r` or `rho`. */
  readonly variable: string
  /** Order of θ; without it, every free name is a parameter, in order of appearance. */
  readonly parameters?: readonly string[]
  /** Further named numbers. */
  readonly constants?: Readonly<Record<string, number>>
}
