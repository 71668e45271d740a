import type { ParameterLayout } from "../parameters.ts"

/**
 * A function of one variable with named parameters: pair energy φ(r), density ρ(r), embedding energy F(ρ̄).
 *
 * Arrays are in kernel memory and at least `n` long; per-parameter outputs are planar: `fk[k × n + i] = ∂f(xᵢ)/∂θ_k`. `theta`
 * holds this function's own parameters only, in the order of `parameters`. Outputs are overwritten.
 */
export interface RadialFunction {
  /** Keys are local (`D`, `knot3`); the potential that uses the function puts its own path before them. */
  readonly parameters: ParameterLayout
  /** Support: f and f′ vanish at and beyond `end` (`Infinity` when they need not, as for an embedding function). */
  readonly end: number
  /** Its text in r and the keys of its parameters, where below `end` it is nothing else. */
  readonly formula?: string
  /** f and f′ */
  evaluate(n: number, x: Float64Array, theta: Float64Array, f: Float64Array, df: Float64Array): void
  /** f, f′, f″, ∂f/∂θ_k and ∂f′/∂θ_k */
  jacobian(n: number, x: Float64Array, theta: Float64Array, out: RadialJacobian): void
}

/** Caller-owned outputs of `RadialFunction.jacobian` for n points and K parameters. */
export interface RadialJacobian {
  readonly f: Float64Array
  readonly df: Float64Array
  readonly d2f: Float64Array
  /** `[K × n]` */
  readonly fk: Float64Array
  /** `[K × n]` */
  readonly dfk: Float64Array
}
