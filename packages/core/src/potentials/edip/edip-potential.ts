import { symbolOf } from "../../atoms/elements.ts"
import type { Graph } from "../../graph/graph.ts"
import type { WithLammps } from "../lammps-model.ts"
import { functionSet } from "../many-body/function-set.ts"
import { speciesNumbers } from "../many-body/neighbourhoods.ts"
import { highest, placeSection, type PlacedSection } from "../many-body/section.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential } from "../potential.ts"
import { resolveTies } from "../spec/resolve-ties.ts"
import { evaluateCoordination } from "./evaluate.ts"
import { edipFile } from "./file/edip-file.ts"
import { jacobianCoordination } from "./jacobian.ts"
import type { CoordinationModel } from "./model.ts"
import { pairSection, tripletSection } from "./sections.ts"
import type { EdipSpec } from "./spec.ts"

/** An environment-dependent interatomic potential. */
export type EdipPotential = Potential & WithLammps

const formulas = {
  repulsion: ["A*(B/x)^rho*exp(sigma/(x - cutoff))", ["A", "B", "rho", "sigma", "cutoff"]],
  attraction: ["A*exp(sigma/(x - cutoff))", ["A", "sigma", "cutoff"]],
  weakening: ["exp(-beta*x^2)", ["beta"]],
  decay: ["exp(gamma/(x - cutoff))", ["gamma", "cutoff"]],
  // exp(α/(1 − u⁻³)) without its division by zero at the core.
  coordination: ["let u = ((x - core)/(cutoff - core))^3\nif(x < core, 1, exp(-alpha*u/(1 - u)))", ["core", "cutoff", "alpha"]],
  angle: ["lambda*(1 - exp(-x) + eta*x)", ["lambda", "eta"]],
  stiffness: ["Q0*exp(-mu*x)", ["Q0", "mu"]],
  shift: ["u1 + u2*(u3*exp(-u4*x) - exp(-2*u4*x))", ["u1", "u2", "u3", "u4"]],
} as const

/**
 * E = Σ_i [Σ_j φ₂(r_ij, Z_i) + Σ_{j<k} φ₃(r_ij, r_ik, cos θ_jik, Z_i)] with the coordination Z_i = Σ_j f(r_ij) of the centre:
 * φ₂ = A [(B/r)^ρ − exp(−β Z²)] exp(σ/(r − a)), φ₃ = exp(γ/(r_ij − a)) exp(γ/(r_ik − a)) λ [1 − exp(−y) + η y],
 * y = Q₀ exp(−μ Z) (cos θ + τ(Z))², τ = u₁ + u₂ (u₃ exp(−u₄ Z) − exp(−2 u₄ Z)).
 *
 * J. F. Justo, M. Z. Bazant, E. Kaxiras, V. V. Bulatov, S. Yip, doi:10.1103/PhysRevB.58.2539; several elements: C. Jiang, D. Morgan,
 * I. Szlufarska, doi:10.1103/PhysRevB.86.144118.
 *
 * @param numbers atomic numbers of the spec's elements
 * @throws SpecFailure for a spec with something missing, left open, or of no use.
 */
export function edipPotential(spec: EdipSpec, numbers: readonly number[]): EdipPotential {
  const symbols = numbers.map(symbolOf)
  const layout: Parameter[] = []
  const pairs = placeSection(pairSection, symbols, spec.pairs, "edip", layout)
  const triplets = placeSection(tripletSection, symbols, spec.triplets, "edip", layout)
  const parameters = resolveTies(Object.freeze(layout), spec)
  const set = functionSet()
  const table = (name: keyof typeof formulas, { columns }: PlacedSection): Int32Array => {
    const [text, names] = formulas[name]
    return Int32Array.from(columns, (column) => set.add(text, Object.fromEntries(names.map((one) => [one, column?.[one] ?? -1]))))
  }
  const cutoffs = pairs.columns.map((columns) => columns?.["cutoff"] ?? -1)
  const model: CoordinationModel = {
    elements: numbers.length,
    parameters: parameters.length,
    functions: set.functions,
    repulsion: table("repulsion", pairs),
    attraction: table("attraction", pairs),
    weakening: table("weakening", pairs),
    decay: table("decay", pairs),
    coordination: table("coordination", pairs),
    angle: table("angle", triplets),
    stiffness: table("stiffness", triplets),
    shift: table("shift", triplets),
    reach: (theta) => Float64Array.from(cutoffs, (column) => theta[column]),
  }
  const cutoff = cutoffs.reduce((most, column) => Math.max(most, highest(parameters, column)), 0)
  return Object.freeze({
    spec,
    elements: numbers,
    cutoff,
    parameters,
    lammps: (theta: Float64Array) => edipFile({ symbols, pairs, triplets }, theta),
    byCentre: true,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      evaluateCoordination(model, speciesNumbers(graph, numbers, cutoff), graph, theta, out)
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      jacobianCoordination(model, speciesNumbers(graph, numbers, cutoff), graph, s, theta, block)
    },
  })
}
