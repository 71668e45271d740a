import type { Place } from "../../../../failure/failure.ts"

/** A word, quoted or not; an absent value is an empty one. */
export interface YamlScalar {
  readonly kind: "scalar"
  readonly text: string
  readonly at: number
}

/** Values in their order. */
export interface YamlSequence {
  readonly kind: "sequence"
  readonly items: readonly YamlNode[]
  readonly at: number
}

/** Keys, which may themselves be sequences, and their values. */
export interface YamlMapping {
  readonly kind: "mapping"
  readonly entries: readonly { readonly key: YamlNode; readonly value: YamlNode }[]
  readonly at: number
}

/** A value of a YAML text that knows where it stands: `at` counts characters from the start. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping

/** A text with a name for errors. */
export interface NamedText {
  readonly text: string
  readonly file: string
}

/** Line and column, from 1, of a character. */
export function placeAt({ text, file }: NamedText, at: number): Place {
  const before = text.slice(0, at)
  const lineStart = before.lastIndexOf("\n") + 1
  return { file, line: before.split("\n").length, column: at - lineStart + 1 }
}
