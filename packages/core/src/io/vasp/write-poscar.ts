import { completeCell } from "../../atoms/cell.ts"
import { symbolOf } from "../../atoms/elements.ts"
import type { Structure } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import { formatNumber } from "../extxyz/write-extxyz.ts"

/**
 * POSCAR of VASP 5 and later in Cartesian coordinates [Å], every number the shortest that reads back to the same bits. Atoms keep their
 * order, so an element that appears in several runs is named several times.
 */
export function formatPoscar(structure: Structure, comment = "written by Luthier"): string {
  const { numbers, positions, cell, pbc } = structure
  if (cell === null || completeCell(cell, pbc).some((x, i) => x !== cell[i])) {
    throw new Failure("a POSCAR needs three cell vectors", {
      advice: "give the structure a cell, with enough vacuum where it does not repeat",
    })
  }
  const runs: { symbol: string; count: number }[] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last?.symbol === symbolOf(number)) last.count++
    else runs.push({ symbol: symbolOf(number), count: 1 })
  }
  const row = (values: Float64Array, i: number) => [0, 1, 2].map((c) => formatNumber(values[3 * i + c])).join(" ")
  const lines = [
    comment.replaceAll(/\s+/gu, " "),
    "1.0",
    ...[0, 1, 2].map((d) => row(cell, d)),
    runs.map(({ symbol }) => symbol).join(" "),
    runs.map(({ count }) => count).join(" "),
    "Cartesian",
    ...Array.from(numbers, (_, i) => row(positions, i)),
  ]
  return `${lines.join("\n")}\n`
}
