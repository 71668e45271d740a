import { symbolOf } from "../../../atoms/elements.ts"
import { SpecFailure } from "../../../failure/failure.ts"
import type { Parameter } from "../../parameters.ts"
import { suggest } from "../../spec/nearest-name.ts"
import { type ParameterSetting, settingValue, withSetting } from "../../spec/parameter-setting.ts"
import { underPath } from "../../spec/under-path.ts"
import { within } from "../../spec/within.ts"

/** Settings by symbol. */
export type ElementSettings = Readonly<Record<string, ParameterSetting>>

/** One parameter of each element, `path.Na` for Na, of what a spec says of it. */
export interface ElementParameter extends Omit<Parameter, "key" | "value" | "doc"> {
  /** Of the table in the spec, for messages. */
  readonly table: string
  /** First part of the key. */
  readonly path: string
  doc(symbol: string): string
}

/**
 * The parameters of a table by elements, in the order of `elements`. A tie to a symbol is to that element's parameter.
 *
 * @throws SpecFailure for an element without a setting or a value, or a setting of no element.
 */
export function elementParameters(
  { table, path, doc, ...shape }: ElementParameter,
  elements: readonly number[],
  settings: ElementSettings,
): readonly Parameter[] {
  const symbols = elements.map(symbolOf)
  for (const name of Object.keys(settings)) {
    if (!symbols.includes(name)) {
      throw new SpecFailure(`"${name}" is none of the elements`, { path: [table, name], advice: suggest(name, symbols) })
    }
  }
  const missing = symbols.filter((symbol) => settings[symbol] === undefined)
  if (missing.length > 0) throw new SpecFailure(`nothing is given for ${missing.join(", ")}`, { path: [table], advice: "add them" })
  const parameters = symbols.map((symbol) => {
    const setting = settings[symbol]
    const tied = typeof setting === "object" && setting.tie !== undefined
    if (settingValue(setting) === undefined && !tied) {
      throw new SpecFailure(`data do not tell what ${table}.${symbol} starts from`, { path: [table, symbol], advice: "give a number" })
    }
    const base = { ...shape, key: symbol, value: Number.NaN, fixed: shape.fixed && !tied, doc: doc(symbol) }
    return within([table, symbol], () => withSetting(base, setting))
  })
  return underPath(parameters, path)
}
