import { symbolOf } from "../../atoms/elements.ts"
import type { Graph } from "../../graph/graph.ts"
import type { WithLammps } from "../lammps-model.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential, PotentialSpec } from "../potential.ts"
import type { Regulariser, WithRegularisers } from "../regulariser.ts"
import type { WithSiteRows } from "../site-rows.ts"
import type { AceFunction } from "./basis/basis-function.ts"
import type { AceBasis } from "./build-model.ts"
import { type AceEvaluator, createAceEvaluator } from "./fast/ace-evaluator.ts"
import type { AceModel } from "./model.ts"
import { aceLammpsModel } from "./yace/write/ace-lammps.ts"

/** A potential whose model and functions are open to exporters, reports and faster evaluators. */
export interface AcePotential extends Potential, WithRegularisers, WithSiteRows {
  readonly model: AceModel
  /** By index in θ. */
  readonly basis: readonly AceFunction[]
}

/** E_i = Σ_k θ_k B_k(i) for a basis, with exact forces, virials and design rows. */
export function acePotential(
  spec: PotentialSpec,
  { model, functions }: AceBasis,
  regularisers: (evaluator: AceEvaluator) => readonly Regulariser[],
): AcePotential & WithLammps {
  const evaluator = createAceEvaluator(model)
  let found: readonly Regulariser[] | undefined
  return Object.freeze({
    spec,
    elements: model.elements,
    cutoff: model.cutoff,
    parameters: Object.freeze(functions.map((one) => parameterOf(one, model.elements))),
    // Only fits ask for them.
    get regularisers() {
      return (found ??= regularisers(evaluator))
    },
    model,
    basis: functions,
    byCentre: true,
    evaluate: (graph: Graph, theta: Float64Array, out: Evaluation) => evaluator.evaluate(graph, theta, out),
    jacobian: (graph: Graph, s: number, _: Float64Array, block: JacobianBlock) => evaluator.jacobian(graph, s, block),
    siteRows: (graph: Graph, out: Float64Array, stride: number, column: number) => evaluator.siteRows(graph, out, stride, column),
    lammps: (theta: Float64Array) => aceLammpsModel(model, theta),
  })
}

/** `ace.Si.n=1,2 l=1,1 #1`, and `ace.Si.SiGe n=1,2 l=1,1 #1` among several elements. */
function parameterOf({ centre, factors, coupling }: AceFunction, elements: readonly number[]): Parameter {
  const list = (values: readonly number[]): string => values.join(",")
  const among = elements.length > 1 ? `${factors.map(({ species }) => symbolOf(elements[species])).join("")} ` : ""
  const label = `${among}n=${list(factors.map(({ n }) => n))} l=${list(factors.map(({ l }) => l))} #${coupling}`
  return Object.freeze({
    key: `ace.${symbolOf(elements[centre])}.${label}`,
    value: 0,
    unit: "eV",
    lower: Number.NEGATIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
    transform: "identity",
    fixed: false,
    linear: true,
    basis: { order: factors.length, degree: factors.reduce((sum, { n, l }) => sum + n + l, 0) },
    doc: `coefficient of a product of ${factors.length} sum${factors.length === 1 ? "" : "s"} over neighbours`,
  })
}
