import { symbolOf } from "../../atoms/elements.ts"
import { SpecFailure } from "../../failure/failure.ts"
import type { Graph } from "../../graph/graph.ts"
import type { WithFunctions } from "../functions/potential-function.ts"
import type { WithLammps } from "../lammps-model.ts"
import { evaluatePairs } from "../pair/evaluate-pairs.ts"
import type { WithPairs } from "../pair/lammps-pair.ts"
import { pairJacobian } from "../pair/pair-jacobian.ts"
import type { Parameter } from "../parameters.ts"
import type { Evaluation, JacobianBlock, Potential } from "../potential.ts"
import type { Regulariser, WithRegularisers } from "../regulariser.ts"
import { unresolved } from "../spec/element-list.ts"
import { underPath } from "../spec/under-path.ts"
import { evaluateTriplets } from "./evaluate-triplets.ts"
import { lammpsModelOf } from "./file/lammps.ts"
import { closePackedSlabs } from "./close-packed-slabs.ts"
import { pairRegularisers, tripletRegularisers } from "./regularisers.ts"
import { sharedBonds, type SharedBonds } from "./shared-bonds.ts"
import { surfaceEnergies } from "./surface-energies.ts"
import { tripletJacobian } from "./triplet-jacobian.ts"
import { reachOf } from "./triplet-term.ts"
import { pairTerms, tripletTerms } from "./terms.ts"
import type { Uf3Spec } from "./uf3-spec.ts"

/** An ultra-fast potential; without three-body terms its pairs may be tabulated. */
export type Uf3Potential = Potential & WithFunctions & WithRegularisers & (WithLammps | WithPairs)

/**
 * E = Σ_{i<j} V₂(r_ij) + Σ_i Σ_{j<k} V₃(r_ij, r_ik, r_jk) in cubic B-splines (S. R. Xie, M. Rupp, R. G. Hennig,
 * doi:10.1038/s41524-023-01092-7), linear in all parameters, for a spec with nothing left open.
 *
 * @param numbers atomic numbers of the spec's elements
 * @throws SpecFailure for a pair or triplet that is missing, or no pair or triplet of the elements, or coefficients that do not fit.
 */
export function uf3Potential(spec: Uf3Spec, numbers: readonly number[]): Uf3Potential {
  const symbols = numbers.map(symbolOf)
  const decay = { pair: known(spec.decay.pair, "decay.pair"), threeBody: known(spec.decay.threeBody, "decay.threeBody") }
  const energy = known(spec.energy, "energy")
  const surfaces = known(spec.surfaces, "surfaces")
  if (typeof surfaces === "number" && numbers.length > 1) {
    throw new SpecFailure("what surfaces cost is known of one element only", { path: ["surfaces"], advice: "write surfaces: none" })
  }
  const named = pairTerms(spec, symbols)
  const parameters: Parameter[] = []
  const pairs = named.map((pair) => {
    const offset = parameters.length
    parameters.push(...underPath(pair.radial.parameters, `uf3.${pair.label}`))
    return Object.freeze({ ...pair, offset })
  })
  const { triplets, parameters: threeBody } = tripletTerms(spec, symbols, parameters.length)
  parameters.push(...threeBody)
  const cutoff = Math.max(...pairs.map(({ radial }) => radial.end), ...triplets.map(reachOf))
  const all = { elements: numbers, terms: pairs }
  const functions = pairs.map(({ label, elements, radial, offset }) => ({
    ...{ name: `uf3.${label}`, role: "pair" as const, elements, radial, offset },
    argument: { name: "r", unit: "Å" },
    value: { name: "pair energy", unit: "eV" },
  }))
  const tabulated = pairs.map(({ label, elements, radial }) => ({ label, elements, cutoff: radial.end, lammps: () => undefined }))
  const jacobian = (graph: Graph, s: number, theta: Float64Array, block: JacobianBlock): void => {
    demandReach(graph, cutoff)
    pairJacobian(all, graph, s, theta, block)
    tripletJacobian(triplets, numbers, graph, s, block)
  }
  const expectedAt = (volume: number): SharedBonds => {
    const crystals = [...closePackedSlabs(numbers[0], volume, cutoff).values()].map(({ bulk }) => bulk)
    const threeBodyCutoff = Math.max(...triplets.map(reachOf))
    return sharedBonds(crystals, { cutoff: pairs[0].radial.end, threeBodyCutoff, volume, energy })
  }
  const declare = (): readonly Regulariser[] => {
    const metal = typeof surfaces === "number" ? surfaces : undefined
    const scale = { energy, ...(metal !== undefined && triplets.length > 0 && { expected: expectedAt(metal) }) }
    return [
      ...pairs.flatMap((pair) => pairRegularisers(pair, { decay: decay.pair, ...scale })),
      ...triplets.flatMap((term) => tripletRegularisers(term, { decay: decay.threeBody, ...scale })),
      ...(metal === undefined ? [] : [surfaceEnergies({ elements: numbers, parameters, cutoff, jacobian }, metal, energy)]),
    ]
  }
  let declared: readonly Regulariser[] | undefined
  return Object.freeze({
    spec,
    elements: numbers,
    cutoff,
    parameters: Object.freeze(parameters),
    functions: Object.freeze(functions),
    // Only fits ask for them.
    get regularisers(): readonly Regulariser[] {
      return (declared ??= Object.freeze(declare()))
    },
    ...(triplets.length === 0
      ? { pairs: Object.freeze(tabulated) }
      : {
          lammps: (theta: Float64Array) => lammpsModelOf({ symbols, pairs, triplets }, theta),
        }),
    byCentre: true,
    evaluate(graph: Graph, theta: Float64Array, out: Evaluation): void {
      demandReach(graph, cutoff)
      evaluatePairs(all, graph, theta, out)
      evaluateTriplets(triplets, numbers, graph, theta, out)
    },
    jacobian,
  })
}

function known<Size>(size: Size | "auto", path: string): Size {
  if (size === "auto") throw unresolved(...path.split("."))
  return size
}

function demandReach(graph: Graph, cutoff: number): void {
  if (graph.cutoff < cutoff) throw new Error(`a graph up to ${graph.cutoff} Å is too short for a cutoff of ${cutoff} Å`)
}
