import { z } from "zod"
import { SpecFailure } from "../../failure/failure.ts"
import type { FormParameter, PairScale } from "../forms/form.ts"
import type { Parameter } from "../parameters.ts"
import { rounded } from "../resolve/scale.ts"
import { unresolved } from "../spec/element-list.ts"
import { suggest } from "../spec/nearest-name.ts"
import { parameterSetting, settingValue, settingWithValue, withSetting, type ParameterSetting } from "../spec/parameter-setting.ts"
import { underPath } from "../spec/under-path.ts"
import { within } from "../spec/within.ts"

/** A parameter of an entry. */
export interface SectionParameter extends FormParameter {
  /** A cutoff, or part of one: held unless a spec frees it between bounds. */
  readonly reach?: boolean
  /** The energy is affine in all parameters so marked together. */
  readonly linear?: boolean
}

/**
 * One kind of entries of a many-body potential: sets of parameters for pairs (`Si-C`) or triplets (`Si-C-C`, the centre first) of
 * elements, `*` standing for any element. Where several entries fit, the first of `patterns` counts; what fits one entry shares its
 * parameters.
 */
export interface Section {
  /** Key of the spec, such as `pairs`. */
  readonly name: string
  readonly doc: string
  readonly arity: 2 | 3
  readonly parameters: readonly SectionParameter[]
  /** The keys under which the entry of a pair or triplet is looked for, the most particular first. */
  patterns(...symbols: readonly string[]): readonly string[]
  /** Key of the entry that is made where a spec has none. */
  standard(...symbols: readonly string[]): string
  /** Whether there need not be an entry. */
  readonly optional?: boolean
}

/** What a spec has of a section: settings by entry and parameter. */
export type SectionSpec = Readonly<Record<string, Readonly<Record<string, ParameterSetting | undefined>>>>

/** Schema of a section. */
export function sectionSchema({ doc, parameters }: Section): z.ZodType<SectionSpec | undefined> {
  const shape = Object.fromEntries(
    parameters.map(({ name, unit, doc }) => [name, parameterSetting.optional().describe(unit === "1" ? doc : `${doc} [${unit}]`)]),
  )
  return z.record(z.string(), z.object(shape).strict()).optional().describe(doc)
}

/** A section with its parameters in their places. */
export interface PlacedSection {
  /** Column of θ by parameter name, by pair or triplet `(a × n + b) × n + c`; `undefined` where an optional section has no entry. */
  readonly columns: readonly (Readonly<Record<string, number>> | undefined)[]
}

/**
 * Appends the parameters of a section's entries to `layout`, under `prefix.<entry>`.
 *
 * @throws SpecFailure for an entry that nothing fits, or a pair or triplet without entry.
 */
export function placeSection(
  section: Section,
  symbols: readonly string[],
  spec: SectionSpec = {},
  prefix: string,
  layout: Parameter[],
): PlacedSection {
  return within([section.name], () => {
    const chosen = chosenEntries(section, symbols, spec)
    const missing = chosen.find(({ key }) => key === undefined)
    if (missing && section.optional !== true) {
      throw new SpecFailure(`no entry is for ${missing.tuple.join("-")}`, { advice: `give one as ${missing.patterns.join(", or ")}` })
    }
    const places = new Map<string, Readonly<Record<string, number>>>()
    for (const key of Object.keys(spec)) {
      const start = layout.length
      const parameters = section.parameters.map((form) => within([key], () => parameterOf(form, spec[key][form.name])))
      layout.push(...underPath(parameters, `${prefix}.${key}`))
      places.set(key, Object.fromEntries(section.parameters.map(({ name }, k) => [name, start + k])))
    }
    return { columns: chosen.map(({ key }) => (key === undefined ? undefined : places.get(key))) }
  })
}

/** A section in which no value is open and no entry missing. @param scale sizes for starting values, of elements `a` and `b` */
export function resolveSection(
  section: Section,
  symbols: readonly string[],
  spec: SectionSpec = {},
  scale: (a: string, b: string) => PairScale,
): SectionSpec {
  return within([section.name], () => {
    const entries: Record<string, Readonly<Record<string, ParameterSetting | undefined>>> = { ...spec }
    if (section.optional !== true) {
      for (const { tuple, patterns } of chosenEntries(section, symbols, spec)) {
        if (!patterns.some((pattern) => pattern in entries)) entries[section.standard(...tuple)] = {}
      }
    }
    return Object.fromEntries(
      Object.entries(entries).map(([key, settings]) => {
        const [a, b] = firstFitting(section, symbols, key)
        const filled = section.parameters.map(({ name, start, lower, upper }): readonly [string, ParameterSetting] => {
          const setting = settings[name]
          const tied = typeof setting === "object" && setting.tie !== undefined
          if (tied || settingValue(setting) !== undefined) return [name, setting ?? Number.NaN]
          const given = typeof setting === "object" ? setting : {}
          const value = Math.min(Math.max(rounded(start(scale(a, b)), 4), given.lower ?? lower), given.upper ?? upper)
          return [name, settingWithValue(setting, value)]
        })
        return [key, Object.fromEntries(filled)]
      }),
    )
  })
}

/** Every ordered pair or triplet of the symbols with the key of its entry. @throws SpecFailure for a key that nothing takes. */
function chosenEntries(section: Section, symbols: readonly string[], spec: SectionSpec) {
  const tuples = tuplesOf(symbols, section.arity)
  const chosen = tuples.map((tuple) => {
    const patterns = section.patterns(...tuple)
    return { tuple, patterns, key: patterns.find((pattern) => Object.hasOwn(spec, pattern)) }
  })
  for (const key of Object.keys(spec)) {
    if (chosen.some((one) => one.key === key)) continue
    const known = [...new Set(chosen.flatMap(({ patterns }) => patterns))]
    if (known.includes(key)) throw new SpecFailure(`nothing is left for "${key}": more particular entries are given`, { path: [key] })
    const what = section.arity === 2 ? "pair" : "triplet"
    throw new SpecFailure(`"${key}" is no ${what} of ${symbols.join(", ")}`, { path: [key], advice: suggest(key, known) })
  }
  return chosen
}

function firstFitting(section: Section, symbols: readonly string[], key: string): readonly string[] {
  return tuplesOf(symbols, section.arity).find((tuple) => section.patterns(...tuple).includes(key)) ?? symbols
}

/** All ordered pairs (arity 2) or triplets (3) of symbols. */
export function tuplesOf(symbols: readonly string[], arity: number): readonly (readonly string[])[] {
  if (arity === 0) return [[]]
  return tuplesOf(symbols, arity - 1).flatMap((head) => symbols.map((symbol) => [...head, symbol]))
}

/** How far a freed cutoff may move, relative to where it starts, unless a spec has bounds. */
const FREE_REACH = 0.2

function parameterOf(form: SectionParameter, setting: ParameterSetting | undefined): Parameter {
  const { name, unit, lower, upper, transform, fixed = false, linear = false, doc } = form
  const value = settingValue(setting)
  const given = typeof setting === "object" ? setting : {}
  if (value === undefined && given.tie === undefined) throw unresolved(name)
  const start = { key: name, value: value ?? Number.NaN, unit, lower, upper, transform, fixed, linear, doc }
  const parameter = within([name], () => withSetting(start, setting))
  if (form.reach !== true || parameter.tie) return parameter
  // Neighbours are looked for once, up to the farthest that the bounds allow.
  if (parameter.fixed) return Object.freeze({ ...parameter, upper: parameter.value })
  return Object.freeze({
    ...parameter,
    lower: given.lower ?? (1 - FREE_REACH) * parameter.value,
    upper: given.upper ?? (1 + FREE_REACH) * parameter.value,
  })
}

/** The largest value that parameter `column` can take. */
export function highest(layout: readonly Parameter[], column: number): number {
  const { tie, upper } = layout[column]
  const target = tie && layout.find(({ key }) => key === tie.key)
  return tie && target ? tie.factor * target.upper : upper
}
