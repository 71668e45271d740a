import type { Graph } from "../../../../graph/graph.ts"
import { embed } from "../embedding.ts"
import { switchDown } from "../radial/switch.ts"
import type { Yace } from "../yace.ts"
import type { Neighbourhood } from "./neighbourhood.ts"

/**
 * Energy of an atom from its densities and its core energy c, the last of them, with the inner cutoffs `density` and `distance`:
 *
 *     E = E₀ + F(ρ) s(c) + c        s falls from 1 to 0 over `coreWidth` below `coreCutoff`
 *
 * @param slopes takes ∂E/∂ρ_p and ∂E/∂c
 */
export function atomEnergy({ embeddings, references }: Yace, centre: number, densities: Float64Array, slopes: Float64Array): number {
  const { terms, coreCutoff, coreWidth } = embeddings[centre]
  const bare = embed(embeddings[centre], densities, slopes)
  const core = densities[terms.length]
  const down = switchDown(core, coreCutoff, coreWidth)
  for (let p = 0; p < terms.length; p++) slopes[p] *= down.value
  slopes[terms.length] = 1 + bare * down.slope
  return references[centre] + bare * down.value + core
}

/** A neighbour on whose distance an energy depends directly. */
export interface NearestNeighbour {
  /** Number in the neighbourhood, −1 for none. */
  number: number
  /** ∂E/∂r [eV/Å] */
  slope: number
}

/**
 * The same with the inner cutoff `zbl`:
 *
 *     E = E₀ + F(ρ) s + c (1 − s)
 *
 * where s rises from 0 to 1 as the neighbour that is nearest, beside the end of its inner range, leaves that range.
 */
export function zblAtomEnergy(
  { embeddings, references, bonds, elements }: Yace,
  centre: number,
  densities: Float64Array,
  around: Neighbourhood,
  { distances }: Graph,
  slopes: Float64Array,
  nearest: NearestNeighbour,
): number {
  const { terms } = embeddings[centre]
  const bare = embed(embeddings[centre], densities, slopes)
  const core = densities[terms.length]
  let least = Number.POSITIVE_INFINITY
  let width = 1
  nearest.number = -1
  for (let n = 0; n < around.count; n++) {
    const { innerCutoff, innerWidth } = bonds[centre * elements.length + around.species[n]]
    const beyond = distances[around.edges[n]] - (innerCutoff - innerWidth)
    if (beyond >= least) continue
    least = beyond
    width = innerWidth
    nearest.number = n
  }
  const up = switchDown(width - least, width, width)
  nearest.slope = -up.slope * (bare - core)
  for (let p = 0; p < terms.length; p++) slopes[p] *= up.value
  slopes[terms.length] = 1 - up.value
  return references[centre] + bare * up.value + core * (1 - up.value)
}
