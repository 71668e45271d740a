import { numberOf } from "../../atoms/elements.ts"
import type { Graph } from "../../graph/graph.ts"
import { eamGauges } from "../eam/declared-gauges.ts"
import { eamColumns, pairNames } from "../eam/functions.ts"
import { evaluateEam } from "../eam/evaluate.ts"
import { jacobianEam } from "../eam/jacobian/jacobian.ts"
import { speciesNumbers } from "../eam/eam.ts"
import { shownFunctions } from "../eam/shown-functions.ts"
import type { PotentialFunction, WithFunctions } from "../functions/potential-function.ts"
import { gaugeOfTerm, type WithGauges } from "../gauge.ts"
import type { WithLammps } from "../lammps-model.ts"
import type { Evaluation, JacobianBlock, Potential, PotentialSpec } from "../potential.ts"
import { adpColumns, adpLayout, type AdpColumns, type AdpFunctions } from "./functions.ts"
import { evaluateMoments } from "./moments/evaluate.ts"
import { jacobianMoments } from "./moments/jacobian.ts"

/** An angular-dependent potential; its functions are open to whoever tabulates or draws them, and LAMMPS runs its table. */
export interface AdpPotential extends Potential, WithFunctions, WithGauges, WithLammps {
  readonly adp: AdpFunctions
}

/**
 * Embedded atoms with penalties for surroundings that lack cubic symmetry,
 *
 *     E = Σ_i [F_a(ρ_i) + ½ Σ_j φ_ab(r_ij) + ½ |μ_i|² + ½ λ_i : λ_i − (tr λ_i)²/6],
 *     μ_i = Σ_j u_ab(r_ij) r_ij,   λ_i = Σ_j w_ab(r_ij) r_ij ⊗ r_ij.
 *
 * Exact forces, virials and parameter derivatives, in any cell (an atom may be its own neighbour).
 *
 * Y. Mishin, M. J. Mehl, D. A. Papaconstantopoulos, doi:10.1016/j.actamat.2005.05.001.
 *
 * @param elements atomic numbers, in the order of `functions.eam.symbols`
 * @param cutoff [Å], at least the end of every function of a distance
 * @param lammps the table for LAMMPS
 */
export function adpPotential(
  functions: AdpFunctions,
  elements: readonly number[],
  cutoff: number,
  spec: PotentialSpec,
  lammps: WithLammps["lammps"],
): AdpPotential {
  const embedded = eamColumns(functions.eam)
  const columns = adpColumns(functions)
  return Object.freeze({
    spec,
    elements,
    cutoff,
    parameters: adpLayout(functions),
    adp: functions,
    functions: Object.freeze([...shownFunctions(functions.eam), ...shownMoments(functions, columns)]),
    gauges: Object.freeze(eamGauges(functions.eam).map((gauge) => gaugeOfTerm(gauge, 0, embedded.count))),
    lammps,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      const species = speciesNumbers(graph, elements, cutoff)
      evaluateEam(functions.eam, embedded, species, graph, theta, out)
      evaluateMoments(functions, columns, species, graph, theta, out)
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      const species = speciesNumbers(graph, elements, cutoff)
      jacobianEam(functions.eam, embedded, species, graph, s, theta, block)
      jacobianMoments(functions, columns, species, graph, s, theta, block)
    },
  })
}

function shownMoments(functions: AdpFunctions, columns: AdpColumns): readonly PotentialFunction[] {
  const names = pairNames(functions.eam.symbols)
  const show = (role: "dipole" | "quadrupole", unit: string): readonly PotentialFunction[] =>
    functions[role].map((radial, k) =>
      Object.freeze({
        name: `${role}.${names[k]}`,
        role,
        elements: names[k].split("-").map((symbol) => numberOf(symbol) ?? 0),
        radial,
        offset: columns[role][k],
        argument: { name: "r", unit: "Å" },
        value: { name: `${role} function`, unit },
      }),
    )
  return [...show("dipole", "eV^½/Å"), ...show("quadrupole", "eV^½/Å²")]
}
