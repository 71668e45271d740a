import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"

/** Repulsion falls as e^(−8 (r/r₀ − 1)), the square of what atoms share as e^(−5 (r/r₀ − 1)): amid what metals have, both. */
const REPULSION = 8
const HOPPING = 2.5
/** Nearest neighbours of close-packed crystals, beside the edge of the cube of one atom: the mean of fcc and bcc. */
const NEIGHBOUR = (2 ** (1 / 6) + Math.sqrt(3) / 2 ** (2 / 3)) / 2

/** V₂(r) and V₃(r_ij, r_ik), which no r_jk changes [eV]. */
export interface SharedBonds {
  pair(r: number): number
  triplet(ij: number, ik: number): number
}

/** Where the energies end [Å], and what crystals they are those of. */
export interface SharedBondsScale {
  readonly cutoff: number
  readonly threeBodyCutoff: number
  /** Per atom [Å³] */
  readonly volume: number
  /** E, cohesive [eV/atom] */
  readonly energy: number
}

/**
 * What two- and three-body energies of metals are before the data: those of the second-moment approximation, to second order about crystals.
 * With repulsion f and shared electrons g, both falling exponentially and 1 in sum over the neighbours in the crystal,
 *
 *     E_i = A Σ_j f_j − B √(Σ_j g_j),   √s ≈ 3/8 + 3 s/4 − s²/8,   A = q E/(p − q),   B = p E/(p − q)
 *     V₂ = 2 A f − 3/2 B g + 1/4 B h²,   V₃ = 1/4 B h_ij h_ik
 *
 * for p = 8 and q = 5/2, h being g with the cutoff of V₃. Ends are smoothed by (1 − (r/cutoff)⁴)².
 *
 * Source: F. Cleri & V. Rosato, doi:10.1103/PhysRevB.48.22.
 *
 * @param crystals one atom each, whose mean counts
 */
export function sharedBonds(crystals: readonly Structure[], { cutoff, threeBodyCutoff, volume, energy }: SharedBondsScale): SharedBonds {
  const nearest = NEIGHBOUR * Math.cbrt(volume)
  const distances = crystals.map((crystal) => neighbourDistances(crystal, cutoff))
  const [p, q] = [REPULSION, HOPPING]
  const repulsion = normalised(falling(p / nearest, nearest, cutoff), distances)
  const sharing = normalised(falling((2 * q) / nearest, nearest, cutoff), distances)
  const nearSharing = normalised(falling((2 * q) / nearest, nearest, threeBodyCutoff), distances)
  const [a, b] = [(q * energy) / (p - q), (p * energy) / (p - q)]
  return Object.freeze({
    pair: (r: number) => 2 * a * repulsion(r) - 1.5 * b * sharing(r) + 0.25 * b * nearSharing(r) ** 2,
    triplet: (ij: number, ik: number) => 0.25 * b * nearSharing(ij) * nearSharing(ik),
  })
}

type Radial = (r: number) => number

function falling(rate: number, origin: number, end: number): Radial {
  return (r) => (r < end ? Math.exp(-rate * (r - origin)) * (1 - (r / end) ** 4) ** 2 : 0)
}

/** A function over the mean of its sums. */
function normalised(of: Radial, distances: readonly Float64Array[]): Radial {
  const mean = distances.reduce((total, own) => total + own.reduce((sum, r) => sum + of(r), 0), 0) / distances.length
  return (r) => of(r) / mean
}

function neighbourDistances(crystal: Structure, cutoff: number): Float64Array {
  const graph = buildGraph([crystal], [crystal.numbers[0]], cutoff)
  const distances = graph.distances.slice(0, graph.centres[1])
  releaseGraph(graph)
  return distances
}
