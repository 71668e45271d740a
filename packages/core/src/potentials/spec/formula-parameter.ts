import type { Parameter } from "../parameters.ts"

/** A parameter that a formula names, before its spec gives a value: unbounded, free, of no known unit. */
export function formulaParameter(name: string): Parameter {
  const { NEGATIVE_INFINITY: lower, POSITIVE_INFINITY: upper } = Number
  return {
    key: name,
    value: Number.NaN,
    unit: "",
    lower,
    upper,
    transform: "identity",
    fixed: false,
    linear: false,
    doc: `${name} of the formula`,
  }
}
