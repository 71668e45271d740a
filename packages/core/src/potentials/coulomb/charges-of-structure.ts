import { symbolOf } from "../../atoms/elements.ts"
import { Failure } from "../../failure/failure.ts"
import type { Graph } from "../../graph/graph.ts"

/** Charges that add up to this part of their sizes, or less, are neutral: rounded thirds are. */
const NEUTRAL = 1e-5

/** The values of the atoms of structure s, 0 of elements that are not known: `numbers[species]` says which of `values` they have. */
export function valuesOfAtoms(graph: Graph, s: number, numbers: readonly number[], values: Float64Array): Float64Array {
  const first = graph.structures[s]
  return Float64Array.from({ length: graph.structures[s + 1] - first }, (_, i) => {
    const known = numbers[graph.species[first + i]]
    return known < 0 ? 0 : values[known]
  })
}

/** @throws Failure for a structure that repeats and whose charges do not add up to zero. */
export function demandNeutral(graph: Graph, s: number, q: Float64Array): void {
  if (graph.periodic[s] === 0) return
  let net = 0
  let size = 0
  for (const charge of q) {
    net += charge
    size += Math.abs(charge)
  }
  if (Math.abs(net) <= NEUTRAL * size) return
  const counts = graph.elements.flatMap((element, species) => {
    const atoms = graph.species.subarray(graph.structures[s], graph.structures[s + 1]).reduce((n, own) => n + Number(own === species), 0)
    return atoms > 0 ? [`${symbolOf(element)}${atoms}`] : []
  })
  throw new Failure(`the charges of structure ${s} (${counts.join(" ")}) add up to ${Number(net.toPrecision(6))} e, not to zero`, {
    advice: "tie the charges so that the whole is neutral (O: { tie: { key: Si, factor: -0.5 } }), or set netCharge: background",
  })
}
