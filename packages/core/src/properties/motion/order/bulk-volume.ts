import { cellVolume } from "../../../atoms/cell.ts"
import type { Structure } from "../../../atoms/structure.ts"
import { Failure } from "../../../failure/failure.ts"

/** Volume of a cell that repeats in all directions [Å³]. @throws Failure for any other. */
export function bulkVolume({ cell, pbc }: Pick<Structure, "cell" | "pbc">): number {
  if (cell && pbc.every(Boolean)) return cellVolume(cell)
  throw new Failure("a liquid is measured in a cell that repeats in all directions", { advice: "give the structure a cell, and pbc T T T" })
}
