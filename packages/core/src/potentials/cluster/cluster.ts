import { potentialKind, type PotentialKind } from "../potential-kind.ts"
import type { PairFunctionSpec } from "../pair/function-schema.ts"
import { resolvePairFunction } from "../pair/resolve-pair.ts"
import type { DataStatistics } from "../resolve/data-statistics.ts"
import { automaticCutoff, resolvedElements } from "../resolve/scale.ts"
import { elementNumbers } from "../spec/element-list.ts"
import { within } from "../spec/within.ts"
import { tuplesOf } from "../many-body/section.ts"
import { symbolOf } from "../../atoms/elements.ts"
import { clusterPotential } from "./cluster-potential.ts"
import { chosenKeys } from "./function-table.ts"
import { clusterSchema, type ClusterSpec, type FunctionSpecs } from "./spec.ts"

/** `kind: cluster`: many-body potentials of the user's own functions. */
export const cluster: PotentialKind = potentialKind<ClusterSpec>({
  kind: "cluster",
  doc: "pairs, angles, embedded atoms and bond orders of your own functions",
  schema: clusterSchema,
  create(spec) {
    const numbers = elementNumbers(spec.elements)
    return clusterPotential(spec, numbers.map(symbolOf), numbers)
  },
  resolve: resolveCluster,
})

/** The spec with elements, cutoffs and starting values in place. */
function resolveCluster(spec: ClusterSpec, statistics: DataStatistics): ClusterSpec {
  const elements = [...resolvedElements(spec.elements, statistics)]
  const cutoff = spec.cutoff === "auto" ? automaticCutoff(statistics) : spec.cutoff
  const distances = (specs: FunctionSpecs<PairFunctionSpec>, ...path: readonly string[]): FunctionSpecs<PairFunctionSpec> => {
    const tuples = tuplesOf(elements, 2)
    const chosen = within(path, () => chosenKeys(tuples, specs))
    const resolved = Object.entries(specs).map(([key, own]) => {
      const [first, second] = tuples[chosen.indexOf(key)]
      const context = { first, second, cutoff, switch: spec.switch }
      return [key, within([...path, key], () => resolvePairFunction(own, context, statistics))] as const
    })
    return Object.fromEntries(resolved)
  }
  const { angular, bondOrder, embedded, pairs } = spec
  return {
    ...spec,
    elements,
    cutoff,
    ...(pairs && { pairs: distances(pairs, "pairs") }),
    ...(angular && { angular: { ...angular, radial: distances(angular.radial, "angular", "radial") } }),
    ...(embedded && {
      embedded: {
        ...embedded,
        ...(embedded.density && { density: distances(embedded.density, "embedded", "density") }),
        ...(embedded.radial && { radial: distances(embedded.radial, "embedded", "radial") }),
      },
    }),
    ...(bondOrder && {
      bondOrder: {
        ...bondOrder,
        attraction: distances(bondOrder.attraction, "bondOrder", "attraction"),
        radial: distances(bondOrder.radial, "bondOrder", "radial"),
      },
    }),
  }
}
