import type { Graph } from "../../../graph/graph.ts"
import { kernels, type Kernels } from "../../../kernels/kernels.ts"
import type { Evaluation, JacobianBlock } from "../../potential.ts"
import type { AceModel } from "../model.ts"
import { compileCentre, type CompiledCentre } from "./compiled-centre.ts"
import type { AceEmbedding } from "./embedding.ts"
import { evaluateFast, type Weighted } from "./evaluate.ts"
import { differentiate, jacobianFast, type DifferentiatedCentre } from "./jacobian.ts"
import { siteRowsFast } from "./site-rows.ts"

/** Evaluates an atomic cluster expansion by compiled code. */
export interface AceEvaluator {
  /** Adds energies, forces and virials of the whole graph to `out`; atoms of elements that the model does not know are not seen. */
  evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void
  /** Adds ∂(E, F, W)/∂θ of structure `s` to `block`. @throws Error with an embedding, whose energies are not linear in θ. */
  jacobian(graph: Graph, s: number, block: JacobianBlock): void
  /** Adds ∂E_i/∂θ of every atom to rows of length `stride`, from `column` on. @throws Error with an embedding. */
  siteRows(graph: Graph, out: Float64Array, stride: number, column: number): void
}

/**
 * Compiles a model at its first use in each thread. Results differ from the plain sums by rounding only.
 *
 * @param embedding energies as a function of several densities; without one, an atom's energy is Σ_k θ_k B_k
 */
export function createAceEvaluator(model: AceModel, embedding?: AceEmbedding): AceEvaluator {
  let compiled: Compiled | undefined
  const current = (): Compiled => (compiled?.owner === kernels() ? compiled : (compiled = compile(model, embedding)))
  return Object.freeze({
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      const { centres, kinds, weigh } = current()
      weigh(theta)
      setKinds(kinds, model, graph)
      evaluateFast(centres, embedding, graph, kinds, out)
    },
    jacobian(graph: Graph, s: number, block: JacobianBlock): void {
      if (embedding) throw new Error("energies of an embedding have no constant derivatives")
      const { kinds, differentiated } = current()
      setKinds(kinds, model, graph)
      jacobianFast(differentiated(), graph, kinds, s, block)
    },
    siteRows(graph: Graph, out: Float64Array, stride: number, column: number): void {
      if (embedding) throw new Error("energies of an embedding have no constant derivatives")
      const { kinds, differentiated } = current()
      setKinds(kinds, model, graph)
      siteRowsFast(differentiated(), graph, kinds, out, stride, column)
    },
  })
}

interface Compiled {
  readonly owner: Kernels
  readonly centres: readonly Weighted[]
  readonly kinds: Uint8Array
  /** Made at the first call. */
  differentiated(): readonly DifferentiatedCentre[]
  weigh(theta: Float64Array): void
}

function compile(model: AceModel, embedding: AceEmbedding | undefined): Compiled {
  const owner = kernels()
  const { heap } = owner
  return heap.keep(() => {
    const densities = embedding?.densities ?? 1
    const centres = model.centres.map((_, c) => {
      const centre = compileCentre(heap, model, c)
      return { centre, weights: heap.f64(centre.leaves * densities) }
    })
    const last = centres.reduce((end, { centre }) => Math.max(end, centre.model.first + centre.functions), 0)
    let derivatives: readonly DifferentiatedCentre[] | undefined
    const known = new Float64Array(last).fill(NaN)
    return {
      owner,
      centres,
      kinds: heap.u8(256),
      differentiated: () => (derivatives ??= heap.keep(() => centres.map(({ centre }) => differentiate(heap, centre)))),
      weigh(theta) {
        let same = true
        for (let k = 0; k < last && same; k++) same = known[k] === theta[k]
        if (same) return
        known.set(theta.subarray(0, last))
        for (const { centre, weights } of centres) setWeights(centre, theta, embedding, weights)
      },
    }
  })
}

/** Weight of each leaf and density: Σ_k θ_k × coupling × norms of the sums, over the functions of that density. */
function setWeights(centre: CompiledCentre, theta: Float64Array, embedding: AceEmbedding | undefined, weights: Float64Array): void {
  const { model, functions, leafOf, norms } = centre
  const { offsets, monomials, coefficients } = model.functions
  weights.fill(0)
  for (let k = 0; k < functions; k++) {
    const index = model.first + k
    const p = embedding ? embedding.densityOf[index] : 0
    for (let e = offsets[k]; e < offsets[k + 1]; e++) {
      const t = monomials[e]
      weights[leafOf[t] * (embedding?.densities ?? 1) + p] += theta[index] * coefficients[e] * norms[t]
    }
  }
}

/** The model's species of each species of the graph. @throws Error for a graph that is too short. */
function setKinds(kinds: Uint8Array, model: AceModel, graph: Graph): void {
  if (graph.cutoff < model.cutoff) throw new Error(`a graph up to ${graph.cutoff} Å is too short for a cutoff of ${model.cutoff} Å`)
  kinds.fill(255)
  graph.elements.forEach((number, z) => (kinds[z] = model.elements.includes(number) ? model.elements.indexOf(number) : 255))
}
