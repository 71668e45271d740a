import { Failure, type Place, type SpecFailure } from "@luthier/core"
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, visit } from "yaml"
import { sourceOffset } from "./source-offset.ts"

/** A YAML file as plain data that still knows where each value was written. */
export interface ConfigDocument {
  readonly file: string
  readonly value: unknown
  /** The failure of a value, at its place in the file. */
  placed(failure: SpecFailure): Failure
}

/** Reads YAML 1.2. @throws Failure with the place of what is no YAML, of duplicate keys, tags and anchors that lead nowhere. */
export function parseConfigDocument(text: string, file: string): ConfigDocument {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, keepSourceTokens: true, stringKeys: true })
  const placeAt = (offset: number): Place => {
    const { line, col } = counter.linePos(offset)
    return line === 0 ? { file, line: 1, column: 1 } : { file, line, column: col }
  }
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem) {
    const { what, advice } = explained[problem.code] ?? { what: lowerFirst(problem.message) }
    throw new Failure(what, { place: placeAt(problem.pos[0]), advice })
  }
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document)) return
      throw new Failure(`no anchor before this is called &${alias.source}`, {
        place: placeAt(alias.range?.[0] ?? 0),
        advice: "write the value out",
      })
    },
  })
  return { file, value: plainValue(document, file), placed: (failure) => placed(failure, document, text, placeAt) }
}

function plainValue(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw new Failure(cause instanceof Error ? lowerFirst(cause.message) : "the aliases of this file cannot be resolved", {
      place: { file },
      advice: "write the values out",
      cause,
    })
  }
}

function placed(failure: SpecFailure, document: Document.Parsed, text: string, placeAt: (offset: number) => Place): Failure {
  const { key, value } = locate(document, failure.path)
  const { message, advice } = failure
  const at = (offset: number): Failure => new Failure(message, { place: placeAt(offset), advice, cause: failure })
  if (key?.range && isAboutKey(message, String(failure.path.at(-1)))) return at(key.range[0])
  if (!value?.range) return at(key?.range?.[0] ?? 0)
  const [start, end] = value.range
  if (failure.offset === undefined || !isScalar(value) || typeof value.value !== "string") return at(start)
  return at(start + sourceOffset(text.slice(start, end), value.value, failure.offset))
}

/** A message that calls a key by its name is about the key (unknown, misspelt, …); any other is about its value. */
function isAboutKey(message: string, key: string): boolean {
  return message.includes(`"${key}"`) || message.includes(`“${key}”`) || message.includes(`called ${key}`)
}

/** The key and the value at a path, or those of the innermost level that exists. */
function locate(document: Document.Parsed, path: readonly (string | number)[]): { key: Node | undefined; value: Node | undefined } {
  let value: Node | undefined = document.contents ?? undefined
  let key: Node | undefined
  for (const step of path) {
    const node: unknown = value
    if (isMap(node)) {
      const written = (name: string) => node.items.find((item) => isScalar(item.key) && String(item.key.value) === name)
      const pair = spellings(String(step)).map(written).find(isPair)
      if (!pair) break
      key = isNode(pair.key) ? pair.key : undefined
      value = isNode(pair.value) ? pair.value : undefined
    } else if (isSeq(node) && typeof step === "number") {
      const item = node.items[step]
      if (!isNode(item)) break
      key = undefined
      value = item
    } else break
  }
  return { key, value }
}

/** How a config may write what is called `A-B` once it is resolved: so, `B-A`, or by a star for all that are not named. */
function spellings(step: string): readonly string[] {
  return [step, step.split("-").toReversed().join("-"), "*-*", "*"]
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, "")
}

/** What the parser says in its own terms, in those of a user. */
const explained: Readonly<Record<string, { readonly what: string; readonly advice: string }>> = {
  DUPLICATE_KEY: { what: "this key is there twice", advice: "keep one of the two" },
  TAB_AS_INDENT: { what: "a tab cannot indent", advice: "indent with blanks" },
  MULTIPLE_DOCS: { what: "a second document begins here", advice: "remove the line ---" },
  TAG_RESOLVE_FAILED: { what: "a tag (!…) has no meaning here", advice: "write the plain value" },
}
