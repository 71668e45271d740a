import { numberOf } from "../../atoms/elements.ts"
import { SpecFailure } from "../../failure/failure.ts"
import type { Graph } from "../../graph/graph.ts"
import { formulaFunction } from "../functions/formula.ts"
import type { PotentialFunction, WithFunctions } from "../functions/potential-function.ts"
import { zeroWhereEmpty } from "../functions/zero-where-empty.ts"
import { evaluateBondOrder } from "../many-body/bond-order/evaluate.ts"
import { jacobianBondOrder } from "../many-body/bond-order/jacobian.ts"
import type { BondOrderModel } from "../many-body/bond-order/model.ts"
import { evaluateEmbedded } from "../many-body/embedded/evaluate.ts"
import { jacobianEmbedded } from "../many-body/embedded/jacobian.ts"
import type { EmbeddedModel } from "../many-body/embedded/model.ts"
import type { BoundFunction } from "../many-body/function-set.ts"
import { speciesNumbers } from "../many-body/neighbourhoods.ts"
import type { WithLammps } from "../lammps-model.ts"
import type { PairFunctionSpec } from "../pair/function-schema.ts"
import { createPairFunction } from "../pair/pair-function.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential } from "../potential.ts"
import { resolveTies } from "../spec/resolve-ties.ts"
import { clusterLammps } from "./file/cluster-lammps.ts"
import { functionTable, type Collection, type FunctionTable } from "./function-table.ts"
import type { AngularSpec, BondOrderSpec, ClusterSpec, EmbeddedSpec, FunctionSpecs } from "./spec.ts"
import { variableFunction, type VariableFunctionSpec } from "./variable-function.ts"

/** A cluster potential; its pair functions are open to whoever draws them, and LAMMPS runs some as splines. */
export type ClusterPotential = Potential & WithFunctions & WithLammps

/** What the functions of a potential take from its spec. */
interface Surroundings extends Collection {
  readonly numbers: readonly number[]
  readonly spec: ClusterSpec
}

/**
 * E = ½ Σ_i Σ_j φ(r_ij) + Σ_i Σ_{j<k} g(cos θ_jik) f(r_ij) f(r_ik) + Σ_i F(n_i) + ½ Σ_i Σ_j b(ζ_ij) B(r_ij), every function the
 * user's own: see `AngularSpec`, `EmbeddedSpec`, `BondOrderSpec` for n and ζ. Forces, virials and parameter derivatives are exact.
 *
 * The sums are those of F. H. Stillinger, T. A. Weber, doi:10.1103/PhysRevB.31.5262 (angular), of T. J. Lenosky et al.,
 * doi:10.1088/0965-0393/8/6/305 (embedded, with angles), and of J. Tersoff, doi:10.1103/PhysRevB.37.6991 (bond order).
 *
 * @param numbers atomic numbers of the spec's elements
 * @throws SpecFailure for a spec with something missing, left open, or of no use.
 */
export function clusterPotential(spec: ClusterSpec, symbols: readonly string[], numbers: readonly number[]): ClusterPotential {
  const functions: BoundFunction[] = []
  const layout: Parameter[] = []
  const around: Surroundings = { spec, symbols, numbers, functions, layout }
  const pairs = spec.pairs && distanceTable(around, ["pairs"], spec.pairs, true)
  const atoms: Omit<EmbeddedModel, "parameters">[] = []
  const shown = pairs ? shownPairs(around) : []
  if (pairs) atoms.push({ elements: numbers.length, functions, density: pairs.numbers, energy: 0.5, reach: pairs.ends })
  if (spec.angular) atoms.push(angularModel(around, spec.angular))
  if (spec.embedded) atoms.push(embeddedModel(around, spec.embedded))
  const bonds = spec.bondOrder && bondOrderModel(around, spec.bondOrder)
  if (atoms.length === 0 && !bonds) {
    throw new SpecFailure("a cluster potential without a term", { advice: "give pairs, angular, embedded or bondOrder" })
  }
  const parameters = resolveTies(Object.freeze(layout), spec)
  const embedded = atoms.map((model): EmbeddedModel => ({ ...model, parameters: layout.length }))
  const bondOrder = bonds && { ...bonds, parameters: layout.length }
  const cutoff = functions.reduce((most, { radial }) => (Number.isFinite(radial.end) ? Math.max(most, radial.end) : most), 0)
  return Object.freeze({
    spec,
    elements: numbers,
    cutoff,
    parameters,
    functions: shown,
    lammps: (theta: Float64Array) => clusterLammps({ spec, symbols, cutoff, embedded }, theta),
    byCentre: true,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      const species = speciesNumbers(graph, numbers, cutoff)
      for (const model of embedded) evaluateEmbedded(model, species, graph, theta, out)
      if (bondOrder) evaluateBondOrder(bondOrder, species, graph, theta, out)
    },
    jacobian(graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void {
      const species = speciesNumbers(graph, numbers, cutoff)
      for (const model of embedded) jacobianEmbedded(model, species, graph, s, theta, block)
      if (bondOrder) jacobianBondOrder(bondOrder, species, graph, s, theta, block)
    },
  })
}

function distanceTable(
  around: Surroundings,
  path: readonly string[],
  specs: FunctionSpecs<PairFunctionSpec>,
  linear: boolean,
): FunctionTable {
  const { spec } = around
  return functionTable(around, specs, {
    ...{ arity: 2, path, linear },
    create(own, [first, second]) {
      const [a, b] = [numberOf(first) ?? 0, numberOf(second) ?? 0]
      return createPairFunction(own, { a, b, cutoff: spec.cutoff, switch: spec.switch }).radial
    },
  })
}

function variableTable(
  around: Surroundings,
  path: readonly string[],
  specs: FunctionSpecs<VariableFunctionSpec>,
  { arity, variable, unit, linear }: { arity: 1 | 2 | 3; variable: string; unit: string; linear: boolean },
): FunctionTable {
  return functionTable(around, specs, { arity, path, linear, create: (own) => variableFunction(own, variable, unit) })
}

function angularFunctions(around: Surroundings, { radial, angle }: AngularSpec, path: string, linear: boolean) {
  const ends = distanceTable(around, [path, "radial"], radial, false)
  const angles = variableTable(around, [path, "angle"], angle, { arity: 3, variable: "c", unit: "eV", linear })
  return { functions: { radial: ends.numbers, angle: angles.numbers }, reach: ends.ends }
}

function angularModel(around: Surroundings, spec: AngularSpec): Omit<EmbeddedModel, "parameters"> {
  const { functions: angular, reach } = angularFunctions(around, spec, "angular", true)
  return { elements: around.numbers.length, functions: around.functions, angular, energy: 1, reach }
}

function embeddedModel(around: Surroundings, spec: EmbeddedSpec): Omit<EmbeddedModel, "parameters"> {
  const { angle, density, energy, radial } = spec
  if ((radial === undefined) !== (angle === undefined)) {
    const [missing, given] = radial ? ["angle", "radial"] : ["radial", "angle"]
    throw new SpecFailure(`"${missing}" is missing beside "${given}"`, { path: ["embedded"], advice: "give both, or neither" })
  }
  if (!density && !radial) throw new SpecFailure("nothing is embedded", { path: ["embedded"], advice: "give density, or radial and angle" })
  const sums = density && distanceTable(around, ["embedded", "density"], density, false)
  const angles = radial && angle && angularFunctions(around, { radial, angle }, "embedded", false)
  const energies = functionTable(around, energy, {
    ...{ arity: 1, path: ["embedded", "energy"], linear: true },
    create: (own) => zeroWhereEmpty(variableFunction(own, "n", "eV")),
  })
  return {
    elements: around.numbers.length,
    functions: around.functions,
    energy: energies.numbers,
    reach: larger(sums?.ends, angles?.reach),
    ...(sums && { density: sums.numbers }),
    ...(angles && { angular: angles.functions }),
  }
}

/** Of the reaches that there are, the larger for each pair. */
function larger(one: Float64Array | undefined, other: Float64Array | undefined): Float64Array {
  return one && other ? one.map((end, k) => Math.max(end, other[k])) : (one ?? other ?? new Float64Array())
}

function bondOrderModel(around: Surroundings, spec: BondOrderSpec): Omit<BondOrderModel, "parameters"> {
  const { functions, numbers } = around
  const n = numbers.length
  const constant = (value: 0 | 1): number => functions.push({ radial: formulaFunction(`${value}`, [], { variable: "x" }), columns: [] }) - 1
  const attraction = distanceTable(around, ["bondOrder", "attraction"], spec.attraction, true)
  const { functions: angular, reach } = angularFunctions(around, spec, "bondOrder", false)
  const order = variableTable(around, ["bondOrder", "order"], spec.order, { arity: 2, variable: "z", unit: "1", linear: false })
  const difference =
    spec.difference &&
    variableTable(around, ["bondOrder", "difference"], spec.difference, { arity: 2, variable: "x", unit: "1", linear: false }).numbers
  const [zero, one] = [constant(0), constant(1)]
  // Of a triplet (a × n + b) × n + c: its bond is a–b, its third atom at the distance of a and c.
  const triplets = Array.from({ length: n ** 3 }, (_, t) => ({ bond: Math.floor(t / n), third: Math.floor(t / (n * n)) * n + (t % n) }))
  const angleReach = Float64Array.from(triplets, ({ third }) => reach[third])
  return {
    elements: n,
    functions,
    repulsion: new Int32Array(n * n).fill(zero),
    attraction: attraction.numbers,
    order: order.numbers,
    screen: Int32Array.from(triplets, ({ third }) => angular.radial[third]),
    angle: angular.angle,
    asymmetry: Int32Array.from(triplets, ({ bond }) => difference?.[bond] ?? one),
    bondReach: () => attraction.ends,
    angleReach: () => angleReach,
  }
}

/** The pair energies, which stand first. */
function shownPairs({ functions, symbols, spec }: Surroundings): readonly PotentialFunction[] {
  return Object.freeze(
    Object.keys(spec.pairs ?? {}).map((key, k) => {
      const { radial, columns } = functions[k]
      return Object.freeze({
        name: `pairs.${key}`,
        role: "pair",
        elements: key.split("-").map((symbol) => numberOf(symbol) ?? numberOf(symbols[0]) ?? 0),
        radial,
        offset: columns[0] ?? 0,
        argument: { name: "r", unit: "Å" },
        value: { name: "pair energy", unit: "eV" },
      } as const)
    }),
  )
}
