import type { Graph } from "../../../../graph/graph.ts"
import { embed } from "../embedding.ts"
import { switchDown } from "../radial/switch.ts"
import type { Yace } from "../yace.ts"
import type { Neighbourhood } from "./neighbourhood.ts"

/** Energy of one atom and its derivatives; reused from atom to atom. */
export interface AtomEnergy {
  energy: number
  /** ∂E/∂ρ_p */
  readonly densitySlopes: Float64Array
  /** ∂E/∂(core energy) */
  coreSlope: number
  /** The neighbour whose distance, besides, the energy depends on directly, or −1, and ∂E/∂r. */
  nearest: number
  nearestSlope: number
}

/** Energy of an atom from its densities and the core energies of its neighbours (see `InnerCutoff`). */
export function atomEnergy(
  { embeddings, references, bonds, elements }: Yace,
  centre: number,
  densities: Float64Array,
  around: Neighbourhood,
  { distances }: Graph,
  out: AtomEnergy,
): void {
  const embedding = embeddings[centre]
  const bare = embed(embedding, densities, out.densitySlopes)
  let core = 0
  for (let n = 0; n < around.count; n++) core += around.cores[n]
  out.nearest = -1
  let share: number
  if (bonds[0].inner === "zbl") {
    let least = Number.POSITIVE_INFINITY
    let width = 0
    for (let n = 0; n < around.count; n++) {
      const bond = bonds[centre * elements.length + around.species[n]]
      const beyond = distances[around.edges[n]] - (bond.innerCutoff - bond.innerWidth)
      if (beyond >= least) continue
      least = beyond
      width = bond.innerWidth
      out.nearest = n
    }
    const down = switchDown(width - least, width, width)
    share = out.nearest < 0 ? 1 : down.value
    out.energy = bare * share + core * (1 - share) + references[centre]
    out.coreSlope = 1 - share
    out.nearestSlope = out.nearest < 0 ? 0 : -down.slope * (bare - core)
  } else {
    const down = switchDown(core, embedding.coreCutoff, embedding.coreWidth)
    share = down.value
    out.energy = bare * share + core + references[centre]
    out.coreSlope = bare * down.slope + 1
  }
  for (let p = 0; p < embedding.terms.length; p++) out.densitySlopes[p] *= share
}
