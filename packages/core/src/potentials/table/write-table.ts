import { kernels } from "../../kernels/kernels.ts"
import type { RadialFunction } from "../functions/radial.ts"
import type { LammpsTable } from "./lammps-table.ts"

/**
 * Tabulates φ evenly in r from `inner` to its end (or `outer`), with exact forces and end slopes. The last row holds the limit from
 * below, so that a truncated function keeps its jump at the cutoff instead of being drawn to zero before it.
 *
 * @param theta the function's own parameters
 */
export function tabulate(
  keyword: string,
  radial: RadialFunction,
  theta: Float64Array,
  range: { readonly inner: number; readonly outer?: number; readonly points: number },
): LammpsTable {
  const { inner, outer = radial.end, points } = range
  const { heap } = kernels()
  return heap.scope(() => {
    const count = theta.length
    const [x, parameters] = [heap.f64(points), heap.f64(count)]
    parameters.set(theta)
    const radii = Float64Array.from({ length: points }, (_, i) => (i === points - 1 ? outer : inner + ((outer - inner) * i) / (points - 1)))
    x.set(radii)
    x[points - 1] = Math.min(outer, radial.end * (1 - 2 ** -50))
    const [f, df] = [heap.f64(points), heap.f64(points)]
    radial.evaluate(points, x, parameters, f, df)
    const slopeAt = (r: number): number => {
      const at = heap.f64(1)
      at[0] = r
      const out = { f: heap.f64(1), df: heap.f64(1), d2f: heap.f64(1), fk: heap.f64(count), dfk: heap.f64(count) }
      radial.jacobian(1, at, parameters, out)
      return -out.d2f[0]
    }
    return {
      keyword,
      spacing: "R",
      radii,
      energies: Float64Array.from(f),
      forces: Float64Array.from(df, (slope) => -slope),
      slopes: [slopeAt(x[0]), slopeAt(x[points - 1])],
    }
  })
}

/** The text of a LAMMPS table file; numbers are written so that they are read back to the last bit. */
export function writeLammpsTables(tables: readonly LammpsTable[], comment: string): string {
  return [`# ${comment.replaceAll("\n", "\n# ")}`, ...tables.map(section)].join("\n\n") + "\n"
}

function section({ keyword, spacing, radii, energies, forces, slopes }: LammpsTable): string {
  const count = radii.length
  const parameters = [`N ${count}`]
  if (spacing !== "listed") parameters.push(`${spacing} ${radii[0]} ${radii[count - 1]}`)
  if (slopes) parameters.push(`FPRIME ${slopes[0]} ${slopes[1]}`)
  const rows = Array.from(radii, (r, i) => `${i + 1} ${r} ${energies[i]} ${forces[i]}`)
  return [keyword, parameters.join(" "), "", ...rows].join("\n")
}
