import { Failure } from "../../../failure/failure.ts"
import { LineReader, type Token } from "../../eam/setfl/tokens.ts"
import { suggest } from "../../spec/nearest-name.ts"
import { latticeNames } from "../model/lattice.ts"
import { latticeOf } from "./parse-library.ts"
import { settingArity, type Setting, type SettingName } from "./settings.ts"

const names = Object.keys(settingArity)

/**
 * Reads a MEAM parameter file of LAMMPS, for `count` elements.
 *
 * @throws Failure with line and column for unknown keywords, elements that there are not, and values that are none.
 */
export function parseSettings(text: string, file: string, count: number): readonly Setting[] {
  const reader = new LineReader(text, file)
  const settings: Setting[] = []
  while (!reader.finished) settings.push(parseSetting(reader, count))
  return settings
}

function parseSetting(reader: LineReader, count: number): Setting {
  // Brackets, commas, quotes and the equals sign only separate words.
  const words = reader
    .tokens("a setting")
    .flatMap(({ text, column }) =>
      Array.from(text.matchAll(/[^=(),'"]+/g), (match): Token => ({ text: match[0], column: column + match.index })),
    )
  const [keyword, ...rest] = words
  if (!keyword) throw new Failure("this line has no keyword", { place: reader.place() })
  const name = settingName(keyword.text)
  if (!name)
    throw new Failure(`no setting is called "${keyword.text}"`, {
      place: reader.place(keyword.column),
      advice: suggest(keyword.text, names),
    })
  const arity = settingArity[name]
  if (rest.length !== arity + 1) {
    const example = arity === 0 ? `${name} = <value>` : `${name}(${[1, 1, 2].slice(0, arity).join(",")}) = <value>`
    throw new Failure(`${name} has ${rest.length} words behind it, not ${arity + 1}`, {
      place: reader.place(keyword.column),
      advice: `write it as ${example}`,
    })
  }
  const elements = rest.slice(0, arity).map((token) => {
    const element = reader.number(token, `an element of ${name}`)
    if (Number.isInteger(element) && element >= 1 && element <= count) return element - 1
    throw new Failure(`${name} is for element ${token.text}, but there are ${count}`, { place: reader.place(token.column) })
  })
  const last = rest[arity]
  const value =
    name === "lattce" ? latticeOf(last.text, latticeNames, reader.place(last.column)) : reader.number(last, `the value of ${name}`)
  return { name, elements, value }
}

function settingName(text: string): SettingName | undefined {
  for (const name in settingArity) if (name === text && isSettingName(name)) return name
  return undefined
}

function isSettingName(name: string): name is SettingName {
  return name in settingArity
}
