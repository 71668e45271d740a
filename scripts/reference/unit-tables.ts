import { type Dimension, internalUnit, unitsOf } from "../../packages/core/src/units/quantity.ts"
import { code, markdownTable } from "./markdown-table.ts"

const dimensions: readonly Dimension[] = ["energy", "stress", "length"]

/** Units that quantities of a config may carry. */
export function unitTables(): Record<string, string> {
  const listed = (dimension: Dimension): string => unitsOf(dimension).map(code).join(", ")
  const rows = dimensions.map((dimension) => [dimension, code(internalUnit(dimension)), listed(dimension)])
  const perAtom = ["energy per atom", code(internalUnit("energy per atom")), `one of energy, with or without ${code("/atom")}`]
  const force = ["force", code(internalUnit("force")), `one of energy over one of length, such as ${code("meV/Å")} or ${code("Ha/bohr")}`]
  return { units: markdownTable(["quantity", "without a unit", "units"], [...rows, perAtom, force]) }
}
