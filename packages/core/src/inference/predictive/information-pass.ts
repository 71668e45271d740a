import { registerJob } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { blockAt, transposed } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { weighBlock } from "../../objective/noise/chunk-noise.ts"
import { referenceObservations } from "../../observables/observation.ts"
import { properties } from "../../observables/property.ts"
import { seedRandom, uniforms } from "../../random/random.ts"
import { keepRows, visitTraining } from "./kept-rows.ts"
import { type FactoredDigits, labelled } from "./structure-digits.ts"
import type { ByClass } from "./thresholds.ts"
import { type KeptRows, type TrainingSetup, type TrainingTask, visitLabels } from "./training-setup.ts"

/** First pass over the training data: what each fold knows, what each structure pulls, and how well each datum is known. */
export interface InformationSetup extends TrainingSetup {
  readonly members: number
  readonly seed: number
}

/** Sums over the structures of one task. */
export interface InformationSums {
  readonly fold: number
  /** Σ w u uᵀ, row-major `[rank × rank]`. */
  readonly gram: Float64Array
  /** Σ w u r, `[rank]`. */
  readonly pull: Float64Array
  /** By member of the committee `−Σ_s (ω_s − 1) Σ w u r`, by columns, row-major `[rank × members]`. */
  readonly committee: Float64Array
  /** Posterior variance of every labelled datum. */
  readonly variances: ByClass<Float64Array>
  /** Where they were to be kept. */
  readonly rows?: readonly KeptRows[]
}

/** Name of the job; whoever runs it imports it from here, so that it is registered. */
export const informationPass = "inference.information"

/** Random streams from here on weigh structures. */
const STRUCTURE_STREAM = 2_000_000_000

function gatherInformation(setup: InformationSetup, task: TrainingTask): InformationSums {
  const { members, fold, keep } = task
  const { basis, seed } = setup
  const { rank } = basis
  const { heap } = kernels()
  const pull = new Float64Array(rank)
  const committee = new Float64Array(rank * setup.members)
  const variances = { energy: new Map<string, number[]>(), forces: new Map<string, number[]>(), stress: new Map<string, number[]>() }
  const rows: KeptRows[] = []
  const gram = heap.f64(rank * rank)
  try {
    const pulled = new Float64Array(rank)
    const weights = new Float64Array(setup.members)
    visitTraining(setup, task, (own) => {
      if (keep) rows.push(keepRows(own))
      const { configuration, index, predicted, derivatives } = own
      pulled.fill(0)
      // Rows are weighed where they stand; those that were not fitted count as zero.
      const count = predicted.length
      const roots = new Float64Array(count)
      const residuals = new Float64Array(count)
      visitLabels(setup, configuration, predicted, (property, i, residual, weight, part) => {
        let variance = 0
        for (let k = 0; k < rank; k++) variance += derivatives[i * rank + k] ** 2
        const known = variances[property].get(configuration.group)
        if (known) known.push(variance)
        else variances[property].set(configuration.group, [variance])
        roots[i] = Math.sqrt(part * weight)
        residuals[i] = Math.sqrt(weight / part) * residual
      })
      for (let i = 0; i < count; i++) for (let k = 0; k < rank; k++) derivatives[i * rank + k] *= roots[i]
      if (own.digits && "factors" in own.digits) whitenRows(own.digits, configuration, { derivatives, residuals, rank })
      for (let i = 0; i < count; i++) for (let k = 0; k < rank; k++) pulled[k] += residuals[i] * derivatives[i * rank + k]
      const block = blockAt(derivatives, rank)
      dense().multiply(rank, rank, count, 1, transposed(block), block, blockAt(gram, rank))
      for (let k = 0; k < rank; k++) pull[k] += pulled[k]
      structureWeights(seed, members[index], weights)
      for (let k = 0; k < rank; k++)
        for (let b = 0; b < weights.length; b++) committee[k * weights.length + b] -= (weights[b] - 1) * pulled[k]
    })
    const { energy, forces, stress } = variances
    const known = { energy: packed(energy), forces: packed(forces), stress: packed(stress) }
    return { fold, gram: gram.slice(), pull, committee, variances: known, ...(keep && { rows }) }
  } finally {
    heap.free(gram)
  }
}

/** Makes the weighed rows of a structure independent, in place, where printed digits have tied them together. */
function whitenRows(
  { factors }: FactoredDigits,
  configuration: Configuration,
  { derivatives, residuals, rank }: { readonly derivatives: Float64Array; readonly residuals: Float64Array; readonly rank: number },
): void {
  const references = referenceObservations(configuration)
  const stride = rank + 1
  for (const property of properties) {
    const factor = factors[property]
    if (!factor) continue
    const data = labelled(references, property, configuration.structure.numbers.length)
    const block = new Float64Array(data.length * stride)
    data.forEach((i, row) => {
      block.set(derivatives.subarray(i * rank, (i + 1) * rank), row * stride)
      block[row * stride + rank] = residuals[i]
    })
    weighBlock("factors", factor, block, data.length, stride)
    data.forEach((i, row) => {
      derivatives.set(block.subarray(row * stride, row * stride + rank), i * rank)
      residuals[i] = block[row * stride + rank]
    })
  }
}

function packed(groups: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, Float64Array> {
  return new Map([...groups].map(([group, values]) => [group, Float64Array.from(values)] as const))
}

/** Weights of one structure in every member of a Bayesian bootstrap: exponential, of mean and variance one. Source: Rubin, DOI 10.1214/aos/1176345338. */
function structureWeights(seed: number, structure: number, out: Float64Array): void {
  uniforms(seedRandom(seed, STRUCTURE_STREAM + structure), out)
  for (let b = 0; b < out.length; b++) out[b] = -Math.log(1 - out[b])
}

registerJob(informationPass, gatherInformation)
