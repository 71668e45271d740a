import { registerJob } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { observationRange } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"
import { extend, type Extents, noExtents, pointwiseStep } from "../pops/pointwise-box.ts"
import { visitTraining } from "./kept-rows.ts"
import type { ByClass } from "./thresholds.ts"
import { type TrainingSetup, type TrainingTask, visitLabels } from "./training-setup.ts"

/** Third pass over the training data: how far the pointwise optimal parameters reach along their principal axes. */
export interface ExtentsSetup extends TrainingSetup {
  readonly thresholds: ByClass<number>
  /** By property: axes by columns, row-major `[rank × rank]`. */
  readonly axes: Readonly<Record<Property, Float64Array>>
}

/** Name of the job; whoever runs it imports it from here, so that it is registered. */
export const extentsPass = "inference.extents"

function gatherExtents(setup: ExtentsSetup, task: TrainingTask): Record<Property, Extents> {
  const { basis, thresholds } = setup
  const { rank } = basis
  const { heap } = kernels()
  const extents = { energy: noExtents(rank), forces: noExtents(rank), stress: noExtents(rank) }
  const axes = { energy: heap.f64(rank * rank), forces: heap.f64(rank * rank), stress: heap.f64(rank * rank) }
  for (const property of properties) axes[property].set(setup.axes[property])
  try {
    visitTraining(setup, task, ({ configuration, predicted, derivatives }) =>
      heap.scope(() => {
        const kept = new Uint8Array(predicted.length)
        visitLabels(setup, configuration, predicted, (property, i, residual) => {
          const u = derivatives.subarray(i * rank, (i + 1) * rank)
          let variance = 0
          for (let k = 0; k < rank; k++) variance += u[k] * u[k]
          if (!(variance >= (thresholds[property].get(configuration.group) ?? Infinity))) return
          pointwiseStep(u, residual, u)
          kept[i] = 1
        })
        for (const property of properties) {
          const [from, to] = observationRange(property, configuration.structure.numbers.length)
          if (!kept.subarray(from, to).includes(1)) continue
          const projections = heap.f64((to - from) * rank)
          const steps = blockAt(derivatives, rank, from * rank)
          dense().multiply(to - from, rank, rank, 1, steps, blockAt(axes[property], rank), blockAt(projections, rank))
          for (let i = from; i < to; i++) {
            if (!kept[i]) continue
            extend(extents[property], projections.subarray((i - from) * rank, (i - from + 1) * rank))
            extents[property].rows++
          }
        }
      }),
    )
    return extents
  } finally {
    heap.free(axes.energy, axes.forces, axes.stress)
  }
}

registerJob(extentsPass, gatherExtents)
