import type { NamedText } from "../yaml/yaml-node.ts"
import type { Yace } from "../yace.ts"
import { readAce } from "./read-ace.ts"
import { readYace } from "./read-yace.ts"

/** Which file of LAMMPS `pair_style pace` a text is, if any. */
export function paceFormat(text: string): "yace" | "ace" | undefined {
  const lines = text.split("\n", 200)
  if (lines.some((line) => /^\s*nelements\s*=\s*\d/u.test(line))) return "ace"
  const keys = new Set(text.matchAll(/^(elements|E0|embeddings|bonds|functions|deltaSplineBins)\s*:/gmu).map((match) => match[1]))
  return keys.has("elements") && (keys.has("bonds") || keys.has("functions") || keys.has("embeddings")) ? "yace" : undefined
}

/** Reads a `.yace` or `.ace` file, told by its content. @throws Failure with line and column. */
export function readPace(source: NamedText): Yace {
  return paceFormat(source.text) === "ace" ? readAce(source) : readYace(source)
}
