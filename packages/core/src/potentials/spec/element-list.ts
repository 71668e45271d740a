import { numberOf, symbols } from "../../atoms/elements.ts"
import { SpecFailure } from "../../failure/failure.ts"
import { suggest } from "./nearest-name.ts"

/**
 * Atomic numbers of the `elements` of a spec.
 *
 * @throws SpecFailure for an unknown symbol, one given twice, or `auto` that was not resolved.
 */
export function elementNumbers(elements: readonly string[] | "auto"): readonly number[] {
  if (elements === "auto") throw unresolved("elements")
  return elements.map((symbol, k) => {
    const number = numberOf(symbol)
    if (number === undefined) {
      throw new SpecFailure(`no element is called "${symbol}"`, { path: ["elements", k], advice: suggest(symbol, symbols.slice(1)) })
    }
    if (elements.indexOf(symbol) < k) throw new SpecFailure(`element ${symbol} is given twice`, { path: ["elements", k] })
    return number
  })
}

/** What is said where `auto` meets a place that needs the number. */
export function unresolved(...path: readonly (string | number)[]): SpecFailure {
  return new SpecFailure(`"${path[path.length - 1]}" is left to be found from data, but no data are given here`, {
    path,
    advice: "give a number, or resolve the description against training data first",
  })
}
