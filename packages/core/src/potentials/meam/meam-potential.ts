import type { Graph } from "../../graph/graph.ts"
import { gaugeAlong, type Gauge, type WithGauges } from "../gauge.ts"
import type { WithLammps } from "../lammps-model.ts"
import { speciesNumbers } from "../many-body/neighbourhoods.ts"
import type { Evaluation, JacobianBlock, Potential } from "../potential.ts"
import { evaluateMeam } from "./evaluate.ts"
import { meamFiles } from "./file/write.ts"
import { functionsAt, slopesAt } from "./functions.ts"
import { jacobianMeam } from "./jacobian.ts"
import type { MeamSpec } from "./spec/meam-spec.ts"
import { placeMeam, type PlacedMeam } from "./spec/place.ts"
import { screeningReach } from "./surroundings/ellipse.ts"

/**
 * The modified embedded-atom method with first or second neighbours,
 *
 *     E = Σ_i F_a(ρ̄_i) + ½ Σ_{i≠j} S_ij φ_ab(r_ij),
 *
 * with densities that depend on angles and S the screening of each pair by all other atoms. The pair energies are what makes the energy of
 * reference structures follow the Rose equation; they are tabulated as in LAMMPS `pair_style meam`, and what is evaluated are the tables.
 *
 * M. I. Baskes, doi:10.1103/PhysRevB.46.2727; B.-J. Lee, M. I. Baskes, doi:10.1103/PhysRevB.62.8564.
 *
 * @param numbers atomic numbers of the spec's elements
 * @throws SpecFailure for a spec with something missing, left open, or of no use.
 */
export function meamPotential(spec: MeamSpec, numbers: readonly number[]): Potential & WithGauges & WithLammps {
  const placed = placeMeam(spec, numbers)
  // Atoms beyond the cutoff may screen a pair within it.
  const cutoff = placed.options.cutoff * screeningReach(placed.most)
  const functions = remembered((theta) => functionsAt(placed, theta))
  const slopes = remembered((theta) => slopesAt(placed, theta))
  return Object.freeze({
    spec,
    elements: numbers,
    cutoff,
    parameters: placed.parameters,
    gauges: densityScale(placed),
    lammps: (theta: Float64Array) => meamFiles(placed, theta),
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      evaluateMeam(functions(theta), graph, speciesNumbers(graph, numbers, cutoff), out)
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      jacobianMeam(slopes(theta), graph, s, speciesNumbers(graph, numbers, cutoff), block)
    },
  })
}

/** Densities are divided by a background that scales as they do, but for those of C11b crystals. */
function densityScale({ atoms, pairs }: PlacedMeam): readonly Gauge[] {
  if (pairs.some(({ lattice }) => lattice === "c11")) return []
  const columns = atoms.map(({ columns }) => columns["rho0"])
  return [
    gaugeAlong({ name: "density scale", doc: "rho0 → s rho0 of all elements" }, (theta) =>
      theta.map((value, column) => (columns.includes(column) ? value : 0)),
    ),
  ]
}

/** A function of θ that keeps its last answer: one θ is for many structures. */
function remembered<Answer>(work: (theta: Float64Array) => Answer): (theta: Float64Array) => Answer {
  let last: { readonly theta: Float64Array; readonly answer: Answer } | undefined
  return (theta) => {
    if (last && last.theta.length === theta.length && last.theta.every((value, k) => Object.is(value, theta[k]))) return last.answer
    // Tables are made in plain memory: the caller's θ may be in memory that is reused.
    const own = Float64Array.from(theta)
    last = { theta: own, answer: work(own) }
    return last.answer
  }
}
