import type { Graph } from "../../graph/graph.ts"
import { tabulatedDensity } from "../eam/setfl/interpolation.ts"
import type { BoundFunction } from "../many-body/function-set.ts"
import { speciesNumbers } from "../many-body/neighbourhoods.ts"
import type { Evaluation, JacobianBlock, Potential, PotentialSpec } from "../potential.ts"
import { evaluateMeam, type MeamFunctions } from "./evaluate.ts"
import type { MeamModel } from "./model/model.ts"
import { backgrounds } from "./reference/background.ts"
import { pairEnergy } from "./reference/pair-energy.ts"
import { atomEnergy } from "./surroundings/atom-energy.ts"
import { screeningReach } from "./surroundings/screening.ts"

/** Points of a table of a pair energy, and how far beyond the cutoff it goes. */
const POINTS = 1000
const BEYOND = 1.1

/**
 * The modified embedded-atom method with first or second neighbours,
 *
 *     E = Σ_i F_a(ρ̄_i) + ½ Σ_{i≠j} S_ij φ_ab(r_ij),
 *
 * with densities that depend on angles and S the screening of each pair by all other atoms. The pair energies are what makes the energy of
 * reference structures follow the Rose equation; they are tabulated as in LAMMPS `pair_style meam`, and what is evaluated are the tables.
 *
 * M. I. Baskes, doi:10.1103/PhysRevB.46.2727; B.-J. Lee, M. I. Baskes, doi:10.1103/PhysRevB.62.8564.
 */
export function meamPotential(model: MeamModel, spec: PotentialSpec): Potential {
  const ground = backgrounds(model)
  const count = model.elements.length
  const step = (BEYOND * model.cutoff) / POINTS
  const pairs: BoundFunction[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a; b < count; b++) {
      const values = Float64Array.from({ length: POINTS }, (_, m) => pairEnergy(model, ground, a, b, m * step))
      pairs.push({ radial: tabulatedDensity(values, step, model.cutoff), columns: [] })
    }
  }
  const functions: MeamFunctions = { model, pairs, atoms: ground.map((density, a) => atomEnergy(model, a, density)) }
  const elements = model.elements.map(({ number }) => number)
  // Atoms beyond the cutoff may screen a pair within it.
  const cutoff = model.cutoff * screeningReach(model.most)
  return Object.freeze({
    spec,
    elements,
    cutoff,
    parameters: Object.freeze([]),
    evaluate(graph: Graph, _theta: Float64Array, out: Evaluation): void {
      evaluateMeam(functions, graph, speciesNumbers(graph, elements, cutoff), out)
    },
    jacobian(_graph: Graph, _s: number, _theta: Float64Array, _block: JacobianBlock): void {},
  })
}
