import type { Configuration } from "../atoms/structure.ts"
import { energyDesign, stressColumns } from "../observables/baseline.ts"
import { observationRange } from "../observables/observation.ts"
import { properties, type Property } from "../observables/property.ts"
import type { Triangle } from "../linalg/triangle/triangle.ts"
import type { Chunk } from "./chunk.ts"
import { atomFactor, classKey } from "./data-class.ts"
import { differentiateChunk } from "./evaluate-chunk.ts"
import { createRowBuffer, type RowBuffer } from "./row-buffer.ts"
import type { ObjectiveSetup } from "./setup.ts"

/** Triangles of one chunk by class key, of unit-σ rows `√weight × [∂prediction | residual]`. */
export type ClassTriangles = Map<string, Triangle>

/**
 * Assembles the triangles of a chunk. `residuals` are, for each structure, what stands in the last column, NaN where there is no
 * datum; `scales` is the chain rule `∂θ_k/∂column`. Without `theta` only the columns of profiled parameters are formed, which do
 * not depend on θ.
 */
export function assembleChunk(
  setup: ObjectiveSetup,
  chunk: Chunk,
  residuals: readonly Float64Array[],
  scales: Float64Array,
  theta?: Float64Array,
): ClassTriangles {
  const width = theta ? setup.width : setup.profiled
  const buffers = new Map<string, RowBuffer>()
  const add = (s: number, jacobian?: Float64Array): void => {
    for (const property of properties) {
      const configuration = chunk.configurations[s]
      if (!setup.use[property] || configuration.weights[property] === 0) continue
      const key = classKey(configuration.group, property)
      const buffer = buffers.get(key) ?? createRowBuffer(width)
      buffers.set(key, buffer)
      addRows(setup, chunk, configuration, property, residuals[s], width, scales, buffer, jacobian)
    }
  }
  if (theta) differentiateChunk(chunk, theta, add)
  else chunk.configurations.forEach((_, s) => add(s))
  return new Map([...buffers].map(([key, buffer]) => [key, buffer.finish()]))
}

/** Adds the rows of one property of one structure. */
function addRows(
  setup: ObjectiveSetup,
  chunk: Chunk,
  configuration: Configuration,
  property: Property,
  residual: Float64Array,
  width: number,
  scales: Float64Array,
  buffer: RowBuffer,
  jacobian: Float64Array | undefined,
): void {
  const { columns } = setup
  const atoms = configuration.structure.numbers.length
  const own = chunk.potential.parameters.length
  const factor = Math.sqrt(configuration.weights[property] * (setup.byAtoms ? atomFactor(property, atoms) : 1))
  const [from, to] = observationRange(property, atoms)
  const design = property === "energy" ? energyDesign(setup.baseline, configuration.structure) : undefined
  const stress = property === "stress" ? stressColumns(setup.baseline, configuration) : undefined
  for (let k = from; k < to; k++) {
    if (Number.isNaN(residual[k])) continue
    const { rows, at } = buffer.next()
    const put = (parameter: number, derivative: number): void => {
      const column = columns[parameter]
      if (column >= 0 && column < width) rows[at + column] += factor * scales[parameter] * derivative
    }
    if (jacobian) for (let p = 0; p < own; p++) put(p, jacobian[k * own + p])
    if (design) for (let j = 0; j < design.length; j++) put(own + j, design[j])
    if (stress && stress[k - from] >= 0) put(own + stress[k - from], 1)
    rows[at + width] = factor * residual[k]
  }
}
