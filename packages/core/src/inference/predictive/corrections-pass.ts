import { registerJob } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { type Block, blockAt, transposed } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { observationRange } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"
import { pointwiseStep } from "../pops/pointwise-box.ts"
import { featuresOf } from "./features.ts"
import { visitTraining } from "./kept-rows.ts"
import type { ByClass } from "./thresholds.ts"
import { type TrainingSetup, type TrainingTask, visitLabels } from "./training-setup.ts"

/** Second pass over the training data: errors on data held out, and what would have met each datum. */
export interface CorrectionsSetup extends TrainingSetup {
  /** Posterior variance from which on a datum counts for the pointwise optimal parameters. */
  readonly thresholds: ByClass<number>
  /** By fold: where the parameters are without it, `[folds][rank]`. */
  readonly without: readonly Float64Array[]
  /** Ω of the sketch that stands for Σ z zᵀ where that would be too large, row-major `[rank × axes]`; null where it is not. */
  readonly probe: Float64Array | null
}

/** Data of one structure and property that were held out. */
export interface HeldOut {
  readonly property: Property
  readonly fold: number
  readonly group: string
  /** Of the configuration. */
  readonly weight: number
  /** Prediction without the fold, less the reference. */
  readonly errors: Float64Array
  /** Variance that parameters and printed digits leave open. */
  readonly open: Float64Array
  /** What may foretell their size, by feature. */
  readonly features: readonly Float64Array[]
}

/** What one task gives. */
export interface Corrections {
  readonly heldOut: readonly HeldOut[]
  /** By property: Σ z zᵀ over the pointwise steps, row-major `[rank × rank]`, or Σ z (zᵀΩ), `[rank × axes]`. */
  readonly grams: Readonly<Record<Property, Float64Array>>
}

/** Name of the job; whoever runs it imports it from here, so that it is registered. */
export const correctionsPass = "inference.corrections"

function gatherCorrections(setup: CorrectionsSetup, task: TrainingTask): Corrections {
  const { fold } = task
  const { basis, thresholds } = setup
  const { rank } = basis
  const { heap } = kernels()
  const heldOut: HeldOut[] = []
  const axes = setup.probe ? setup.probe.length / rank : rank
  const grams = { energy: heap.f64(rank * axes), forces: heap.f64(rank * axes), stress: heap.f64(rank * axes) }
  const probe = setup.probe && heap.f64(setup.probe.length)
  probe?.set(setup.probe!)
  try {
    const z = setup.without[fold]
    visitTraining(setup, task, ({ configuration, predicted, derivatives, digits }) => {
      const atoms = configuration.structure.numbers.length
      const errors: Record<Property, number[]> = { energy: [], forces: [], stress: [] }
      const open: Record<Property, number[]> = { energy: [], forces: [], stress: [] }
      const features: Record<Property, number[][]> = { energy: [], forces: [], stress: [] }
      const kept = new Uint8Array(predicted.length)
      visitLabels(setup, configuration, predicted, (property, i, residual) => {
        const u = derivatives.subarray(i * rank, (i + 1) * rank)
        let variance = 0
        let shift = 0
        for (let k = 0; k < rank; k++) {
          variance += u[k] * u[k]
          shift += u[k] * z[k]
        }
        errors[property].push(residual + shift)
        open[property].push(variance + (digits?.variances[i] ?? 0))
        featuresOf(property, i, predicted, variance, digits?.variances[i]).forEach((value, f) => (features[property][f] ??= []).push(value))
        if (!(variance >= (thresholds[property].get(configuration.group) ?? Infinity))) return
        pointwiseStep(u, digits?.residuals[i] ?? residual, u)
        kept[i] = 1
      })
      for (const property of properties) {
        if (errors[property].length === 0) continue
        heldOut.push({
          property,
          fold,
          group: configuration.group,
          weight: configuration.weights[property],
          errors: Float64Array.from(errors[property]),
          open: Float64Array.from(open[property]),
          features: features[property].map((values) => Float64Array.from(values)),
        })
        const [from, to] = observationRange(property, atoms)
        for (let i = from; i < to; i++) if (!kept[i]) derivatives.fill(0, i * rank, (i + 1) * rank)
        const block = blockAt(derivatives, rank, from * rank)
        addSteps(block, to - from, rank, probe, grams[property])
      }
    })
    return { heldOut, grams: { energy: grams.energy.slice(), forces: grams.forces.slice(), stress: grams.stress.slice() } }
  } finally {
    heap.free(grams.energy, grams.forces, grams.stress, ...(probe ? [probe] : []))
  }
}

/** Adds Zᵀ Z, or Zᵀ (Z Ω). */
function addSteps(Z: Block, count: number, rank: number, probe: Float64Array | null, gram: Float64Array): void {
  if (!probe) return dense().multiply(rank, rank, count, 1, transposed(Z), Z, blockAt(gram, rank))
  const { heap } = kernels()
  const axes = probe.length / rank
  heap.scope(() => {
    const seen = blockAt(heap.f64(count * axes), axes)
    dense().multiply(count, axes, rank, 1, Z, blockAt(probe, axes), seen)
    dense().multiply(rank, axes, count, 1, transposed(Z), seen, blockAt(gram, axes))
  })
}

registerJob(correctionsPass, gatherCorrections)
