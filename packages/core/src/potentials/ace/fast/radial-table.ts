import type { AceRadial, AceTable } from "../model.ts"

/** The functions `rows` of a table in columns of their own, `count` ≥ rows wide. */
export function selectColumns(radial: AceRadial, table: AceTable, rows: Int32Array, count: number): AceTable {
  const lines = table.coefficients.length / radial.count
  const coefficients = new Float64Array(lines * count)
  for (let line = 0; line < lines; line++) {
    rows.forEach((n, column) => (coefficients[line * count + column] = table.coefficients[line * radial.count + n]))
  }
  return { ...table, coefficients }
}
