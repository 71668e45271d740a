import { numberOf } from "../../atoms/elements.ts"
import { Failure } from "../../failure/failure.ts"
import type { PotentialSpec } from "../potential.ts"
import type { LammpsTable } from "./lammps-table.ts"
import type { TableOptions } from "./table-function.ts"

/**
 * The spec of the potential that the sections of a table file describe, when their keywords name pairs of elements: `Ne-Xe` or `Ne_Xe`.
 *
 * @param file its name, for messages
 * @throws Failure for a keyword that names no pair of elements.
 */
export function tableSpec(
  tables: readonly LammpsTable[],
  file: string,
  { interpolation = "spline", points }: Partial<TableOptions> = {},
): PotentialSpec {
  const pairs = tables.map((table) => [pairOfKeyword(table.keyword, file), table] as const)
  const elements = [...new Set(pairs.flatMap(([pair]) => pair))]
  return {
    kind: "table",
    elements,
    interpolation,
    points: points ?? Math.max(2000, ...tables.map(({ radii }) => radii.length)),
    pairs: Object.fromEntries(
      pairs.map(([pair, { keyword, spacing, radii, energies, forces, slopes }]) => [
        pair.join("-"),
        { keyword, spacing, radii: [...radii], energies: [...energies], forces: [...forces], ...(slopes && { slopes: [...slopes] }) },
      ]),
    ),
  }
}

function pairOfKeyword(keyword: string, file: string): readonly [string, string] {
  const [first, second, ...rest] = keyword.split(/[-_]/u)
  if (second !== undefined && rest.length === 0 && numberOf(first) !== undefined && numberOf(second) !== undefined) return [first, second]
  throw new Failure(`section "${keyword}" does not say which elements it is for`, {
    place: { file },
    advice: "name it after its pair of elements, such as Ne-Xe",
  })
}
