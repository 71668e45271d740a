import { describe, expect, it } from "vitest"
import type { Structure } from "../../atoms/structure.ts"
import { buildGraph } from "../../graph/build-graph.ts"
import { releaseGraph } from "../../graph/release-graph.ts"
import { randomNumbers } from "../../testing/potential/random-structure.ts"
import { createPotential, resolveSpec } from "../registry.ts"
import { hasRegularisers, type RegulariserRow } from "../regulariser.ts"
import type { DataStatistics } from "../resolve/data-statistics.ts"
import { closePackedSlabs } from "./close-packed-slabs.ts"

/** Of tungsten, whose cube has an edge of 3.18 Å. */
const volume = 16.08
const statistics: DataStatistics = {
  elements: [74],
  minimumDistance: { "W-W": 2.2 },
  nearestNeighbour: { "W-W": 2.7 },
  volumePerAtom: volume,
}
const open = { kind: "uf3", elements: ["W"], cutoff: 5, threeBodyCutoff: 3.9, spacing: { pair: 0.5, neighbours: 0.6, opposite: 1 } }
const potential = createPotential(resolveSpec(open, statistics))
const slabs = closePackedSlabs(74, volume, potential.cutoff)

function surfaceRows(): readonly RegulariserRow[] {
  const found = hasRegularisers(potential) ? potential.regularisers.find(({ name }) => name === "surfaces") : undefined
  return found?.rows ?? []
}

function energyOf(structure: Structure, theta: Float64Array): number {
  const atoms = structure.numbers.length
  const graph = buildGraph([structure], [74], potential.cutoff)
  const out = { energies: new Float64Array(atoms), forces: new Float64Array(3 * atoms), virials: new Float64Array(6) }
  potential.evaluate(graph, theta, out)
  releaseGraph(graph)
  return out.energies.reduce((sum, energy) => sum + energy, 0)
}

/** What the row of a face expects of its slab beside the crystal [eV], as coefficients of some size show it. */
function expectedCost(name: string, seed: number): number {
  const random = randomNumbers(seed)
  const theta = Float64Array.from(potential.parameters, () => random() - 0.4)
  const row = surfaceRows()[[...slabs.keys()].indexOf(name)]
  const cut = slabs.get(name)
  if (!row || !cut) throw new Error(`there is no face ${name}`)
  const sum = row.parameters.reduce((total, k, at) => total + row.coefficients[at] * theta[k], 0)
  return ((energyOf(cut.slab, theta) - cut.slab.numbers.length * energyOf(cut.bulk, theta)) * (row.value ?? 0)) / sum
}

/** Nearest neighbours of each atom. */
function coordination(structure: Structure): readonly number[] {
  const graph = buildGraph([structure], [74], 3)
  const shortest = graph.distances.reduce((least, r) => Math.min(least, r), Infinity)
  const counts = Array.from(
    structure.numbers,
    (_, i) => graph.distances.subarray(graph.centres[i], graph.centres[i + 1]).filter((r) => r < 1.01 * shortest).length,
  )
  releaseGraph(graph)
  return counts
}

describe("closePackedSlabs", () => {
  it("leave atoms of the faces the neighbours that they are known to keep", () => {
    const kept = { "bcc 110": [6, 8], "bcc 100": [4, 8], "bcc 211": [5, 7], "fcc 111": [9, 12], "fcc 100": [8, 12], "fcc 110": [7, 11] }
    for (const [name, { bulk, slab }] of slabs) {
      const counts = coordination(slab)
      const whole = name.startsWith("bcc") ? 8 : 12
      expect(coordination(bulk)).toEqual([whole])
      expect(counts.slice(0, 2)).toEqual(Object.entries(kept).find(([key]) => key === name)?.[1])
      expect(counts.toReversed()).toEqual(counts)
      expect(counts[counts.length >> 1]).toBe(whole)
    }
    expect([...slabs.keys()]).toEqual(Object.keys(kept))
  })
})

describe("energies of surfaces", () => {
  it("are those of slabs beside as many atoms of the crystal, whatever the coefficients", () => {
    for (const name of slabs.keys()) expect(expectedCost(name, 5) / expectedCost(name, 6)).toBeCloseTo(1, 9)
  })

  it("are expected as density functional theory has them for tungsten, to a tenth", () => {
    // W. J. Szlachta, A. P. Bartók, G. Csányi, doi:10.1103/PhysRevB.90.104108 [eV/Å²]; the cohesive energy is the measured one.
    const published = { "bcc 100": 0.251, "bcc 110": 0.204 }
    for (const [name, energy] of Object.entries(published)) {
      const [ax, ay, az, bx, by, bz] = slabs.get(name)?.slab.cell ?? []
      const area = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
      expect(Math.abs(expectedCost(name, 7) / (2 * area) / energy - 1)).toBeLessThan(0.1)
    }
  })
})

describe("surfaces", () => {
  const resolved = (own: Partial<DataStatistics>, spec: object = {}): unknown =>
    resolveSpec({ kind: "uf3", ...spec }, { ...statistics, ...own })["surfaces"]

  it("are known of metals at the volume of the data", () => {
    expect(resolved({})).toBeCloseTo(volume, 4)
    expect(resolved({}, { surfaces: 17 })).toBe(17)
  })

  it("are not known of diamond, of atoms without bonds, of alloys, and by pairs alone", () => {
    expect(resolved({ nearestNeighbour: { "W-W": 0.866 * Math.cbrt(volume) } })).toBe("none")
    expect(resolved({ elements: [18], nearestNeighbour: { "Ar-Ar": 3.7 }, volumePerAtom: 37 })).toBe("none")
    const alloy = { "Mo-Mo": 2.7, "Mo-W": 2.7, "W-W": 2.7 }
    expect(resolved({ elements: [42, 74], minimumDistance: alloy, nearestNeighbour: alloy })).toBe("none")
    expect(resolved({}, { threeBodyCutoff: "none" })).toBe("none")
  })

  it("are refused of several elements", () => {
    const alloy = { "Mo-Mo": 2.7, "Mo-W": 2.7, "W-W": 2.7 }
    const both = { elements: [42, 74], minimumDistance: alloy, nearestNeighbour: alloy, volumePerAtom: volume }
    expect(() => createPotential(resolveSpec({ kind: "uf3", surfaces: 16 }, both))).toThrow("one element only")
  })
})
