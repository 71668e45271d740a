import { accumulate } from "../../linalg/triangle/accumulate.ts"
import { mergeInto } from "../../linalg/triangle/combine-rows.ts"
import { emptyTriangle, scaleTriangle, type Triangle } from "../../linalg/triangle/triangle.ts"
import type { LinearComponent, LinearPenalty, LinearSystem } from "./system.ts"

/** Penalty rows written out at once. */
const TOGETHER = 256

/**
 * The triangle of all rows of a system, weighted with factor/σ, and of its penalties √α [G | g]: ‖·‖² of it is what the solution
 * minimises, and its leading block is the factor of the posterior precision. Penalty rows are not counted as rows.
 *
 * @param sigmas by σ of the system, `alphas` by penalty
 */
export function stackSystem(system: LinearSystem, sigmas: Float64Array, alphas: Float64Array): Triangle {
  const n = system.columns.length
  const data = mergeInto(emptyTriangle(n), weighted(system, sigmas))
  return system.penalties.reduce((triangle, penalty, q) => addPenalty(triangle, penalty, alphas[q]), data)
}

function* weighted({ components }: LinearSystem, sigmas: Float64Array): Generator<Triangle> {
  for (const component of components) {
    const { factor, pool } = component
    if (factor > 0) yield scaleTriangle(wholeOf(component), factor / sigmas[pool])
  }
}

const wholes = new WeakMap<LinearComponent, Triangle>()

/** All folds of a component as one; kept with it, because a system is stacked for several σ. */
function wholeOf(component: LinearComponent): Triangle {
  if (component.folds.length === 1) return component.folds[0]
  const whole = wholes.get(component) ?? mergeInto(emptyTriangle(component.folds[0].n), component.folds)
  wholes.set(component, whole)
  return whole
}

/** The triangle with the rows √α [G | g] added, which are not counted. `triangle` is consumed. */
export function addPenalty(triangle: Triangle, { rows }: Pick<LinearPenalty, "rows">, alpha: number): Triangle {
  if (alpha === 0) return triangle
  const width = triangle.n + 1
  const root = Math.sqrt(alpha)
  const block = new Float64Array(Math.min(TOGETHER, rows.length) * width)
  let current = triangle
  for (let first = 0; first < rows.length; first += TOGETHER) {
    block.fill(0)
    const some = rows.slice(first, first + TOGETHER)
    some.forEach(({ columns, coefficients, offset }, i) => {
      columns.forEach((column, at) => (block[i * width + column] += root * coefficients[at]))
      block[i * width + triangle.n] = root * offset
    })
    current = accumulate(current, block, some.length)
  }
  return { ...current, rows: triangle.rows }
}
