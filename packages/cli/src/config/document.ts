import { Failure, type Place, type SpecFailure } from "@luthier/core"
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from "yaml"
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
    throw new Failure(lowerFirst(problem.message), { place: placeAt(problem.pos[0]), advice: adviceFor(problem.code) })
  }
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
  // A key that should not be there is itself what is wrong; of any other key, its value is.
  if (key?.range && message.startsWith("unknown key")) return at(key.range[0])
  if (!value?.range) return at(key?.range?.[0] ?? 0)
  const [start, end] = value.range
  if (failure.offset === undefined || !isScalar(value) || typeof value.value !== "string") return at(start)
  return at(start + sourceOffset(text.slice(start, end), value.value, failure.offset))
}

/** The key and the value at a path, or those of the innermost level that exists. */
function locate(document: Document.Parsed, path: readonly (string | number)[]): { key: Node | undefined; value: Node | undefined } {
  let value: Node | undefined = document.contents ?? undefined
  let key: Node | undefined
  for (const step of path) {
    const node: unknown = value
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (!pair || !isPair(pair)) break
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

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, "")
}

function adviceFor(code: string): string | undefined {
  if (code === "DUPLICATE_KEY") return "keep one of the two"
  if (code === "TAB_AS_INDENT") return "indent with blanks"
  if (code === "MULTIPLE_DOCS") return "keep one document: remove what follows ---"
  if (code === "TAG_RESOLVE_FAILED") return "write plain YAML without tags"
  return undefined
}
