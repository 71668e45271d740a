import { SpecFailure } from "../../../failure/failure.ts"
import { suggest } from "../../spec/nearest-name.ts"

/** The value of a record for one name, and the key under which it stands. */
export interface NamedEntry<Value> {
  readonly name: string
  readonly key: string
  readonly value: Value
}

/**
 * Entries for all `names`, in their order; `any` (`*` or `*-*`) stands for those that are not named.
 *
 * @throws SpecFailure for a key that is none of the names, or names that are missing.
 */
export function namedEntries<Value>(
  names: readonly string[],
  record: Readonly<Record<string, Value>>,
  any: string,
): readonly NamedEntry<Value>[] {
  for (const key of Object.keys(record)) {
    if (key !== any && !names.includes(key)) {
      throw new SpecFailure(`"${key}" is none of ${names.join(", ")}`, { path: [key], advice: suggest(key, [...names, any]) })
    }
  }
  const missing = names.filter((name) => !Object.hasOwn(record, name))
  if (missing.length > 0 && !Object.hasOwn(record, any)) {
    throw new SpecFailure(`no function is given for ${missing.join(", ")}`, { advice: `add it, or "${any}" for all that are not named` })
  }
  return names.map((name) => {
    const key = Object.hasOwn(record, name) ? name : any
    return { name, key, value: record[key] }
  })
}
