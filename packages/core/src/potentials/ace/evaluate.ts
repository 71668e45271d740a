import type { Graph } from "../../graph/graph.ts"
import type { Evaluation } from "../potential.ts"
import { fade } from "./core/fade.ts"
import type { AceCentre, AceModel } from "./model.ts"
import { createSurroundings, speciesNumbers } from "./neighbourhood.ts"

/** Adds energies, forces and virials of a graph to `out`. */
export type AceEvaluator = (graph: Graph, theta: Float64Array, out: Evaluation) => void

/**
 * The plain evaluator of a model, the reference of faster ones: E_i = Σ_t c_t M_t with c_t = Σ_k θ_k coupling_kt, its adjoints
 * ω_a = ∂E_i/∂A_a, and ∂E_i/∂r_j = Σ_a ω_a ∂A_a/∂r_j; over a core, which fades this, as `AceCore` says.
 */
export function aceEvaluator(model: AceModel): AceEvaluator {
  const surroundings = createSurroundings(model)
  const adjoints = model.centres.map(({ radial }) => new Float64Array(radial.length))
  const gradient = new Float64Array(3)
  return (graph, theta, out) => {
    const numbers = speciesNumbers(model, graph)
    const weights = model.centres.map((centre) => monomialWeights(centre, theta))
    const { energies, forces, virials } = out
    for (let s = 0; s + 1 < graph.structures.length; s++) {
      for (let i = graph.structures[s]; i < graph.structures[s + 1]; i++) {
        const own = numbers[graph.species[i]]
        if (own < 0) continue
        const around = surroundings.gather(graph, i, numbers)
        const omega = adjoints[own]
        const bare = energyAndAdjoints(model.centres[own], weights[own], around.A, omega)
        const { value, slope } = model.core ? fade(around.core, model.core.fades[own]) : { value: 1, slope: 0 }
        energies[i] += value * bare + around.core
        for (let a = 0; a < omega.length; a++) omega[a] *= value
        for (let k = 0; k < around.count; k++) {
          around.pull(k, omega, gradient)
          const e = around.edge(k)
          const steep = ((1 + slope * bare) * around.coreSlope(k)) / graph.distances[e]
          for (let c = 0; c < 3; c++) gradient[c] += steep * graph.vectors[3 * e + c]
          const j = graph.neighbours[e]
          for (let c = 0; c < 3; c++) {
            forces[3 * i + c] += gradient[c]
            forces[3 * j + c] -= gradient[c]
            virials[6 * s + c] -= graph.vectors[3 * e + c] * gradient[c]
          }
          const [x, y] = [graph.vectors[3 * e], graph.vectors[3 * e + 1]]
          virials[6 * s + 3] -= y * gradient[2]
          virials[6 * s + 4] -= x * gradient[2]
          virials[6 * s + 5] -= x * gradient[1]
        }
      }
    }
  }
}

/** c_t = Σ_k θ_k coupling_kt of the monomials of a centre [eV]. */
export function monomialWeights({ functions, monomials, first }: AceCentre, theta: Float64Array): Float64Array {
  const weights = new Float64Array(monomials.offsets.length - 1)
  for (let k = 0; k + 1 < functions.offsets.length; k++) {
    for (let at = functions.offsets[k]; at < functions.offsets[k + 1]; at++) {
      weights[functions.monomials[at]] += theta[first + k] * functions.coefficients[at]
    }
  }
  return weights
}

/** Σ_t c_t M_t, and ω_a = Σ_t c_t ∂M_t/∂A_a. */
function energyAndAdjoints({ monomials }: AceCentre, weights: Float64Array, A: Float64Array, omega: Float64Array): number {
  const { offsets, factors } = monomials
  omega.fill(0)
  let energy = 0
  for (let t = 0; t < weights.length; t++) {
    const [from, to] = [offsets[t], offsets[t + 1]]
    for (let v = from; v < to; v++) {
      let others = weights[t]
      for (let u = from; u < to; u++) if (u !== v) others *= A[factors[u]]
      omega[factors[v]] += others
      if (v === from) energy += others * A[factors[v]]
    }
  }
  return energy
}
