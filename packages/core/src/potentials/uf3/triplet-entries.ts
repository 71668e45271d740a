import { SpecFailure } from "../../failure/failure.ts"
import { suggest } from "../spec/nearest-name.ts"

/** One centre and an unordered pair of neighbours among the elements of a spec. */
export interface TripletEntry<Value> {
  /** `A-B-C`, centre first, neighbours in the order of `elements`. */
  readonly label: string
  /** Indices into `elements`; first ≤ second. */
  readonly centre: number
  readonly first: number
  readonly second: number
  /** The key under which the spec has it, and whether its neighbours stand the other way round there. */
  readonly key: string
  readonly swapped: boolean
  readonly value: Value
}

/** Labels of all triplets, centre by centre. */
export function tripletLabels(elements: readonly string[]): readonly Omit<TripletEntry<never>, "key" | "swapped" | "value">[] {
  return elements.flatMap((a, centre) =>
    elements.flatMap((b, first) => elements.slice(first).map((c, k) => ({ label: `${a}-${b}-${c}`, centre, first, second: first + k }))),
  )
}

/**
 * The triplets of a record by label, in the order of `tripletLabels`; those that are not named have no three-body energy.
 *
 * @throws SpecFailure for a key that is no triplet of the elements, or a triplet given twice.
 */
export function tripletEntries<Value>(
  elements: readonly string[],
  triplets: Readonly<Record<string, Value>>,
): readonly TripletEntry<Value>[] {
  const labels = tripletLabels(elements)
  const keys = new Map<string, { readonly key: string; readonly swapped: boolean }>()
  for (const key of Object.keys(triplets)) {
    const parts = key.split("-")
    const turned = [parts[0], parts[2], parts[1]].join("-")
    const found = labels.find(({ label }) => label === key || label === turned)
    if (!found) {
      const names = labels.map(({ label }) => label)
      throw new SpecFailure(`"${key}" is no centre and two neighbours of ${elements.join(", ")}`, {
        path: [key],
        advice: suggest(key, names),
      })
    }
    const before = keys.get(found.label)
    if (before) throw new SpecFailure(`${found.label} is given twice, as "${before.key}" and "${key}"`, { path: [key] })
    keys.set(found.label, { key, swapped: found.label !== key })
  }
  return labels.flatMap((triplet) => {
    const found = keys.get(triplet.label)
    return found ? [{ ...triplet, ...found, value: triplets[found.key] }] : []
  })
}
