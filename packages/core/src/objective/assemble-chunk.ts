import { energyDesign, stressColumns } from "../observables/baseline.ts"
import { observationRange } from "../observables/observation.ts"
import { properties, type Property } from "../observables/property.ts"
import type { Triangle } from "../linalg/triangle/triangle.ts"
import type { Chunk } from "./chunk.ts"
import { atomFactor, classKey } from "./data-class.ts"
import { differentiateChunk } from "./evaluate-chunk.ts"
import { createRowBuffer, type RowBuffer } from "./row-buffer.ts"
import { type ChunkNoise, weighBlock } from "./noise/chunk-noise.ts"
import type { ObjectiveSetup } from "./setup.ts"

/** Triangles of one chunk by class key, of unit-σ rows `√weight × [∂prediction | residual]`. */
export type ClassTriangles = Map<string, Triangle>

/** What the rows of a chunk are formed of. */
export interface ChunkRows {
  readonly setup: ObjectiveSetup
  readonly chunk: Chunk
  /** Of each structure: what stands in the last column, NaN where there is no datum. */
  readonly residuals: readonly Float64Array[]
  /** By θ: the chain rule `∂θ_k/∂column`. */
  readonly scales: Float64Array
  /** What rows are weighed by, where noise differs from datum to datum. */
  readonly noise?: ChunkNoise | undefined
  /** Without it only the columns of profiled parameters are formed, which do not depend on θ. */
  readonly theta?: Float64Array
}

/** Assembles the triangles of a chunk. */
export function assembleChunk(source: ChunkRows): ClassTriangles {
  const { setup, chunk, theta } = source
  const width = theta ? setup.width : setup.profiled
  const buffers = new Map<string, RowBuffer>()
  const add = (s: number, jacobian?: Float64Array): void => {
    for (const property of properties) {
      const configuration = chunk.configurations[s]
      if (!setup.use[property] || configuration.weights[property] === 0) continue
      const key = classKey(configuration.group, property)
      const buffer = buffers.get(key) ?? createRowBuffer(width)
      buffers.set(key, buffer)
      addRows(source, s, property, width, buffer, jacobian)
    }
  }
  if (theta) differentiateChunk(chunk, theta, add)
  else chunk.configurations.forEach((_, s) => add(s))
  return new Map([...buffers].map(([key, buffer]) => [key, buffer.finish()]))
}

/** Adds the rows of one property of one structure. */
function addRows(
  { setup, chunk, residuals, scales, noise }: ChunkRows,
  s: number,
  property: Property,
  width: number,
  buffer: RowBuffer,
  jacobian: Float64Array | undefined,
): void {
  const { columns } = setup
  const configuration = chunk.configurations[s]
  const residual = residuals[s]
  const atoms = configuration.structure.numbers.length
  const own = chunk.potential.parameters.length
  const factor = Math.sqrt(configuration.weights[property] * (setup.byAtoms ? atomFactor(property, atoms) : 1))
  const [from, to] = observationRange(property, atoms)
  const design = property === "energy" ? energyDesign(setup.baseline, configuration.structure) : undefined
  const stress = property === "stress" ? stressColumns(setup.baseline, configuration) : undefined
  const weights = noise?.structures[s][property]
  const stride = width + 1
  const block = weights && new Float64Array((to - from) * stride)
  let count = 0
  for (let k = from; k < to; k++) {
    if (Number.isNaN(residual[k])) continue
    const { rows, at } = block ? { rows: block, at: count * stride } : buffer.next()
    const put = (parameter: number, derivative: number): void => {
      const column = columns[parameter]
      if (column >= 0 && column < width) rows[at + column] += factor * scales[parameter] * derivative
    }
    if (jacobian) for (let p = 0; p < own; p++) put(p, jacobian[k * own + p])
    if (design) for (let j = 0; j < design.length; j++) put(own + j, design[j])
    if (stress && stress[k - from] >= 0) put(own + stress[k - from], 1)
    rows[at + width] = factor * residual[k]
    count++
  }
  if (!noise || !weights || !block) return
  weighBlock(noise.form, weights, block, count, stride)
  for (let i = 0; i < count; i++) {
    const { rows, at } = buffer.next()
    for (let c = 0; c < stride; c++) rows[at + c] = block[i * stride + c]
  }
}
