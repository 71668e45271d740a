import { registerJob } from "../../kernels/jobs.ts"
import { kernels } from "../../kernels/kernels.ts"
import { blockAt, transposed } from "../../linalg/dense/backend.ts"
import { dense } from "../../linalg/dense/dense.ts"
import { cholesky, solveCholesky } from "../../linalg/factorisations/cholesky.ts"
import { triangleOf } from "../../linalg/triangle/combine-rows.ts"
import { heightOf } from "../../linalg/triangle/triangle.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { atomFactor, classKey } from "../../objective/data-class.ts"
import { observationRange } from "../../observables/observation.ts"
import { properties, type Property } from "../../observables/property.ts"
import type { RowBasis } from "../predictive/row-basis.ts"
import { visitRows } from "../predictive/visit-rows.ts"
import type { Knowledge } from "./knowledge.ts"

/** What threads know to say what structures would tell. Plain data. */
export interface CandidateSetup extends Pick<Knowledge, "classes" | "properties"> {
  readonly basis: RowBasis
  readonly byAtoms: boolean
}

/** Structures of a pool. */
export interface CandidateTask {
  readonly configurations: readonly Configuration[]
}

/** What the labels of one structure would tell, whatever they are: rows u = Bᵀ ∂p/∂z in units of what is known. */
export interface LabelCandidate {
  readonly atoms: number
  readonly group: string
  /** Triangle T of its rows, each over its σ, row-major `[height × rank]`: TᵀT is the information that its labels would add. */
  readonly rows: Float64Array
  readonly height: number
  /** How many labels those are. */
  readonly data: number
  /** `[2 rank]`: the row of its energy, and the sizes of the columns of its forces; the same for structures that are turned or mirrored. */
  readonly fingerprint: Float64Array
  /** By property: part of the variance along the least known direction that its labels would leave. */
  readonly left: Readonly<Record<Property, number>>
}

/** What one task gives. */
export interface LabelCandidates {
  readonly candidates: readonly LabelCandidate[]
  /** By property: Σ uᵀu over all predictions of the structures, row-major `[rank × rank]`, and how many. */
  readonly grams: Readonly<Record<Property, Float64Array>>
  readonly counts: Readonly<Record<Property, number>>
}

/** Name of the job; whoever runs it imports it from here, so that it is registered. */
export const candidatePass = "inference.candidates"

function gatherCandidates(setup: CandidateSetup, { configurations }: CandidateTask): LabelCandidates {
  const { basis } = setup
  const { rank } = basis
  const { heap } = kernels()
  // No scope of the heap: what potentials keep there for later must outlive it.
  const room: Record<Property, Float64Array> = {
    energy: heap.f64(rank * rank),
    forces: heap.f64(rank * rank),
    stress: heap.f64(rank * rank),
  }
  try {
    const counts = { energy: 0, forces: 0, stress: 0 }
    const candidates: LabelCandidate[] = []
    visitRows(basis, configurations, ({ configuration, derivatives }) => {
      const atoms = configuration.structure.numbers.length
      const left: Record<Property, number> = { energy: 1, forces: 1, stress: 1 }
      const parts: { readonly rows: Float64Array; readonly factor: number }[] = []
      for (const property of properties) {
        const factor = factorOf(setup, configuration, property)
        if (factor === 0 || (property === "stress" && !configuration.structure.cell)) continue
        const [from, to] = observationRange(property, atoms)
        const rows = derivatives.subarray(from * rank, to * rank)
        const block = blockAt(rows, rank)
        dense().multiply(rank, rank, to - from, 1, transposed(block), block, blockAt(room[property], rank))
        counts[property] += to - from
        parts.push({ rows, factor })
        left[property] = leftAlongLast(rows, to - from, rank, factor)
      }
      const fingerprint = fingerprintOf(derivatives, atoms, rank)
      candidates.push({ atoms, group: configuration.group, ...stacked(parts, rank), fingerprint, left })
    })
    const grams = { energy: room.energy.slice(), forces: room.forces.slice(), stress: room.stress.slice() }
    return { candidates, grams, counts }
  } finally {
    heap.free(room.energy, room.forces, room.stress)
  }
}

/** 1/σ of the rows of a configuration; 0 where they are not fitted. */
function factorOf({ classes, properties: others, byAtoms }: CandidateSetup, configuration: Configuration, property: Property): number {
  const { group, weights, structure } = configuration
  const factor = classes.get(classKey(group, property)) ?? others[property]
  return factor * Math.sqrt(weights[property] * (byAtoms ? atomFactor(property, structure.numbers.length) : 1))
}

function stacked(
  parts: readonly { readonly rows: Float64Array; readonly factor: number }[],
  rank: number,
): Pick<LabelCandidate, "rows" | "height" | "data"> {
  const count = parts.reduce((sum, { rows }) => sum + rows.length / rank, 0)
  const block = new Float64Array(count * (rank + 1))
  let row = 0
  for (const { rows, factor } of parts) {
    for (let at = 0; at < rows.length; at += rank, row++) {
      for (let k = 0; k < rank; k++) block[row * (rank + 1) + k] = factor * rows[at + k]
    }
  }
  const triangle = triangleOf(block, count, rank)
  const height = Math.min(rank, heightOf(triangle))
  const out = new Float64Array(height * rank)
  for (let i = 0; i < height; i++) out.set(triangle.data.subarray(i * (rank + 1), i * (rank + 1) + rank), i * rank)
  return { rows: out, height, data: count }
}

/** 1 − gᵀ (1 + U Uᵀ)⁻¹ g, with g the last column of U: the last axis is the least known one. */
function leftAlongLast(rows: Float64Array, count: number, rank: number, factor: number): number {
  const { heap } = kernels()
  return heap.scope(() => {
    const products = heap.f64(count * count)
    const block = blockAt(rows, rank)
    dense().multiply(count, count, rank, factor * factor, block, transposed(block), blockAt(products, count))
    for (let i = 0; i < count; i++) products[i * (count + 1)] += 1
    const factorised = cholesky(products, count)
    if (!factorised.ok) return 1
    const last = Float64Array.from({ length: count }, (_, i) => factor * rows[i * rank + rank - 1])
    const solved = solveCholesky(factorised.L, count, last)
    return Math.max(0, 1 - last.reduce((sum, value, i) => sum + value * solved[i], 0))
  })
}

function fingerprintOf(derivatives: Float64Array, atoms: number, rank: number): Float64Array {
  const fingerprint = new Float64Array(2 * rank)
  fingerprint.set(derivatives.subarray(0, rank))
  for (let i = 1; i <= 3 * atoms; i++) for (let k = 0; k < rank; k++) fingerprint[rank + k] += derivatives[i * rank + k] ** 2
  for (let k = rank; k < 2 * rank; k++) fingerprint[k] = Math.sqrt(fingerprint[k])
  return fingerprint
}

registerJob(candidatePass, gatherCandidates)
