import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { createPotential, resolveSpec } from "../registry.ts"
import { hasRegularisers } from "../regulariser.ts"
import { closePackedSlabs } from "./close-packed-slabs.ts"
import { sharedBonds } from "./shared-bonds.ts"

/** Of tungsten, whose cube has an edge of 3.18 Å. */
const scale = { cutoff: 5.3, threeBodyCutoff: 5.3, volume: 16.08, energy: 8.9 }
const crystals = (volume: number) => [...closePackedSlabs(74, volume, scale.cutoff).values()]
const expected = sharedBonds(
  crystals(scale.volume).map(({ bulk }) => bulk),
  scale,
)
/** A and B for p = 8 and q = 5/2. */
const [repulsion, bonds] = [(2.5 / 5.5) * scale.energy, (8 / 5.5) * scale.energy]

/** By atom: distances of its neighbours. */
function distancesOf(structure: Structure): readonly Float64Array[] {
  const graph = buildGraph([structure], [74], scale.cutoff)
  const all = Array.from(structure.numbers, (_, i) => graph.distances.slice(graph.centres[i], graph.centres[i + 1]))
  releaseGraph(graph)
  return all
}

/** ½ Σ V₂ + Σ V₃ − 3/8 B of an atom. */
function energyOf(distances: Float64Array): number {
  let sum = -0.375 * bonds
  distances.forEach((ij, j) => {
    sum += expected.pair(ij) / 2
    for (const ik of distances.subarray(j + 1)) sum += expected.triplet(ij, ik)
  })
  return sum
}

function meanEnergy(volume: number): number {
  const energies = crystals(volume).map(({ bulk }) => energyOf(distancesOf(bulk)[0]))
  return energies.reduce((sum, energy) => sum + energy, 0) / energies.length
}

/** Σ e^(−decay (r/r₀ − 1)) (1 − (r/cutoff)⁴)², as it is and beside the mean of that in bcc and fcc. */
function bondsOf(distances: Float64Array, decay: number): number {
  const nearest = (Math.cbrt(scale.volume) * (Math.sqrt(3 / 4) * Math.cbrt(2) + Math.SQRT1_2 * Math.cbrt(4))) / 2
  const plain = (own: Float64Array): number =>
    own.reduce((sum, r) => sum + Math.exp(-decay * (r / nearest - 1)) * (1 - (r / scale.cutoff) ** 4) ** 2, 0)
  const bulks = crystals(scale.volume).map(({ bulk }) => plain(distancesOf(bulk)[0]))
  return (plain(distances) * bulks.length) / bulks.reduce((sum, own) => sum + own, 0)
}

describe("sharedBonds", () => {
  it("bind crystals with the cohesive energy", () => {
    expect(meanEnergy(scale.volume) / -scale.energy).toBeCloseTo(1, 2)
  })

  it("bind crystals best near the volume they are given", () => {
    const [small, least, large] = [0.85, 1, 1.2].map((factor) => meanEnergy(factor * scale.volume))
    expect(least).toBeLessThan(small)
    expect(least).toBeLessThan(large)
  })

  it("give atoms of crystals and faces what the root of their bonds does, to second order", () => {
    const shares = crystals(scale.volume).flatMap(({ bulk, slab }) =>
      [bulk, slab].flatMap((structure) =>
        distancesOf(structure)
          .slice(0, 2)
          .map((distances) => {
            const share = bondsOf(distances, 5)
            const exact = repulsion * bondsOf(distances, 8) - bonds * Math.sqrt(share)
            // What the root has beyond s²: (s − 1)³/16 and, of s well below one, up to twice that.
            expect(Math.abs(energyOf(distances) - exact)).toBeLessThan((bonds * Math.abs(share - 1) ** 3) / 8 + 1e-9)
            return share
          }),
      ),
    )
    expect(Math.min(...shares)).toBeLessThan(0.75)
  })

  it("end with their cutoffs", () => {
    const shorter = sharedBonds(
      crystals(scale.volume).map(({ bulk }) => bulk),
      { ...scale, threeBodyCutoff: 4 },
    )
    expect(Math.abs(shorter.pair(5.3))).toBe(0)
    expect(Math.abs(shorter.pair(4.1))).toBeGreaterThan(1e-3)
    expect(shorter.triplet(2.7, 4)).toBe(0)
    expect(shorter.triplet(2.7, 3.9)).toBeGreaterThan(0)
    // Beyond the end with zero slope and, but for the factor before it, curvature 32 (1 − r/c)²/2.
    expect(Math.abs(shorter.pair(5.3 - 1e-5))).toBeLessThan(1e-8)
  })
})

describe("what splines of metals are expected to be", () => {
  const statistics = { elements: [74], minimumDistance: { "W-W": 2.2 }, nearestNeighbour: { "W-W": 2.7 }, volumePerAtom: scale.volume }
  const rowsOf = (spec: object) => {
    const potential = createPotential(resolveSpec({ kind: "uf3", cutoff: 5, threeBodyCutoff: 3.9, ...spec }, statistics))
    const regularisers = hasRegularisers(potential) ? potential.regularisers : []
    return regularisers.filter(({ name }) => name !== "surfaces").flatMap(({ rows }) => rows)
  }

  it("is one set of coefficients, which meets all rows of all penalties", () => {
    const rows = rowsOf({})
    // Rows of one coefficient say what it is.
    const mean = new Map(
      rows.filter(({ parameters }) => parameters.length === 1).map((row) => [row.parameters[0], (row.value ?? NaN) / row.coefficients[0]]),
    )
    for (const { parameters, coefficients, value } of rows) {
      const sum = parameters.reduce((total, k, at) => total + coefficients[at] * (mean.get(k) ?? NaN), 0)
      expect(sum).toBeCloseTo(value ?? NaN, 9)
    }
    expect(Math.max(...mean.values())).toBeGreaterThan(1)
    expect(Math.min(...mean.values())).toBeLessThan(-0.3)
  })

  it("is nothing of what is no metal", () => {
    expect(rowsOf({ surfaces: "none" }).every(({ value }) => value === undefined)).toBe(true)
  })
})
