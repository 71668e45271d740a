import { formulaConstants, formulaFunctions } from "../../packages/core/src/formula/expression/functions.ts"
import { limits } from "../../packages/core/src/formula/language/syntax.ts"
import { code, markdownTable } from "./markdown-table.ts"

/** Functions, constants and bounds of the formula language. */
export function formulaTables(): Record<string, string> {
  const functions = Object.values(formulaFunctions).map(({ signature, doc }) => [code(signature), doc])
  const constants = Object.entries(formulaConstants).map(([name, value]) => [code(name), String(value)])
  const bounds = Object.entries(limits).map(([name, value]) => [name, String(value)])
  return {
    "formula functions": markdownTable(["function", "value"], functions),
    "formula constants": markdownTable(["name", "value"], constants),
    "formula limits": markdownTable(["of a formula", "at most"], bounds),
  }
}
