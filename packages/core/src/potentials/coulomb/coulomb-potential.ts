import { symbolOf } from "../../atoms/elements.ts"
import type { Graph } from "../../graph/graph.ts"
import type { LammpsModel, WithLammps } from "../lammps-model.ts"
import type { Evaluation, JacobianBlock, Potential } from "../potential.ts"
import { speciesNumbers } from "../many-body/neighbourhoods.ts"
import { demandNeutral, valuesOfAtoms } from "./charges-of-structure.ts"
import { ewald } from "./ewald/ewald.ts"
import { coulombLammps } from "./lammps.ts"
import { elementParameters } from "./spec/element-parameters.ts"
import type { CoulombSpec } from "./spec/schema.ts"
import { addResponse, addResponseColumn } from "./sums/add-response.ts"
import { chargeResponse } from "./sums/charge-response.ts"
import { dampedShiftedForce } from "./sums/damped-shifted-force.ts"

/** α of `dsf` [1/Å], as its authors recommend for cutoffs of 9 Å and more. */
const DAMPING = 0.2
const ACCURACY = 1e-8

/**
 * E = ½ Σ_ij q_i q_j M_ij of charges by element. It is quadratic in them: its derivative with respect to one is the same sum with the
 * atoms of that element on one side.
 */
export function coulombPotential(spec: CoulombSpec, elements: readonly number[], cutoff: number): Potential & WithLammps {
  const { accuracy = ACCURACY, damping = DAMPING, method, netCharge } = spec
  const parameters = Object.freeze(elementParameters(chargeParameter, elements, spec.charges))
  const sum = method === "ewald" ? ewald(accuracy, cutoff) : dampedShiftedForce(damping, cutoff)
  const charges = (graph: Graph, s: number, theta: Float64Array): Float64Array => {
    const q = valuesOfAtoms(graph, s, speciesNumbers(graph, elements, cutoff), theta)
    if (netCharge === "refuse") demandNeutral(graph, s, q)
    return q
  }
  return Object.freeze({
    spec,
    elements,
    cutoff,
    ...(method === "ewald" ? { unbounded: "charges act at all distances" } : { byCentre: true }),
    parameters,
    lammps: (theta: Float64Array): LammpsModel => {
      const symbols = elements.map(symbolOf)
      return coulombLammps({ symbols, charges: theta, method, cutoff, accuracy, damping })
    },
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      for (let s = 0; s < graph.structures.length - 1; s++) {
        const q = charges(graph, s, theta)
        const response = chargeResponse(q)
        sum.add(graph, s, q, [response])
        addResponse(response, graph, s, out)
      }
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      const q = charges(graph, s, theta)
      const numbers = speciesNumbers(graph, elements, cutoff)
      const responses = elements.map((_, a) => {
        const own = Float64Array.from(elements, (_, b) => (a === b ? 2 : 0))
        return chargeResponse(valuesOfAtoms(graph, s, numbers, own))
      })
      sum.add(graph, s, q, responses)
      responses.forEach((response, a) => addResponseColumn(response, block, a))
    },
  })
}

const chargeParameter = {
  table: "charges",
  path: "charge",
  unit: "e",
  lower: -9,
  upper: 9,
  transform: "identity",
  fixed: true,
  linear: false,
  doc: (symbol: string) => `charge of ${symbol}`,
} as const
