import { registerJob } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { blockAt } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { observationRange } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"
import { extend, type Extents, noExtents, pointwiseStep } from "../pops/pointwise-box.ts"
import type { Axes } from "../pops/principal-axes.ts"
import { visitTraining } from "./kept-rows.ts"
import type { ByClass } from "./thresholds.ts"
import { type TrainingSetup, type TrainingTask, visitLabels } from "./training-setup.ts"

/** Third pass over the training data: how far the pointwise optimal parameters reach along their principal axes. */
export interface ExtentsSetup extends TrainingSetup {
  readonly thresholds: ByClass<number>
  readonly axes: Readonly<Record<Property, Axes>>
}

/** Name of the job; whoever runs it imports it from here, so that it is registered. */
export const extentsPass = "inference.extents"

function gatherExtents(setup: ExtentsSetup, task: TrainingTask): Record<Property, Extents> {
  const { basis, thresholds } = setup
  const { rank } = basis
  const { heap } = kernels()
  const { count } = setup.axes.energy
  const extents = { energy: noExtents(count), forces: noExtents(count), stress: noExtents(count) }
  const axes = { energy: heap.f64(rank * count), forces: heap.f64(rank * count), stress: heap.f64(rank * count) }
  for (const property of properties) axes[property].set(setup.axes[property].vectors)
  try {
    visitTraining(setup, task, ({ configuration, predicted, derivatives, digits }) =>
      heap.scope(() => {
        const kept = new Uint8Array(predicted.length)
        visitLabels(setup, configuration, predicted, (property, i, residual) => {
          const u = derivatives.subarray(i * rank, (i + 1) * rank)
          let variance = 0
          for (let k = 0; k < rank; k++) variance += u[k] * u[k]
          if (!(variance >= (thresholds[property].get(configuration.group) ?? Infinity))) return
          pointwiseStep(u, digits?.residuals[i] ?? residual, u)
          kept[i] = 1
        })
        for (const property of properties) {
          const [from, to] = observationRange(property, configuration.structure.numbers.length)
          if (!kept.subarray(from, to).includes(1)) continue
          const projections = heap.f64((to - from) * count)
          const steps = blockAt(derivatives, rank, from * rank)
          dense().multiply(to - from, count, rank, 1, steps, blockAt(axes[property], count), blockAt(projections, count))
          for (let i = from; i < to; i++) {
            if (!kept[i]) continue
            let squared = 0
            for (let k = 0; k < rank; k++) squared += derivatives[i * rank + k] ** 2
            extend(extents[property], projections.subarray((i - from) * count, (i - from + 1) * count), squared)
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
