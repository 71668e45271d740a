import { elementsOf, symbolOf } from "../../atoms/elements.ts"
import { batchesOf, type ConfigurationList } from "../../atoms/configuration-list.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { configurationGraph } from "../../graph/configuration-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { type CrowdedAtoms, crowdedAtoms, type Surroundings } from "./crowded-atoms.ts"
import { energySpread } from "./energy-spread.ts"
import { type Thinned, thinned } from "./thinned.ts"

/** What starting values, bounds and cutoffs are taken from. Plain data. Pairs are `A-B` in the order of `elements`. */
export interface DataStatistics {
  /** Atomic numbers, increasing. */
  readonly elements: readonly number[]
  /** Smallest distance of each pair of elements [Å]; absent where the pair is never closer than the search radius. */
  readonly minimumDistance: Readonly<Record<string, number>>
  /** Median, over the atoms that have one, of the distance to the nearest atom of the other element [Å]. */
  readonly nearestNeighbour: Readonly<Record<string, number>>
  /** Surroundings of the atom of each element whose neighbours are nearest; absent where no atom has a neighbour. */
  readonly crowded?: Surroundings
  /** Median over the configurations periodic in three directions [Å³]. */
  readonly volumePerAtom?: number
  /** Width of the central 90 % of the energies per atom, after removal of their dependence on composition [eV]. */
  readonly energySpread?: number
}

/** Structures whose graph is held at a time. */
const BATCH = 64
/** Values that medians are taken of at most. */
const MOST_VALUES = 1 << 20
/** Largest radius in which neighbours are looked for [Å]. */
const FARTHEST = 8

/** Gathers the statistics of training data. @throws Failure at the place of a structure that has no neighbour graph. */
export function dataStatistics(configurations: ConfigurationList): DataStatistics {
  const present = new Set<number>()
  const volumes = thinned(MOST_VALUES)
  for (const configuration of configurations) {
    for (const number of configuration.structure.numbers) present.add(number)
    const own = volume(configuration)
    if (own !== undefined) volumes.add(own)
  }
  const elements = elementsOf(present)
  const volumePerAtom = median(volumes.values)
  const radius = Math.min(FARTHEST, 2 * (volumePerAtom === undefined ? FARTHEST : packedDistance(volumePerAtom)))
  const nearest = new Map<string, Thinned>()
  const crowded = crowdedAtoms()
  for (const batch of batchesOf(configurations, BATCH)) gatherNearest(batch, elements, radius, nearest, crowded)
  const { found } = crowded
  const spread = energySpread(configurations, elements)
  const distances = [...nearest]
  return {
    elements,
    minimumDistance: Object.fromEntries(distances.map(([label, list]) => [label, list.least])),
    nearestNeighbour: Object.fromEntries(distances.map(([label, list]) => [label, median(list.values) ?? Number.NaN])),
    ...(found && { crowded: found }),
    ...(volumePerAtom !== undefined && { volumePerAtom }),
    ...(spread !== undefined && { energySpread: spread }),
  }
}

/** Distance of nearest neighbours in a close-packed crystal with this volume per atom: 2^(1/6) V^(1/3) [Å]. */
export function packedDistance(volumePerAtom: number): number {
  return 2 ** (1 / 6) * Math.cbrt(volumePerAtom)
}

function volume({ structure: { cell, pbc, numbers } }: Configuration): number | undefined {
  if (!cell || !pbc.every(Boolean) || numbers.length === 0) return undefined
  const [a, b, c, d, e, f, g, h, i] = cell
  return Math.abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)) / numbers.length
}

/** Adds each atom's distance to its nearest neighbour of each element to the list of that pair. */
function gatherNearest(
  batch: readonly Configuration[],
  elements: readonly number[],
  radius: number,
  nearest: Map<string, Thinned>,
  crowded: CrowdedAtoms,
): void {
  const graph = configurationGraph(batch, elements, radius)
  const count = elements.length
  const closest = new Float64Array(count)
  for (let atom = 0; atom < graph.species.length; atom++) {
    closest.fill(Number.POSITIVE_INFINITY)
    for (let edge = graph.centres[atom]; edge < graph.centres[atom + 1]; edge++) {
      const b = graph.species[graph.neighbours[edge]]
      closest[b] = Math.min(closest[b], graph.distances[edge])
    }
    const a = graph.species[atom]
    for (let b = 0; b < count; b++) {
      if (!Number.isFinite(closest[b])) continue
      const label = `${symbolOf(elements[Math.min(a, b)])}-${symbolOf(elements[Math.max(a, b)])}`
      const list = nearest.get(label) ?? thinned(MOST_VALUES)
      nearest.set(label, list)
      list.add(closest[b])
    }
  }
  crowded.add(graph)
  releaseGraph(graph)
}

/** The middle value, the lower of the two middle ones of an even number; `undefined` of none. */
function median(values: readonly number[]): number | undefined {
  return Float64Array.from(values).sort()[(values.length - 1) >> 1]
}
