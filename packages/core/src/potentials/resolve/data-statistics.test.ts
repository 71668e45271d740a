import { describe, expect, it } from "vitest"
import type { Configuration, Structure } from "../../atoms/structure.ts"
import { dataStatistics } from "./data-statistics.ts"
import { automaticCutoff, pairScale, typicalNeighbour } from "./scale.ts"

const origin = { file: "made.xyz", frame: 0 }
const weights = { energy: 1, forces: 1, stress: 1 }

function frame(structure: Structure, energy?: number): Configuration {
  return { structure, group: "all", weights, origin, ...(energy !== undefined && { energy }) }
}

/** Face-centred cubic cell of lattice constant a with one element a site, moved by `shift` along x. */
function fcc(a: number, numbers: readonly [number, number, number, number], shift = 0): Structure {
  const sites = [0 + shift, 0, 0, 0, a / 2, a / 2, a / 2, 0, a / 2, a / 2, a / 2, 0]
  return {
    numbers: Int32Array.from(numbers),
    positions: Float64Array.from(sites),
    cell: Float64Array.of(a, 0, 0, 0, a, 0, 0, 0, a),
    pbc: [true, true, true],
  }
}

describe("dataStatistics", () => {
  it("finds the neighbour distance of a close-packed crystal, by volume and by distance", () => {
    const statistics = dataStatistics([3.5, 3.61, 3.7].map((a) => frame(fcc(a, [29, 29, 29, 29]))))
    expect(statistics.elements).toEqual([29])
    expect(statistics.volumePerAtom).toBeCloseTo(3.61 ** 3 / 4, 12)
    expect(statistics.nearestNeighbour["Cu-Cu"]).toBeCloseTo(3.61 / Math.SQRT2, 10)
    expect(statistics.minimumDistance["Cu-Cu"]).toBeCloseTo(3.5 / Math.SQRT2, 10)
    expect(typicalNeighbour(statistics)).toBeCloseTo(3.61 / Math.SQRT2, 10)
    expect(automaticCutoff(statistics)).toBeCloseTo((2.4 * 3.61) / Math.SQRT2, 2)
    expect("energySpread" in statistics).toBe(false)
  })

  it("keeps the pairs of a mixture apart", () => {
    // The second gold atom lies along [100] from the first in the next cell only: copper is nearer.
    const { nearestNeighbour, minimumDistance, elements, crowded } = dataStatistics([frame(fcc(4, [79, 29, 29, 29], 0.1))])
    expect(elements).toEqual([29, 79])
    expect(Object.keys(nearestNeighbour).toSorted()).toEqual(
      ["Au-Au", "Cu-Au", "Cu-Cu"].toSorted().filter((label) => label in nearestNeighbour),
    )
    expect(minimumDistance["Cu-Au"]).toBeCloseTo(Math.hypot(1.9, 2), 10)
    expect(minimumDistance["Cu-Cu"]).toBeCloseTo(Math.hypot(2, 2), 10)
    expect(nearestNeighbour["Au-Au"]).toBeCloseTo(4, 10)
    expect(Math.min(...(crowded?.["Au"]["Cu"] ?? []))).toBeCloseTo(Math.hypot(1.9, 2), 4)
    expect(crowded?.["Au"]["Au"].filter((r) => r < 4.1)).toEqual([4, 4, 4, 4, 4, 4])
  })

  it("takes the energy of each element out of the spread of energies", () => {
    const mixtures = [
      [29, 29, 29, 29],
      [29, 29, 29, 79],
      [79, 79, 29, 29],
      [79, 79, 79, 79],
    ] as const
    const noise = [0.01, -0.02, 0.03, 0.005, -0.015, 0.02, -0.01, 0]
    const frames = noise.map((value, k) => {
      const numbers = mixtures[k % 4]
      const references = numbers.reduce((sum, number) => sum + (number === 29 ? -3720.5 : -8651.25), 0)
      return frame(fcc(3.9, numbers), references + 4 * value)
    })
    const { energySpread = Number.NaN } = dataStatistics(frames)
    expect(energySpread).toBeGreaterThan(0.02)
    expect(energySpread).toBeLessThan(0.06)
  })

  it("does without cells, energies or neighbours", () => {
    const far: Structure = {
      numbers: Int32Array.of(2, 2),
      positions: Float64Array.of(0, 0, 0, 30, 0, 0),
      cell: null,
      pbc: [false, false, false],
    }
    const statistics = dataStatistics([frame(far, -1)])
    expect(statistics).toEqual({ elements: [2], minimumDistance: {}, nearestNeighbour: {} })
    expect(() => pairScale(statistics, "He", "He")).toThrow("no two atoms near each other")
    expect(dataStatistics([]).elements).toEqual([])
  })
})
