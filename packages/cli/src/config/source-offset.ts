/**
 * Where character `offset` of the text that a YAML scalar means stands in the way it is written: past quotes, escapes, the mark and
 * indentation of a block. Both are walked side by side; what the source has more is skipped.
 */
export function sourceOffset(source: string, value: string, offset: number): number {
  let at = source.startsWith('"') || source.startsWith("'") ? 1 : blockStart(source)
  for (let k = 0; k < value.length && k < offset; k++)
    at = skipTo(source, at, value[k]) + writtenLength(source, skipTo(source, at, value[k]))
  return offset < value.length ? skipTo(source, at, value[offset]) : Math.min(at, source.length)
}

/** The text of a block scalar begins on the line after its mark. */
function blockStart(source: string): number {
  return /^[|>]/.test(source) ? source.indexOf("\n") + 1 : 0
}

function skipTo(source: string, from: number, character: string): number {
  const blank = /\s/.test(character)
  for (let at = from; at < source.length; at++) {
    if (source[at] === character || (blank && /\s/.test(source[at]))) return at
    // An escape of a double-quoted text stands for the character, unless that comes as itself behind the backslash.
    if (source.startsWith('"') && source[at] === "\\" && source[at + 1] !== character) return at
  }
  return from
}

function writtenLength(source: string, at: number): number {
  if (source.startsWith("'") && source.startsWith("''", at)) return 2
  if (!source.startsWith('"') || source[at] !== "\\") return 1
  return { x: 4, u: 6, U: 10 }[source[at + 1]] ?? 2
}
