import { methods } from "../../packages/core/src/report/sections/methods.ts"
import { code, markdownTable } from "./markdown-table.ts"

/** Parts of the suites of crystals and molecules: what they ask for, and how it is worked out, as the page of a suite says it. */
export function methodTables(): Record<string, string> {
  const rows = Object.entries(methods).flatMap(([part, { what, how }]) => (what === undefined ? [] : [[code(part), what, linked(how)]]))
  return { "property methods": markdownTable(["part", "what", "how"], rows) }
}

/** DOIs as links; they may hold one pair of parentheses. */
function linked(text: string): string {
  return text.replaceAll(/doi:(10\.\d+\/(?:[^\s(),;]|\([^\s()]*\))+)/g, (name, doi: string) => `[${name}](https://doi.org/${doi})`)
}
