import { Failure } from "../../../failure/failure.ts"
import type { Graph } from "../../../graph/graph.ts"
import { gaugeAlong, type WithGauges } from "../../gauge.ts"
import type { WithLammps } from "../../lammps-model.ts"
import { speciesNumbers } from "../../many-body/neighbourhoods.ts"
import type { Evaluation, JacobianBlock, Potential } from "../../potential.ts"
import { COULOMB } from "../coulomb-constant.ts"
import { valuesOfAtoms } from "../charges-of-structure.ts"
import { ewald } from "../ewald/ewald.ts"
import { addResponse, addResponseColumn } from "../sums/add-response.ts"
import { type ChargeResponse, chargeResponse } from "../sums/charge-response.ts"
import { addShortRange } from "../sums/short-range.ts"
import { equilibrate, type Equilibrium } from "./equilibrate.ts"
import { demandNarrow, equilibrationParameters } from "./equilibration-parameters.ts"
import type { EquilibrationSpec } from "./schema.ts"
import { fieldOf } from "./field.ts"
import { spreadByWidth, spreadCharges } from "./spread-charges.ts"

/**
 * The least value, over charges that add up to zero, of
 *
 *     E = Σ_i [χ_a q_i + ½ (J_a + k/(σ_a √π)) q_i²] + ½ Σ_{i≠j} k q_i q_j erf(r_ij/√2γ_ij)/r_ij,   γ² = σ_i² + σ_j²,   k = e²/(4πε₀),
 *
 * with Gaussian charges and all images (A. K. Rappé, W. A. Goddard, J. Phys. Chem. 95, 3358 (1991), doi:10.1021/j100161a070; of Gaussian
 * charges as in T. W. Ko et al., Nat. Commun. 12, 398 (2021), doi:10.1038/s41467-020-20427-2). Forces are those of fixed charges, as the
 * energy is least in them; derivatives of forces follow how the charges change.
 */
export function equilibrationPotential(
  spec: EquilibrationSpec,
  elements: readonly number[],
  cutoff: number,
): Potential & WithGauges & WithLammps {
  const { accuracy = 1e-8 } = spec
  const parameters = equilibrationParameters(spec, elements)
  const count = elements.length
  const points = ewald(accuracy, cutoff)
  const equilibriumOf = (graph: Graph, s: number, theta: Float64Array): Equilibrium => {
    demandNarrow(theta.subarray(2 * count), accuracy, cutoff)
    return equilibrate(graph, s, speciesNumbers(graph, elements, cutoff), theta, { accuracy, cutoff })
  }
  const addEnergies = (graph: Graph, s: number, { q, widths }: Equilibrium, responses: readonly ChargeResponse[]): void => {
    points.add(graph, s, q, responses)
    addShortRange(graph, s, cutoff, spreadCharges(widths), q, responses)
  }
  return Object.freeze({
    spec,
    elements,
    cutoff,
    unbounded: "charges act at all distances, and every charge follows all others",
    parameters,
    gauges: Object.freeze([
      gaugeAlong({ name: "zero of electronegativity", doc: "χ → χ + c of all elements, as charges add up to zero" }, (theta) =>
        theta.map((_, k) => Number(k < count)),
      ),
    ]),
    lammps(): never {
      throw new Failure("LAMMPS has no equivalent of Gaussian charges in equilibrium", { advice: "leave export.lammps out" })
    },
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      for (let s = 0; s < graph.structures.length - 1; s++) {
        const equilibrium = equilibriumOf(graph, s, theta)
        const { q, chi, hardness, widths } = equilibrium
        const response = chargeResponse(q)
        addEnergies(graph, s, equilibrium, [response])
        q.forEach((charge, i) => {
          response.energies[i] += chi[i] * charge + 0.5 * (hardness[i] + COULOMB / (widths[i] * Math.sqrt(Math.PI))) * charge * charge
        })
        addResponse(response, graph, s, out)
      }
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      const equilibrium = equilibriumOf(graph, s, theta)
      const { q, widths, respond } = equilibrium
      const numbers = speciesNumbers(graph, elements, cutoff)
      const explicit: ChargeResponse[] = []
      const changes: ChargeResponse[] = []
      for (let k = 0; k < 3 * count; k++) {
        const own = valuesOfAtoms(graph, s, numbers, indicator(count, k % count))
        const { b, response } = gradientChange(graph, s, cutoff, Math.floor(k / count), own, q, widths)
        explicit.push(response)
        changes.push(chargeResponse(respond(b).map((change) => 2 * change)))
      }
      addEnergies(graph, s, equilibrium, changes)
      // The energy is least in the charges, so that it does not feel how they change.
      changes.forEach((change, k) => addResponseColumn({ ...change, energies: explicit[k].energies }, block, k))
      explicit.forEach((response, k) => addResponseColumn({ ...response, energies: new Float64Array(0) }, block, k))
    },
  })
}

function indicator(count: number, one: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => Number(k === one))
}

/** ∂/∂θ at fixed charges, with θ = χ, J or σ (`kind` 0, 1, 2) of the atoms of which `own` is 1: of E, F and W, and of b = ∂E/∂q. */
function gradientChange(
  graph: Graph,
  s: number,
  cutoff: number,
  kind: number,
  own: Float64Array,
  q: Float64Array,
  widths: Float64Array,
): { readonly b: Float64Array; readonly response: ChargeResponse } {
  const response = chargeResponse(q)
  if (kind === 0) {
    response.energies.set(q.map((charge, i) => own[i] * charge))
    return { b: own, response }
  }
  const stiffening = kind === 1 ? own : own.map((one, i) => (-COULOMB * one) / (widths[i] ** 2 * Math.sqrt(Math.PI)))
  const b = q.map((charge, i) => stiffening[i] * charge)
  response.energies.set(q.map((charge, i) => 0.5 * stiffening[i] * charge * charge))
  if (kind === 1) return { b, response }
  const interaction = spreadByWidth(widths, own)
  addShortRange(graph, s, cutoff, interaction, q, [response])
  const field = fieldOf(graph, s, cutoff, interaction, q)
  return { b: b.map((value, i) => value + field[i]), response }
}
