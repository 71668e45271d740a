import { numberOf } from "../../atoms/elements.ts"
import { Failure } from "../../failure/failure.ts"
import type { PotentialSpec } from "../potential.ts"
import type { LammpsTable } from "./lammps-table.ts"
import type { TableOptions } from "./table-function.ts"

/** How LAMMPS is told to use a table file. */
export interface TableSpecOptions extends Partial<Pick<TableOptions, "interpolation" | "points">> {
  /** Symbols: the sections are then those of their pairs, in the order 1-1 1-2 … 2-2 …, unless their keywords name pairs. */
  readonly elements?: readonly string[]
}

/** Points of LAMMPS's own tables where nobody says how many, unless the file has more rows. */
const FEWEST_POINTS = 2000

/**
 * The spec of the potential that the sections of a table file describe. The elements of a section are told by its keyword (`Ne-Xe` or
 * `Ne_Xe`), or by `elements`.
 *
 * @param file its name, for messages
 * @throws Failure for a keyword that names no pair of elements, two sections of one pair, or more or fewer sections than pairs.
 */
export function tableSpec(
  tables: readonly LammpsTable[],
  file: string,
  { interpolation = "spline", points, elements: given }: TableSpecOptions = {},
): PotentialSpec {
  const named = tables.map(({ keyword }) => pairOfKeyword(keyword))
  const pairs = given && named.includes(undefined) ? pairsInOrder(given, tables, file) : named
  const known = pairs.map((pair, k) => {
    if (pair) return pair
    throw new Failure(`section "${tables[k].keyword}" does not say which elements it is for`, {
      place: { file },
      advice: "name it after its pair of elements, such as Ne-Xe, or give the elements",
    })
  })
  const labels = known.map((pair) => pair.toSorted().join("-"))
  const twice = labels.findIndex((label, k) => labels.indexOf(label) < k)
  if (twice >= 0) throw new Failure(`two sections are for ${known[twice].join("-")}`, { place: { file }, advice: "leave one of them out" })
  return {
    kind: "table",
    elements: given ?? [...new Set(known.flat())],
    interpolation,
    points: points ?? Math.max(FEWEST_POINTS, ...tables.map(({ radii }) => radii.length)),
    pairs: Object.fromEntries(
      tables.map(({ keyword, spacing, radii, energies, forces, slopes }, k) => [
        known[k].join("-"),
        { keyword, spacing, radii: [...radii], energies: [...energies], forces: [...forces], ...(slopes && { slopes: [...slopes] }) },
      ]),
    ),
  }
}

function pairOfKeyword(keyword: string): readonly [string, string] | undefined {
  const [first, second, ...rest] = keyword.split(/[-_]/u)
  const named = second !== undefined && rest.length === 0 && numberOf(first) !== undefined && numberOf(second) !== undefined
  return named ? [first, second] : undefined
}

function pairsInOrder(elements: readonly string[], tables: readonly LammpsTable[], file: string): readonly (readonly [string, string])[] {
  const pairs = elements.flatMap((a, k) => elements.slice(k).map((b) => [a, b] as const))
  if (pairs.length === tables.length) return pairs
  throw new Failure(`${elements.join(", ")} make ${pairs.length} pairs, but the file has ${tables.length} sections`, {
    place: { file },
    advice: "give as many elements as the file is for",
  })
}
