import { isFiniteTriangle } from "../../linalg/triangle/measures.ts"
import type { LinearSystem } from "./system.ts"

/**
 * Refuses a system whose parts do not fit together.
 * @throws RangeError naming the part
 */
export function checkSystem(system: LinearSystem): void {
  const { columns, components, sigmas, penalties } = system
  const n = columns.length
  for (const { name, folds, pool, factor } of components) {
    if (!(pool in sigmas)) throw new RangeError(`${name} shares a σ that the system does not have (${pool})`)
    if (!(factor >= 0 && factor < Infinity)) throw new RangeError(`the factor of ${name} is ${factor}; it must not be negative`)
    for (const triangle of folds) {
      if (triangle.n !== n) throw new RangeError(`${name} has ${triangle.n} columns, the system ${n}`)
      if (!isFiniteTriangle(triangle)) throw new RangeError(`${name} has numbers that are not finite`)
    }
  }
  for (const { name, start, floor } of sigmas) {
    if (!(start > 0 && start < Infinity && floor >= 0)) throw new RangeError(`σ of ${name} starts at ${start} with floor ${floor}`)
  }
  for (const { name, rows, alpha } of penalties) {
    if (!(alpha.start >= 0 && alpha.start < Infinity)) throw new RangeError(`the strength of ${name} is ${alpha.start}`)
    for (const row of rows) {
      if (row.columns.length !== row.coefficients.length) throw new RangeError(`a row of ${name} has unequal columns and coefficients`)
      if (row.columns.some((column) => !(column in columns))) throw new RangeError(`a row of ${name} speaks of a column that is not there`)
    }
  }
}
