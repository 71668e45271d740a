import { svd } from "../../linalg/factorisations/svd.ts"
import { scaleColumns } from "../../linalg/triangle/change-columns.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { columnNorms, residualSquared, residualSquaredAfter } from "../../linalg/triangle/measures.ts"
import { factorOf, projectionOf, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { GaugeEquations } from "../../potentials/gauge.ts"
import type { Motion } from "./fitted-parameters.ts"

/** How free parameters follow a gauge. */
export interface GaugeDirection {
  /** dx/dt, `[n]`, the smallest that follows it best. */
  readonly direction: Float64Array
  /** Part of the change that they cannot make: 0 where they follow it exactly, 1 where not at all. */
  readonly leftover: number
}

/** What an atom of an element gains, and the column of its reference energy: −1 where none can take it away. */
export interface EnergyToReturn {
  readonly energy: number
  readonly column: number
}

/** Singular values below this part of the largest are directions that change no function. */
const RANK = 1e-11

/**
 * The direction of a gauge in `columns` columns, of which parameters move as `motions` say: least squares of its equations, those of
 * the reference energies among them.
 */
export function gaugeDirection(
  { rows, change }: GaugeEquations,
  motions: readonly Motion[],
  columns: number,
  returns: readonly EnergyToReturn[],
): GaugeDirection {
  const width = columns + 1
  const count = motions.length
  const m = change.length + returns.length
  const system = new Float64Array(Math.max(m, width) * width)
  for (let i = 0; i < change.length; i++) {
    for (let k = 0; k < count; k++) {
      const { column, factor } = motions[k]
      if (column >= 0) system[i * width + column] += rows[i * count + k] * factor
    }
    system[i * width + columns] = change[i]
  }
  returns.forEach(({ energy, column }, l) => {
    const row = (change.length + l) * width
    if (column >= 0) system[row + column] = 1
    system[row + columns] = -energy
  })
  const triangle = triangleOf(system, Math.max(m, width), columns)
  const direction = leastSquares(triangle)
  const left = residualSquaredAfter(
    triangle,
    direction.map((value) => -value),
  )
  return { direction, leftover: Math.sqrt(left / residualSquared(triangle)) }
}

/** The v of least length, in units of its columns, that comes nearest to R v = q. */
function leastSquares(triangle: Triangle): Float64Array {
  const { n } = triangle
  const units = columnNorms(triangle).map((size) => (size > 0 ? 1 / size : 1))
  const { U, values, V } = svd(factorOf(scaleColumns(triangle, units)), n, n)
  const q = projectionOf(triangle)
  const direction = new Float64Array(n)
  for (let l = 0; l < n; l++) {
    if (!(values[l] > RANK * values[0])) break
    let part = 0
    for (let i = 0; i < n; i++) part += U[i * n + l] * q[i]
    for (let k = 0; k < n; k++) direction[k] += (V[k * n + l] * part) / values[l]
  }
  return direction.map((value, k) => value * units[k])
}
