import { Failure } from "../../../../failure/failure.ts"
import type { AceRadial } from "../../model.ts"

/** Writes values and slopes of all functions at a distance, or in a row of a table. */
export type Tabulated = (at: number, values: Float64Array, slopes: Float64Array) => void

/**
 * Functions looked up in a table of values and slopes at multiples of about `step`, cubic between them, as LAMMPS `pair_style pace`
 * has them; zero from the cutoff on.
 *
 * @throws Failure (of `evaluate`) for a distance below the first entry of the table, where LAMMPS stops too.
 */
export function radialTable(count: number, cutoff: number, step: number, functions: Tabulated): AceRadial {
  const rows = Math.max(2, Math.trunc(cutoff / step))
  return tabulatedRadial(count, cutoff, rows, (n, values, slopes) => functions((n * cutoff) / rows, values, slopes))
}

/**
 * The same for a table that is given.
 *
 * @param rows intervals between zero and the cutoff
 * @param row writes values and slopes of all functions at the end of interval n
 */
export function tabulatedRadial(count: number, cutoff: number, rows: number, row: Tabulated): AceRadial {
  const width = cutoff / rows
  // Of row n: values, then slopes times the width.
  const table = new Float64Array((rows + 1) * 2 * count)
  const values = new Float64Array(count)
  const slopes = new Float64Array(count)
  for (let n = 1; n <= rows; n++) {
    row(n, values, slopes)
    table.set(values, n * 2 * count)
    for (let k = 0; k < count; k++) table[(2 * n + 1) * count + k] = slopes[k] * width
  }
  return Object.freeze({
    cutoff,
    count,
    evaluate(distance: number, into: Float64Array, slopesInto: Float64Array, at: number): void {
      const x = distance * (rows / cutoff)
      const n = Math.floor(x)
      if (n >= rows) {
        into.fill(0, at, at + count)
        slopesInto.fill(0, at, at + count)
        return
      }
      if (n < 1) {
        throw new Failure(`two atoms are ${distance} Å apart, closer than the ${width} Å from which on the potential is defined`, {
          advice: "are atoms on top of each other in the data?",
        })
      }
      const t = x - n
      const row = 2 * n * count
      for (let k = 0; k < count; k++) {
        const f = table[row + k]
        const df = table[row + count + k]
        const rise = table[row + 2 * count + k] - f
        const after = table[row + 3 * count + k]
        const c = 3 * rise - after - 2 * df
        const d = after + df - 2 * rise
        into[at + k] = f + t * (df + t * (c + t * d))
        slopesInto[at + k] = (df + t * (2 * c + 3 * t * d)) / width
      }
    },
  })
}
