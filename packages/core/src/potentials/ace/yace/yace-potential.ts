import type { Graph } from "../../../graph/graph.ts"
import type { LammpsModel, WithLammps } from "../../lammps-model.ts"
import type { Evaluation, Potential, PotentialSpec } from "../../potential.ts"
import { evaluateYace } from "./evaluate/evaluate.ts"
import { fastYace } from "./evaluate/fast-yace.ts"
import { yaceModel } from "./model/yace-model.ts"
import { paceLammpsModel } from "./write/pace-lammps.ts"
import type { Yace } from "./yace.ts"

/** A potential from a file of LAMMPS `pair_style pace`; it is open to whoever writes it again. */
export interface YacePotential extends Potential, WithLammps {
  readonly yace: Yace
}

/** The cluster expansion of a file, evaluated as LAMMPS does, radial tables included; it has no parameters. */
export function yacePotential(yace: Yace, spec: PotentialSpec): YacePotential {
  const model = yaceModel(yace)
  const { elements, cutoff } = model
  const fast = yace.bonds[0].inner === "zbl" ? undefined : fastYace(yace, model)
  return Object.freeze({
    spec,
    elements,
    cutoff,
    parameters: Object.freeze([]),
    yace,
    byCentre: true,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      if (graph.cutoff < cutoff) throw new Error(`a graph up to ${graph.cutoff} Å is too short for a cutoff of ${cutoff} Å`)
      if (fast) return fast.evaluate(graph, theta, out)
      const species = graph.elements.map((number) => elements.indexOf(number))
      evaluateYace(yace, model, species, graph, out)
    },
    jacobian(): void {
      // Without parameters there are no derivatives.
    },
    lammps: (): LammpsModel => paceLammpsModel(yace, true, []),
  })
}
