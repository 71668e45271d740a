import { SpecFailure } from "../../failure/failure.ts"
import { suggest } from "./nearest-name.ts"

/** One unordered pair of the elements of a spec. */
export interface PairEntry<Value> {
  /** `A-B` in the order of `elements`. */
  readonly label: string
  /** Indices into `elements`, a ≤ b. */
  readonly a: number
  readonly b: number
  /** The key under which the spec has it: in either order, or `*-*`. */
  readonly key: string
  readonly value: Value
}

/**
 * Entries for all pairs of elements, in the order (0,0) (0,1) … (1,1) …; `*-*` stands for those that are not named.
 *
 * @throws SpecFailure for a key that is no pair of the elements, a pair given twice, or pairs that are missing.
 */
export function pairEntries<Value>(elements: readonly string[], pairs: Readonly<Record<string, Value>>): readonly PairEntry<Value>[] {
  const labels = elements.flatMap((first, a) => elements.slice(a).map((second) => `${first}-${second}`))
  const keys = new Map<string, string>()
  for (const key of Object.keys(pairs)) {
    if (key === "*-*") continue
    const label = labels.find((one) => one === key || swapped(one) === key)
    if (label === undefined)
      throw new SpecFailure(`"${key}" is no pair of ${elements.join(", ")}`, { path: [key], advice: suggest(key, labels) })
    const before = keys.get(label)
    if (before !== undefined) throw new SpecFailure(`the pair ${label} is given twice, as "${before}" and "${key}"`, { path: [key] })
    keys.set(label, key)
  }
  const missing = labels.filter((label) => !keys.has(label))
  if (missing.length > 0 && !("*-*" in pairs)) {
    throw new SpecFailure(`no function is given for ${missing.join(", ")}`, {
      advice: 'add them, or "*-*" for all pairs that are not named',
    })
  }
  return elements.flatMap((first, a) =>
    elements.slice(a).map((second, k) => {
      const label = `${first}-${second}`
      const key = keys.get(label) ?? "*-*"
      return { label, a, b: a + k, key, value: pairs[key] }
    }),
  )
}

/** `B-A` of `A-B`. */
export function swapped(label: string): string {
  return label.split("-").toReversed().join("-")
}
