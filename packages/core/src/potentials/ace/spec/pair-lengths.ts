import { SpecFailure } from "../../../failure/failure.ts"
import { ofPair } from "../../resolve/scale.ts"
import { unresolved } from "../../spec/element-list.ts"

/** The length of a pair of elements in a resolved spec. @throws SpecFailure where there is none. */
export function lengthOfPair(
  table: "auto" | Readonly<Record<string, number>>,
  first: string,
  second: string,
  path: readonly string[],
): number {
  if (table === "auto") throw unresolved(...path)
  const found = ofPair(table, first, second)
  if (found !== undefined) return found
  throw new SpecFailure(`there is no length for ${first}-${second}`, { path, advice: `add it as "${first}-${second}", or write auto` })
}

/** A table with an entry for each pair of elements: those given, others by a rule. @throws SpecFailure for a pair of other elements. */
export function completePairs(
  given: "auto" | Readonly<Record<string, number>>,
  elements: readonly string[],
  rule: (first: string, second: string) => number,
  path: readonly string[],
): Readonly<Record<string, number>> {
  const table = given === "auto" ? {} : given
  const known = elements.flatMap((first) => elements.map((second) => `${first}-${second}`))
  for (const key of Object.keys(table)) {
    if (known.includes(key)) continue
    throw new SpecFailure(`"${key}" is no pair of the elements ${elements.join(", ")}`, {
      path: [...path, key],
      advice: `known are ${known.join(", ")}`,
    })
  }
  return Object.fromEntries(
    elements.flatMap((first, k) =>
      elements.slice(k).map((second) => [`${first}-${second}`, ofPair(table, first, second) ?? rule(first, second)]),
    ),
  )
}
