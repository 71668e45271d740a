import { assert, constantFrom, nat, property, string } from "fast-check"
import { expect, test } from "vitest"
import { isScalar, parseDocument, stringify } from "yaml"
import { sourceOffset } from "./source-offset.ts"

/** The written form of a YAML text value and what it means. */
function scalar(yaml: string): { source: string; value: string } {
  const node = parseDocument(yaml).get("f", true)
  if (!isScalar(node) || typeof node.value !== "string" || !node.range) throw new Error("no text value")
  return { source: yaml.slice(node.range[0], node.range[1]), value: node.value }
}

test.each([
  ["plain", "f: 4*e*(s/r)^12"],
  ["single quotes", "f: 'it''s (r)'"],
  ["double quotes", 'f: "a\\t\\"b\\u0041 + c"'],
  ["plain over two lines", "f: aa + b\n   + cc"],
  ["literal block", "f: |\n  let x = r;\n  x + 2*y\n"],
  ["folded block", "f: >-\n    D*exp(r)\n    - q\n"],
])("every character of a text in %s is found where it is written", (_, yaml) => {
  const { source, value } = scalar(yaml)
  let last = -1
  for (let k = 0; k < value.length; k++) {
    const at = sourceOffset(source, value, k)
    expect(at).toBeGreaterThan(last)
    if (/\w/.test(value[k]) && source[at] !== "\\") expect(source[at]).toBe(value[k])
    last = at
  }
})

test("whatever quotes the writer chooses, characters are found", () => {
  const text = string({ unit: constantFrom(..."ab(r)^+*'\"# :-\\"), minLength: 1, maxLength: 30 })
  const style = constantFrom("PLAIN" as const, "QUOTE_SINGLE" as const, "QUOTE_DOUBLE" as const)
  assert(
    property(text, style, nat(), (value, defaultStringType, seed) => {
      const written = scalar(stringify({ f: value }, { defaultStringType, lineWidth: 0 }))
      const k = seed % value.length
      const at = sourceOffset(written.source, value, k)
      const found = written.source[at] === "\\" && written.source.startsWith('"') ? written.source[at + 1] : written.source[at]
      expect(written.value).toBe(value)
      expect(found).toBe(value[k])
    }),
  )
})
