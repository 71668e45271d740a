/** One linear condition on the unknowns: Σ coefficient × x(column) is `value`, or at least that. */
export interface LinearConstraint {
  readonly columns: readonly number[]
  readonly coefficients: readonly number[]
  readonly value: number
}

/** Conditions a solution has to meet. */
export interface LinearConstraints {
  readonly equalities?: readonly LinearConstraint[]
  /** Σ coefficient × x(column) ≥ value */
  readonly inequalities?: readonly LinearConstraint[]
  /** `[n]`; −∞ where there is none. */
  readonly lower?: Float64Array
  /** `[n]`; +∞ where there is none. */
  readonly upper?: Float64Array
}

/** x falls (−1) or rises (+1) along the given columns, where `offsets` are the values that x counts from: x_k + o_k is monotonic. */
export function monotonic(columns: readonly number[], direction: -1 | 1, offsets?: readonly number[]): LinearConstraint[] {
  return columns.slice(1).map((column, i) => ({
    columns: [columns[i], column],
    coefficients: [-direction, direction],
    value: offsets ? -direction * (offsets[i + 1] - offsets[i]) : 0,
  }))
}

/** Σ coefficient × x(column) − value: negative where an inequality is violated. */
export function slackOf({ columns, coefficients, value }: LinearConstraint, x: Float64Array): number {
  let sum = -value
  for (let at = 0; at < columns.length; at++) sum += coefficients[at] * x[columns[at]]
  return sum
}
