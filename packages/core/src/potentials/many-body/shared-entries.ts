import type { ParameterSetting } from "../spec/parameter-setting.ts"
import { tuplesOf, type Section, type SectionSpec } from "./section.ts"

/** Values of an entry by the names of its parameters. */
export type EntryValues = Readonly<Record<string, number>>

/** How far two numbers that a file repeats may differ, in parts of them, and still be one. */
const SAME = 1e-14

/**
 * The fewest entries of a section that give each pair or triplet its values: each is put under the least particular of its patterns under
 * which all that it would stand for, and that has no entry of its own, has the same values. A pattern for all elements is not used: it
 * would say nothing more and name nothing.
 */
export function sharedEntries(
  section: Section,
  symbols: readonly string[],
  valuesOf: (...tuple: readonly string[]) => EntryValues,
): SectionSpec {
  const all = tuplesOf(symbols, section.arity).map((tuple) => ({ patterns: section.patterns(...tuple), values: valuesOf(...tuple) }))
  const entries: Record<string, EntryValues> = {}
  const fits = (pattern: string): readonly EntryValues[] =>
    all.filter(({ patterns }) => patterns.includes(pattern)).map(({ values }) => values)
  const stars = (pattern: string): number => pattern.split("*").length
  for (const { patterns, values } of all) {
    const candidates = patterns.filter((one) => stars(one) <= section.arity && fits(one).every((other) => same(values, other)))
    const pattern = candidates.find((one) => one in entries) ?? candidates.toSorted((a, b) => stars(b) - stars(a))[0] ?? patterns[0]
    entries[pattern] ??= values
  }
  return Object.fromEntries(Object.entries(entries).map(([key, values]) => [key, settingsOf(section, values)]))
}

function same(one: EntryValues, other: EntryValues): boolean {
  return Object.entries(one).every(([name, value]) => Math.abs(value - other[name]) <= SAME * Math.abs(value))
}

/** A value that its logarithm cannot reach is held: zero switches off what it scales. */
function settingsOf({ parameters }: Section, values: EntryValues): Readonly<Record<string, ParameterSetting>> {
  return Object.fromEntries(
    parameters.map(({ name, transform, lower }): readonly [string, ParameterSetting] => {
      const value = values[name]
      return [
        name,
        transform === "log" && value <= 0 ? { value, lower: Math.min(value, lower), transform: "identity", fixed: true } : value,
      ]
    }),
  )
}
