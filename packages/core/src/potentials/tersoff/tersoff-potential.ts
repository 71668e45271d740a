import { symbolOf } from "../../atoms/elements.ts"
import type { Graph } from "../../graph/graph.ts"
import type { WithGauges } from "../gauge.ts"
import type { WithLammps } from "../lammps-model.ts"
import { functionSet } from "../many-body/function-set.ts"
import { speciesNumbers } from "../many-body/neighbourhoods.ts"
import { highest, placeSection } from "../many-body/section.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential } from "../potential.ts"
import { resolveTies } from "../spec/resolve-ties.ts"
import { evaluateBondOrder } from "../many-body/bond-order/evaluate.ts"
import { tersoffFile } from "./file/write-tersoff.ts"
import { attractionNames, repulsionNames, tersoffFormulas } from "./form.ts"
import { tersoffGauges } from "./gauges.ts"
import { jacobianBondOrder } from "../many-body/bond-order/jacobian.ts"
import type { BondOrderModel } from "../many-body/bond-order/model.ts"
import { tersoffSections } from "./sections.ts"
import type { TersoffSpec } from "./spec.ts"

/** A Tersoff potential. */
export type TersoffPotential = Potential & WithGauges & WithLammps

/**
 * E = ½ Σ_i Σ_j f_C(r_ij) [A exp(−λ₁ r_ij) − b_ij B exp(−λ₂ r_ij)], b_ij = (1 + (β ζ_ij)^n)^(−1/2n),
 * ζ_ij = Σ_{k≠j} f_C(r_ik) g(cos θ_jik) exp[(λ₃ (r_ij − r_ik))^m], g = γ (1 + c²/d² − c²/(d² + (cos θ − h)²)),
 * J. Tersoff, doi:10.1103/PhysRevB.37.6991, doi:10.1103/PhysRevB.39.5566; modified: T. Kumagai, S. Izumi, S. Hara, S. Sakai,
 * doi:10.1016/j.commatsci.2006.07.013. With parameters for both orders of a pair each order gives its half of the bond.
 *
 * @param numbers atomic numbers of the spec's elements
 * @throws SpecFailure for a spec with something missing, left open, or of no use.
 */
export function tersoffPotential(spec: TersoffSpec, numbers: readonly number[]): TersoffPotential {
  const symbols = numbers.map(symbolOf)
  const n = numbers.length
  const { form, m = form.startsWith("tersoff/mod") ? 1 : 3 } = spec
  const sections = tersoffSections(form)
  const layout: Parameter[] = []
  const placed = {
    pairs: placeSection(sections.pairs, symbols, spec.pairs, "tersoff", layout),
    bonds: placeSection(sections.bonds, symbols, spec.bonds, "tersoff", layout),
    angles: placeSection(sections.angles, symbols, spec.angles, "tersoff", layout),
    angleCutoffs: placeSection(sections.angleCutoffs, symbols, spec.angleCutoffs, "tersoff", layout),
  }
  const parameters = resolveTies(Object.freeze(layout), spec)
  const pairColumns = placed.pairs.columns.map((columns) => columns ?? {})
  // The influence of k ends with the bond from i to k unless the triplet has its own end.
  const endColumns = placed.angleCutoffs.columns.map((columns, t) => columns ?? pairColumns[Math.floor(t / (n * n)) * n + (t % n)])
  const set = functionSet()
  const formulas = tersoffFormulas[form]
  const pick = (columns: Readonly<Record<string, number>>, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, columns[name]]))
  const { lambda3: _, ...angleNames } = placed.angles.columns[0] ?? {}
  const reach = (columns: Readonly<Record<string, number>>, theta: Float64Array): number => theta[columns["R"]] + theta[columns["D"]]
  const model: BondOrderModel = {
    elements: n,
    parameters: parameters.length,
    functions: set.functions,
    repulsion: Int32Array.from(pairColumns, (columns, k) =>
      set.add(formulas.repulsion(numbers[Math.floor(k / n)], numbers[k % n]), pick(columns, repulsionNames(form))),
    ),
    attraction: Int32Array.from(pairColumns, (columns) => set.add(formulas.attraction, pick(columns, attractionNames(form)))),
    order: Int32Array.from(placed.bonds.columns, (columns) => set.add(formulas.order, { ...columns })),
    screen: Int32Array.from(endColumns, (columns) => set.add(formulas.screen, pick(columns, ["R", "D"]))),
    angle: Int32Array.from(placed.angles.columns, (columns = {}) => set.add(formulas.angle, pick(columns, Object.keys(angleNames)))),
    asymmetry: Int32Array.from(placed.angles.columns, (columns = {}) => set.add(formulas.asymmetry(m), pick(columns, ["lambda3"]))),
    bondReach: (theta) => Float64Array.from(pairColumns, (columns) => reach(columns, theta)),
    angleReach: (theta) => Float64Array.from(endColumns, (columns) => reach(columns, theta)),
  }
  const farthest = (columns: Readonly<Record<string, number>>): number =>
    highest(parameters, columns["R"]) + highest(parameters, columns["D"])
  const cutoff = [...pairColumns, ...endColumns].reduce((most, columns) => Math.max(most, farthest(columns)), 0)
  return Object.freeze({
    spec,
    elements: numbers,
    cutoff,
    parameters,
    gauges: tersoffGauges({ symbols, ...placed }),
    lammps: (theta: Float64Array) => tersoffFile({ form, m, numbers, symbols, ...placed }, theta),
    byCentre: true,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      evaluateBondOrder(model, speciesNumbers(graph, numbers, cutoff), graph, theta, out)
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      jacobianBondOrder(model, speciesNumbers(graph, numbers, cutoff), graph, s, theta, block)
    },
  })
}
