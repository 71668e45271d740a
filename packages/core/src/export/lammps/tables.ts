import { symbolOf } from "../../atoms/elements.ts"
import type { PairOfElements } from "../../potentials/pair/lammps-pair.ts"
import type { PotentialFunction } from "../../potentials/functions/potential-function.ts"
import type { LammpsModel } from "../../potentials/lammps-model.ts"
import { writeLammpsTables } from "../../potentials/table/write-table.ts"
import { pairName } from "../../atoms/distances.ts"
import { rangeWarning, tableError, tableOf, tableRange, type PairToTabulate } from "./pair-table.ts"

/** Rows of a table file, and as many points of LAMMPS's own table: doubled until the forces agree, at most to the last. */
const POINTS = [5_000, 10_000, 20_000, 40_000] as const
/** Largest difference of force between two atoms [eV/Å] that is aimed at. */
const TOLERANCE = 1e-6

/** Pair functions as `pair_style table`, in one file whose comments tell how good it is. */
export function tableModel(
  file: string,
  pairs: readonly { readonly pair: PairOfElements; readonly source: PotentialFunction }[],
  theta: Float64Array,
  shortest: Readonly<Record<string, number>>,
): LammpsModel {
  const described = pairs.map(({ pair: { label, cutoff, elements }, source }): PairToTabulate => {
    return { source, label, cutoff, theta, shortest: shortest[pairName(elements)] }
  })
  const ranges = described.map(tableRange)
  const attempt = (points: number) => {
    const tables = described.map((pair, k) => tableOf(pair, ranges[k], points))
    return { points, tables, errors: described.map((pair, k) => tableError(pair, ranges[k], tables[k])) }
  }
  let best = attempt(POINTS[0])
  for (const points of POINTS.slice(1)) {
    // What is not finite will not get better.
    if (best.errors.every((error) => !(error > TOLERANCE))) break
    best = attempt(points)
  }
  const { points, tables, errors } = best
  const accuracy = described.map(
    ({ label }, k) => `${label}: forces within ${errors[k].toExponential(1)} eV/Å of the function from ${ranges[k].judged.toFixed(3)} Å on`,
  )
  return {
    terms: [
      {
        style: "table",
        settings: `spline ${points}`,
        coefficients: pairs.map(({ pair: { elements, label, cutoff } }) => ({
          elements: [symbolOf(elements[0]), symbolOf(elements[1])],
          text: `${file} ${label} ${cutoff}`,
        })),
      },
    ],
    files: { [file]: writeLammpsTables(tables, ["Written by Luthier: r [Å], energy [eV], force [eV/Å]", ...accuracy].join("\n")) },
    exact: false,
    warnings: described.map((pair, k) => rangeWarning(pair, ranges[k])).filter((warning) => warning !== undefined),
  }
}
