import type { Parameter } from "../parameters.ts"

/** What a function gives, for the descriptions of its linear parameters. */
export interface Quantity {
  /** Such as `pair energy`. */
  readonly name: string
  /** Unit of f, such as `eV`. */
  readonly unit: string
  /** Unit of the argument, such as `Å`. */
  readonly argument: string
}

const plain: Quantity = { name: "value", unit: "1", argument: "1" }

/** An unbounded linear parameter in the unit of the `derivative`-th derivative of a function of `quantity`. */
export function linearParameter(
  key: string,
  value: number,
  quantity: Quantity = plain,
  derivative: 0 | 1 = 0,
  describe: (what: string) => string = (what) => what,
): Parameter {
  return Object.freeze({
    key,
    value,
    unit: derivative === 0 ? quantity.unit : `${quantity.unit}/${quantity.argument}`,
    lower: Number.NEGATIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
    transform: "identity",
    fixed: false,
    linear: true,
    doc: describe(quantity.name),
  })
}
