import type { Graph } from "../../graph/graph.ts"
import type { WithFunctions } from "../functions/potential-function.ts"
import type { WithGauges } from "../gauge.ts"
import type { WithLammps } from "../lammps-model.ts"
import type { Evaluation, JacobianBlock, Potential, PotentialSpec } from "../potential.ts"
import { eamGauges } from "./declared-gauges.ts"
import { evaluateEam } from "./evaluate.ts"
import { eamColumns, eamLayout, type EamFunctions } from "./functions.ts"
import { jacobianEam } from "./jacobian/jacobian.ts"
import { shownFunctions } from "./shown-functions.ts"

/** An embedded-atom potential; its functions are open to whoever tabulates or draws them, and LAMMPS runs its setfl table. */
export interface EamPotential extends Potential, WithFunctions, WithGauges, WithLammps {
  readonly eam: EamFunctions
}

/**
 * E = Σ_i F_a(ρ_i) + ½ Σ_{i≠j} φ_ab(r_ij), with ρ_i = Σ_j f_b(r_ij) (`alloy`) or Σ_j f_ab(r_ij) (`fs`), a and b the elements of i
 * and j. Exact forces, virials and parameter derivatives of all three, in any cell (an atom may be its own neighbour).
 *
 * M. S. Daw, M. I. Baskes, doi:10.1103/PhysRevB.29.6443; M. W. Finnis, J. E. Sinclair, doi:10.1080/01418618408244210.
 *
 * @param elements atomic numbers, in the order of `functions.symbols`
 * @param cutoff [Å], at least the end of every pair and density function
 * @param lammps the table for LAMMPS
 */
export function eamPotential(
  functions: EamFunctions,
  elements: readonly number[],
  cutoff: number,
  spec: PotentialSpec,
  lammps: WithLammps["lammps"],
): EamPotential {
  const columns = eamColumns(functions)
  return Object.freeze({
    spec,
    elements,
    cutoff,
    parameters: eamLayout(functions),
    eam: functions,
    functions: shownFunctions(functions),
    gauges: eamGauges(functions),
    lammps,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      evaluateEam(functions, columns, speciesNumbers(graph, elements, cutoff), graph, theta, out)
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      jacobianEam(functions, columns, speciesNumbers(graph, elements, cutoff), graph, s, theta, block)
    },
  })
}

/** The potential's number of each element of the graph. */
export function speciesNumbers(graph: Graph, elements: readonly number[], cutoff: number): readonly number[] {
  if (graph.cutoff < cutoff) throw new Error(`a graph up to ${graph.cutoff} Å is too short for a cutoff of ${cutoff} Å`)
  return graph.elements.map((number) => elements.indexOf(number))
}
