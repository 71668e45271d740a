import type { ErrorSummary, ErrorTable } from "@luthier/core"
import { textTable } from "../terminal.ts"

/** Root-mean-square errors of data sets and their groups, as text. */
export function errorRows(sets: Readonly<Record<string, ErrorTable>>): string {
  const rows = Object.entries(sets).flatMap(([name, { all, groups }]) => {
    const several = Object.keys(groups).length > 1
    return [[name, all] as const, ...(several ? Object.entries(groups).map(([group, errors]) => [`  ${group}`, errors] as const) : [])]
  })
  const head = ["RMSE", "energy [meV/atom]", "force [meV/Å]", "stress [GPa]"]
  return textTable([head, ...rows.map(([name, { energy, force, stress }]) => [name, shown(energy), shown(force), shown(stress)])])
}

function shown({ count, rmse }: ErrorSummary): string {
  return count === 0 ? "–" : String(Number(rmse.toPrecision(4)))
}
